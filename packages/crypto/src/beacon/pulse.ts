import { concatBytes, toHex } from "@ganglion/primitives";
import { bls12_381 } from "@noble/curves/bls12-381.js";
import { bytesToNumberBE } from "@noble/curves/utils.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { CryptoError } from "../error.ts";
import { type KeyPoint, readKey, readSignature, type SignaturePoint } from "./points.ts";

/** A round of a beacon that became known. `signature`: 48 bytes; `randomness`: its sha256. */
export interface SignedRound {
  readonly round: bigint;
  readonly randomness: Uint8Array;
  readonly signature: Uint8Array;
}

const { G1, G2, fields } = bls12_381;
/** Drand's scheme `bls-unchained-g1-rfc9380`. */
const DOMAIN = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";

/** What the beacon signs of a round: the sha256 of its number. */
function roundMessage(round: bigint): Uint8Array {
  const number = new Uint8Array(8);
  new DataView(number.buffer).setBigUint64(0, round);
  return sha256(number);
}

/** The round as a point: what is signed, and whom timelocks are locked for. `round`: u64. */
export const roundPoint = (round: bigint): SignaturePoint =>
  G1.hashToCurve(roundMessage(round), { DST: DOMAIN });

/** A chain has one beacon key, and decoding it takes milliseconds. */
let lastKey: { readonly hex: string; readonly point: KeyPoint | undefined } | undefined;

/** The key as a point; undefined if it is none. `raw`: 96 bytes, more are not looked at. */
export function beaconKey(raw: Uint8Array): KeyPoint | undefined {
  const hex = toHex(raw);
  if (lastKey?.hex !== hex) lastKey = { hex, point: readKey(raw) };
  return lastKey.point;
}

/**
 * Asks whether a beacon signed a round: e(signature, generator) = e(H(round), key).
 * @returns undefined if key or signature are no points of their groups
 * Source: pallets/drand/src/verifier.rs
 */
export function verifyPulse(claim: {
  readonly publicKey: Uint8Array;
  readonly round: bigint;
  readonly signature: Uint8Array;
}): boolean | undefined {
  const key = beaconKey(claim.publicKey);
  const signature = key && readSignature(claim.signature);
  if (!key || !signature) return undefined;
  // With a point at infinity its pairing is one, whatever the other point is.
  if (key.is0() || signature.is0()) return key.is0() && signature.is0();
  const product = bls12_381.pairingBatch([
    { g1: signature.negate(), g2: G2.Point.BASE },
    { g1: roundPoint(claim.round), g2: key },
  ]);
  return fields.Fp12.eql(product, fields.Fp12.ONE);
}

/** A beacon of one's own, for development: whoever knows the secret knows every round at once. */
export interface BeaconSecret {
  /** 96 bytes. */
  readonly publicKey: Uint8Array;
  signRound(round: bigint): SignedRound;
}

/** The beacon of a seed of 32 bytes. @throws CryptoError BAD_SEED */
export function beaconFromSeed(seed: Uint8Array): BeaconSecret {
  if (seed.length !== 32)
    throw new CryptoError("BAD_SEED", `a beacon's seed has 32 bytes, got ${seed.length}`);
  const wide = concatBytes(sha256(concatBytes(seed, Uint8Array.of(0))), sha256(seed));
  const secret = (bytesToNumberBE(wide) % (fields.Fr.ORDER - 1n)) + 1n;
  let publicKey: Uint8Array | undefined;
  return {
    // Made when it is asked for: the first time takes a quarter of a second, and signing doesn't need it.
    get publicKey() {
      return (publicKey ??= G2.Point.BASE.multiply(secret).toBytes());
    },
    signRound(round) {
      const signature = roundPoint(round).multiply(secret).toBytes();
      return { round, signature, randomness: sha256(signature) };
    },
  };
}
