import { bytes, fixedBytes, type Of, struct } from "@ganglion/scale";

const KEY_HASH_BYTES = 16;
const NONCE_BYTES = 24;

/** What an encrypted transaction is made of. Source: stp_shield ShieldedTransaction */
export const shieldedTransaction = struct("stp_shield::shielded_tx::ShieldedTransaction", {
  /** twox-128 of the encapsulation key. */
  keyHash: fixedBytes(KEY_HASH_BYTES),
  /** ML-KEM-768's ciphertext, 1088 bytes if it is one. */
  kemCt: bytes,
  /** XChaCha20-Poly1305's, its tag at the end. */
  aeadCt: bytes,
  nonce: fixedBytes(NONCE_BYTES),
});
export type ShieldedTransaction = Of<typeof shieldedTransaction>;

/**
 * Takes the bytes of `submit_encrypted` apart: key hash, length of the KEM's ciphertext as u16 little-endian, that
 * ciphertext, nonce, and the rest.
 * @returns undefined if they are too short for what they announce
 */
export function parseShielded(raw: Uint8Array): ShieldedTransaction | undefined {
  const lengthAt = KEY_HASH_BYTES;
  if (raw.length < lengthAt + 2) return undefined;
  const kemAt = lengthAt + 2;
  const nonceAt = kemAt + (raw[lengthAt]! | (raw[lengthAt + 1]! << 8));
  const aeadAt = nonceAt + NONCE_BYTES;
  if (raw.length < aeadAt) return undefined;
  return {
    keyHash: raw.slice(0, lengthAt),
    kemCt: raw.slice(kemAt, nonceAt),
    aeadCt: raw.slice(aeadAt),
    nonce: raw.slice(nonceAt, aeadAt),
  };
}
