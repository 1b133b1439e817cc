/** A claim that `publicKey` signed `message`. Sizes as in `@ganglion/crypto`. */
export interface SignatureClaim {
  readonly type: "sr25519" | "ed25519" | "ecdsa";
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/** A claim that a beacon signed a round. `publicKey`: 96 bytes, `round`: u64, `signature`: 48 bytes. */
export interface PulseClaim {
  readonly publicKey: Uint8Array;
  readonly round: bigint;
  readonly signature: Uint8Array;
}

/**
 * Cryptography that runtime code is handed instead of computing it itself: Substrate's host functions.
 * Each is a function of its bytes; garbage has an answer, nothing is thrown.
 */
export interface Host {
  /** Whether a signature holds. */
  verify(claim: SignatureClaim): boolean;
  /** Whether a beacon's signature holds; undefined if key or signature are no points of their groups. */
  verifyPulse(claim: PulseClaim): boolean | undefined;
  /** What was locked for the round of this signature; undefined if it doesn't open. */
  openTimelock(sealed: Uint8Array, signature: Uint8Array): Uint8Array | undefined;
}

const absent = (): never => {
  throw new Error("this context was given no host functions");
};
/** For contexts in which nothing is verified or decrypted: says so if something is after all. */
export const NO_HOST: Host = { verify: absent, verifyPulse: absent, openTimelock: absent };
