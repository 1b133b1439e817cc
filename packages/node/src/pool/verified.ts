import { blake2_256 } from "@ganglion/hash";
import { concatBytes, toHex } from "@ganglion/primitives";

/** A claim that `publicKey` signed `message`. */
export interface Claim {
  readonly type: "sr25519" | "ed25519" | "ecdsa";
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

const TYPE = { sr25519: 0, ed25519: 1, ecdsa: 2 } as const;

/**
 * The same verification, with its last `limit` answers remembered: a signature is checked when its
 * transaction comes, and again when it is built into a block; the second time costs a hash.
 */
export function rememberVerified(
  verify: (claim: Claim) => boolean,
  limit = 100_000,
): (claim: Claim) => boolean {
  const known = new Map<string, boolean>();
  return (claim) => {
    const { type, publicKey, message, signature } = claim;
    // Lengths in front: the parts have no fixed size, and none may pass for its neighbour.
    const head = Uint8Array.of(TYPE[type], publicKey.length, signature.length);
    const key = toHex(blake2_256(concatBytes(head, publicKey, signature, message)));
    const before = known.get(key);
    if (before !== undefined) return before;
    const holds = verify(claim);
    if (known.size >= limit) known.delete(known.keys().next().value!);
    known.set(key, holds);
    return holds;
  };
}
