export type CryptoErrorCode =
  | "BAD_MNEMONIC"
  | "BAD_SEED"
  | "BAD_SECRET"
  | "BAD_URI"
  | "BAD_DERIVATION"
  | "BAD_RANDOM"
  | "BAD_BEACON_KEY"
  | "BAD_SHIELD_KEY";

/** A key that cannot be made. The message never holds the secret itself. */
export class CryptoError extends Error {
  readonly code: CryptoErrorCode;
  constructor(code: CryptoErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "CryptoError";
    this.code = code;
  }
}
