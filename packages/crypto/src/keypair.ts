import {
  type AccountId,
  accountId,
  concatBytes,
  fromHex,
  toHex,
  toSs58,
} from "@ganglion/primitives";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { bytesToNumberLE, numberToBytesLE } from "@noble/curves/utils.js";
import { blake2b } from "@noble/hashes/blake2.js";
import { getPublicKey } from "@scure/sr25519";
import { CryptoError } from "./error.ts";
import { miniSecretFromMnemonic } from "./mnemonic.ts";
import { type Junction, parseSecretUri, scaleText } from "./uri.ts";
import {
  ed25519KeypairFromSeed,
  sr25519DeriveKeypairHard,
  sr25519DeriveKeypairSoft,
  sr25519KeypairFromSeed,
} from "./wasm.ts";

export type KeyType = "sr25519" | "ed25519" | "ecdsa";

/**
 * A key that can sign.
 * `publicKey`: 32 bytes, with ecdsa 33 (compressed).
 * `secretKey`: sr25519 64 bytes (scalar times cofactor, then nonce: wasm-crypto's form, not the raw
 * form of sp-core, see `rawSecret`); ed25519 32 bytes of seed and 32 of public key; ecdsa 32 bytes.
 * `seed`: 32 bytes; absent when an sr25519 key came out of a derivation or of a raw secret.
 */
export type Keypair = {
  readonly type: KeyType;
  readonly publicKey: Uint8Array;
  readonly secretKey: Uint8Array;
  readonly seed?: Uint8Array;
};

/**
 * The key of a 32-byte seed.
 * @throws CryptoError BAD_SEED
 */
export function keypairFromSeed(seed: Uint8Array, type: KeyType = "sr25519"): Keypair {
  if (seed.length !== 32)
    throw new CryptoError("BAD_SEED", `a seed has 32 bytes, got ${seed.length}`);
  const own = seed.slice();
  if (type === "sr25519") return { ...fromSr25519Pair(sr25519KeypairFromSeed(own)), seed: own };
  if (type === "ed25519") {
    const pair = ed25519KeypairFromSeed(own);
    return { type, publicKey: pair.slice(32), secretKey: pair, seed: own };
  }
  if (!secp256k1.utils.isValidSecretKey(own))
    throw new CryptoError("BAD_SEED", "this seed is no secp256k1 scalar, take another");
  return { type, publicKey: secp256k1.getPublicKey(own, true), secretKey: own, seed: own };
}

/**
 * The key of an English BIP-39 phrase; `password` is the part after `///` of a URI.
 * @throws CryptoError BAD_MNEMONIC
 */
export function keypairFromMnemonic(
  phrase: string,
  options: { password?: string; type?: KeyType } = {},
): Keypair {
  return keypairFromSeed(miniSecretFromMnemonic(phrase, options.password), options.type);
}

/**
 * The key of a secret URI: `//Alice`, `word word …//hard/soft///password`, `0x<seed>//path`.
 * @throws CryptoError BAD_URI, BAD_MNEMONIC, BAD_SEED, BAD_DERIVATION
 */
export function keypairFromUri(uri: string, type: KeyType = "sr25519"): Keypair {
  const { phrase, junctions, password } = parseSecretUri(uri);
  return derive(
    phrase.startsWith("0x")
      ? fromHexSecret(phrase, type)
      : keypairFromMnemonic(phrase, { password, type }),
    junctions,
  );
}

/** One of the development accounts, by the name after `//`: Alice, Bob, Charlie, Dave, Eve, Ferdie, … */
export const devKeypair = (name: string, type: KeyType = "sr25519"): Keypair =>
  keypairFromUri(`//${name}`, type);

/**
 * Follows derivation steps, hard ones for every type, soft ones for sr25519 alone.
 * @throws CryptoError BAD_DERIVATION
 */
export function derive(keypair: Keypair, junctions: readonly Junction[]): Keypair {
  let at = keypair;
  for (const { hard, chainCode } of junctions) {
    if (at.type === "sr25519") {
      const step = hard ? sr25519DeriveKeypairHard : sr25519DeriveKeypairSoft;
      at = fromSr25519Pair(step(concatBytes(at.secretKey, at.publicKey), chainCode));
      continue;
    }
    if (!hard)
      throw new CryptoError(
        "BAD_DERIVATION",
        `${at.type} keys have no soft derivation, use //step`,
      );
    const label = scaleText(at.type === "ed25519" ? "Ed25519HDKD" : "Secp256k1HDKD");
    const seed = blake2b(concatBytes(label, at.secretKey.subarray(0, 32), chainCode), {
      dkLen: 32,
    });
    at = keypairFromSeed(seed, at.type);
  }
  return at;
}

/** The account of a key: the public key itself, with ecdsa its blake2b-256. */
export function accountOf(key: { type: KeyType; publicKey: Uint8Array }): AccountId {
  if (key.type !== "ecdsa") return accountId(toHex(key.publicKey));
  return accountId(toHex(blake2b(key.publicKey, { dkLen: 32 })));
}

/** The account's address. */
export const ss58Of = (key: { type: KeyType; publicKey: Uint8Array }): string =>
  toSs58(accountOf(key));

/**
 * The secret as sp-core and the Python wallet write it: sr25519 64 bytes (scalar, nonce),
 * ed25519 and ecdsa the 32 bytes of seed.
 */
export function rawSecret(keypair: Keypair): Uint8Array {
  if (keypair.type !== "sr25519") return keypair.secretKey.slice(0, 32);
  return concatBytes(
    numberToBytesLE(scalarOf(keypair.secretKey) / COFACTOR, 32),
    keypair.secretKey.subarray(32),
  );
}

/**
 * The key of a secret as `rawSecret` gives it.
 * @throws CryptoError BAD_SECRET
 */
export function keypairFromRawSecret(raw: Uint8Array, type: KeyType = "sr25519"): Keypair {
  if (type !== "sr25519") return keypairFromSeed(raw, type);
  if (raw.length !== 64)
    throw new CryptoError("BAD_SECRET", `an sr25519 secret has 64 bytes, got ${raw.length}`);
  const scalar = scalarOf(raw);
  if (scalar === 0n || scalar >= 1n << 253n)
    throw new CryptoError("BAD_SECRET", "the first 32 bytes are no scalar of sr25519");
  const secretKey = concatBytes(numberToBytesLE(scalar * COFACTOR, 32), raw.subarray(32));
  return { type, publicKey: getPublicKey(secretKey), secretKey };
}

const COFACTOR = 8n;
const scalarOf = (secret: Uint8Array): bigint => bytesToNumberLE(secret.subarray(0, 32));

const fromSr25519Pair = (pair: Uint8Array): Keypair => ({
  type: "sr25519",
  publicKey: pair.slice(64, 96),
  secretKey: pair.slice(0, 64),
});

function fromHexSecret(hex: string, type: KeyType): Keypair {
  let secret: Uint8Array;
  try {
    secret = fromHex(hex);
  } catch {
    throw new CryptoError("BAD_SEED", "a seed is 0x and 64 hexadecimal digits");
  }
  const raw = type === "sr25519" && secret.length === 64;
  return raw ? keypairFromRawSecret(secret, type) : keypairFromSeed(secret, type);
}
