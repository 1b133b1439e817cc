/** What went wrong, for programs; the message is for people. */
export type StoreErrorCode =
  | "LOCKED"
  | "OTHER_GENESIS"
  | "NEWER_FORMAT"
  | "CANNOT_OPEN"
  | "CORRUPT"
  | "DISK_FULL"
  | "WRITE_FAILED"
  | "CLOSED"
  | "UNKNOWN_BLOCK"
  | "NOT_NEXT_BLOCK"
  | "STATE_DISCARDED"
  | "BAD_KEY"
  | "BAD_OPTION"
  | "PROOF_INVALID"
  | "PROOF_TOO_LARGE";

/**
 * Every failure of the store. `hint` says what a person can do about it.
 * After a failed write the store is as it was before the write.
 */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code: StoreErrorCode;
  readonly hint: string;

  constructor(
    code: StoreErrorCode,
    { message, hint, cause }: { message: string; hint: string; cause?: unknown },
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.hint = hint;
  }
}

/** A record that can't be what we wrote: bit rot, a foreign file, a bug. */
export function corrupt(what: string, cause?: unknown): StoreError {
  return new StoreError("CORRUPT", {
    message: `the data folder is damaged: ${what}`,
    hint: "restore the folder from a copy, or start again with an empty one (--reset)",
    cause,
  });
}
