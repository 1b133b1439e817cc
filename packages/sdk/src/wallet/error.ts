export type WalletErrorCode =
  | "NOT_FOUND"
  | "EXISTS"
  | "NOT_READABLE"
  | "NOT_WRITABLE"
  | "PASSWORD_NEEDED"
  | "WRONG_PASSWORD"
  | "BAD_KEYFILE"
  | "NO_SECRET"
  | "BAD_NAME"
  | "BAD_PASSWORD";

/** A wallet that cannot be read or written. `path` names the file; the message never holds a secret. */
export class WalletError extends Error {
  readonly code: WalletErrorCode;
  readonly path: string | undefined;
  constructor(
    code: WalletErrorCode,
    message: string,
    options: { path?: string; cause?: unknown } = {},
  ) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.name = "WalletError";
    this.code = code;
    this.path = options.path;
  }
}
