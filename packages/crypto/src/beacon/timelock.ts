import { concatBytes, utf8Bytes } from "@ganglion/primitives";
import { gcm } from "@noble/ciphers/aes.js";
import { bls12_381 } from "@noble/curves/bls12-381.js";
import { bytesToNumberBE, numberToBytesLE } from "@noble/curves/utils.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { CryptoError } from "../error.ts";
import { platformRandom, type Random } from "../random.ts";
import {
  COORDINATE_BYTES,
  type KeyPoint,
  PUBLIC_KEY_BYTES,
  readKey,
  readSignature,
  type SignaturePoint,
} from "./points.ts";
import { beaconKey, roundPoint } from "./pulse.ts";

// Timelock encryption: a key is encrypted for a round as in Boneh and Franklin's FullIdent, and the
// message with the key. Source: the crate `tle` (ideal-lab5/timelock), tlock.rs and ibe/fullident.rs.

const { G2, fields } = bls12_381;
const SECRET_BYTES = 32;
const NONCE_BYTES = 12;
const CIPHER_SUITE = utf8Bytes("AES_GCM_");

type Pairing = ReturnType<typeof bls12_381.pairing>;

/** H2: the sha256 of a pairing's value, its twelve coordinates in arkworks' order, each little-endian. */
function hashOfPairing(value: Pairing): Uint8Array {
  const halves = [value.c0, value.c1].flatMap(({ c0, c1, c2 }) => [c0, c1, c2]);
  const coordinates = halves.flatMap(({ c0, c1 }) => [c0, c1]);
  return sha256(concatBytes(...coordinates.map((each) => numberToBytesLE(each, COORDINATE_BYTES))));
}
/** H3: what `U` is a multiple of the generator by. */
const exponentOf = (sigma: Uint8Array, key: Uint8Array): bigint =>
  bytesToNumberBE(sha256(concatBytes(sigma, key))) % fields.Fr.ORDER;
const xor = (a: Uint8Array, b: Uint8Array): Uint8Array => a.map((byte, i) => byte ^ b[i]!);

/** Lists of bytes with their length in front, 64 bits little-endian: arkworks' `Vec<u8>`. */
class ArkReader {
  readonly #raw: Uint8Array;
  #at = 0;
  constructor(raw: Uint8Array) {
    this.#raw = raw;
  }
  take(length: number): Uint8Array | undefined {
    if (length > this.#raw.length - this.#at) return undefined;
    this.#at += length;
    return this.#raw.subarray(this.#at - length, this.#at);
  }
  list(): Uint8Array | undefined {
    const prefix = this.take(8);
    if (!prefix) return undefined;
    const length = new DataView(prefix.buffer, prefix.byteOffset).getBigUint64(0, true);
    // A claimed length is compared before it becomes a number.
    return length > BigInt(this.#raw.length) ? undefined : this.take(Number(length));
  }
}
function arkList(bytes: Uint8Array): Uint8Array {
  const prefix = new Uint8Array(8);
  new DataView(prefix.buffer).setBigUint64(0, BigInt(bytes.length), true);
  return concatBytes(prefix, bytes);
}

/** The parts of a ciphertext. Bytes after them are not looked at, nor is the cipher suite's name. */
interface Sealed {
  readonly u: Uint8Array;
  readonly v: Uint8Array;
  readonly w: Uint8Array;
  readonly encrypted: Uint8Array;
  readonly nonce: Uint8Array;
}
function readSealed(raw: Uint8Array): Sealed | undefined {
  const r = new ArkReader(raw);
  const u = r.take(PUBLIC_KEY_BYTES);
  const [v, w, body, suite] = [r.list(), r.list(), r.list(), r.list()];
  if (!u || !v || !w || !body || !suite) return undefined;
  const inner = new ArkReader(body);
  const [encrypted, nonce] = [inner.list(), inner.list()];
  return encrypted && nonce && { u, v, w, encrypted, nonce };
}

/** The key that was encrypted for the round of this signature; undefined if it was for another. */
function recoverKey(
  parts: Pick<Sealed, "v" | "w"> & { readonly u: KeyPoint },
  signature: SignaturePoint,
): Uint8Array | undefined {
  const { u, v, w } = parts;
  if (u.is0()) return undefined;
  const pairing = signature.is0() ? fields.Fp12.ONE : bls12_381.pairing(signature, u);
  const sigma = xor(v, hashOfPairing(pairing));
  const key = xor(w, sha256(sigma));
  const exponent = exponentOf(sigma, key);
  return exponent !== 0n && G2.Point.BASE.multiply(exponent).equals(u) ? key : undefined;
}

/**
 * Opens what was locked for a round.
 * @param sealed ciphertext as `sealTimelock`, and the Python package bittensor-drand, make it
 * @param signature the round's, 48 bytes
 * @returns undefined if it does not open, for whatever reason; it never throws
 */
export function openTimelock(sealed: Uint8Array, signature: Uint8Array): Uint8Array | undefined {
  const parts = readSealed(sealed);
  // Only these lengths make a key of 32 bytes. DEVIATION(0011): the reference panics on some others.
  if (parts?.v.length !== SECRET_BYTES || parts.w.length !== SECRET_BYTES) return undefined;
  if (parts.nonce.length !== NONCE_BYTES) return undefined;
  const u = readKey(parts.u);
  const point = u && readSignature(signature);
  const key = point && recoverKey({ ...parts, u }, point);
  if (!key) return undefined;
  try {
    return gcm(key, parts.nonce).decrypt(parts.encrypted);
  } catch {
    return undefined;
  }
}

/**
 * Locks a message until a beacon publishes a round.
 * @param options.publicKey the beacon's, 96 bytes
 * @throws CryptoError BAD_BEACON_KEY if the key is no point
 */
export function sealTimelock(options: {
  readonly message: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly round: bigint;
  readonly random?: Random;
}): Uint8Array {
  const { message, publicKey, round, random = platformRandom } = options;
  const beacon = beaconKey(publicKey);
  if (!beacon || beacon.is0())
    throw new CryptoError("BAD_BEACON_KEY", "the beacon's public key is no key of BLS12-381");
  const key = random(SECRET_BYTES);
  const sigma = sha256(random(SECRET_BYTES));
  const nonce = random(NONCE_BYTES);
  const exponent = exponentOf(sigma, key);
  const shared = bls12_381.pairing(roundPoint(round).multiply(exponent), beacon);
  const body = concatBytes(arkList(gcm(key, nonce).encrypt(message)), arkList(nonce));
  return concatBytes(
    G2.Point.BASE.multiply(exponent).toBytes(),
    arkList(xor(sigma, hashOfPairing(shared))),
    arkList(xor(key, sha256(sigma))),
    arkList(body),
    arkList(CIPHER_SUITE),
  );
}
