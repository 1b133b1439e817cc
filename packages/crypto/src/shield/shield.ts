import { concatBytes } from "@ganglion/primitives";
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
import { CryptoError } from "../error.ts";
import { platformRandom, type Random } from "../random.ts";

// Encrypted transactions of the pallet MevShield: a key is wrapped by ML-KEM-768 (FIPS 203), the bytes by
// XChaCha20-Poly1305 under that key. Source: pallets/shield/src/lib.rs; the Python package bittensor-drand.

const PUBLIC_KEY_BYTES = 1184;
const NONCE_BYTES = 24;
const ENCAPSULATION_BYTES = 32;
/** Bytes of seed that make a key: FIPS 203's d and z. */
const SEED_BYTES = 64;

/** A pair of ML-KEM-768 keys. */
export interface ShieldKey {
  /** Encapsulation key, 1184 bytes: whoever has it can seal. */
  readonly publicKey: Uint8Array;
  /** Decapsulation key, 2400 bytes. */
  readonly secretKey: Uint8Array;
}

/** What was sealed, without the hash of its key. */
export interface SealedParts {
  readonly kemCt: Uint8Array;
  readonly aeadCt: Uint8Array;
  readonly nonce: Uint8Array;
}

/**
 * The key of 64 bytes of seed.
 * @throws CryptoError BAD_SEED
 */
export function shieldKeyFromSeed(seed: Uint8Array): ShieldKey {
  if (seed.length !== SEED_BYTES)
    throw new CryptoError("BAD_SEED", `a seed has ${SEED_BYTES} bytes, got ${seed.length}`);
  return ml_kem768.keygen(seed);
}

/** Opens what was sealed to a key. @returns undefined if it does not open, for whatever reason; it never throws */
export function openShielded(
  { kemCt, aeadCt, nonce }: SealedParts,
  { secretKey }: Pick<ShieldKey, "secretKey">,
): Uint8Array | undefined {
  try {
    // A ciphertext for another key gives another shared secret: the tag tells it.
    const shared = ml_kem768.decapsulate(kemCt, secretKey);
    return xchacha20poly1305(shared, nonce).decrypt(aeadCt);
  } catch {
    return undefined;
  }
}

/**
 * Seals a message to a key.
 * @param options.publicKey 1184 bytes
 * @throws CryptoError BAD_SHIELD_KEY
 */
export function sealShielded(options: {
  readonly message: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly random?: Random;
}): SealedParts {
  const { message, publicKey, random = platformRandom } = options;
  if (publicKey.length !== PUBLIC_KEY_BYTES)
    throw new CryptoError(
      "BAD_SHIELD_KEY",
      `an encapsulation key has ${PUBLIC_KEY_BYTES} bytes, got ${publicKey.length}`,
    );
  const nonce = random(NONCE_BYTES);
  const { cipherText, sharedSecret } = encapsulate(publicKey, random);
  return {
    kemCt: cipherText,
    aeadCt: xchacha20poly1305(sharedSecret, nonce).encrypt(message),
    nonce,
  };
}

function encapsulate(publicKey: Uint8Array, random: Random) {
  try {
    return ml_kem768.encapsulate(publicKey, random(ENCAPSULATION_BYTES));
  } catch (cause) {
    throw new CryptoError("BAD_SHIELD_KEY", "these bytes are no encapsulation key of ML-KEM-768", {
      cause,
    });
  }
}

/** The parts as `MevShield.submit_encrypted` takes them. `keyHash`: twox-128 of the encapsulation key, 16 bytes. */
export function encodeShielded(keyHash: Uint8Array, parts: SealedParts): Uint8Array {
  const { kemCt, nonce, aeadCt } = parts;
  const length = Uint8Array.of(kemCt.length & 255, kemCt.length >> 8);
  return concatBytes(keyHash, length, kemCt, nonce, aeadCt);
}
