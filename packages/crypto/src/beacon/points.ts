import { bls12_381 } from "@noble/curves/bls12-381.js";
import { bytesToNumberBE } from "@noble/curves/utils.js";

// BLS12-381 in the compressed form of ZCash, as arkworks reads it: the three highest bits are flags.

const G1 = bls12_381.G1.Point;
const G2 = bls12_381.G2.Point;
/** A point of the group of signatures. */
export type SignaturePoint = InstanceType<typeof G1>;
/** A point of the group of public keys. */
export type KeyPoint = InstanceType<typeof G2>;

export const SIGNATURE_BYTES = 48;
export const PUBLIC_KEY_BYTES = 96;
/** One coordinate of the field. */
export const COORDINATE_BYTES = 48;

const COMPRESSED = 0x80;
const INFINITY = 0x40;
const LARGEST = 0x20;

/**
 * Reads a point from the front of the bytes; what follows it is not looked at.
 * @returns undefined if they are no compressed point of the group: no point, not on the curve, or outside the subgroup
 */
function read<Point>(
  raw: Uint8Array,
  length: number,
  group: { readonly ZERO: Point; fromBytes(bytes: Uint8Array): Point },
): Point | undefined {
  if (raw.length < length) return undefined;
  const flags = raw[0]!;
  if ((flags & COMPRESSED) === 0) return undefined;
  // Arkworks doesn't look at the coordinates of the point at infinity.
  if ((flags & INFINITY) !== 0) return (flags & LARGEST) === 0 ? group.ZERO : undefined;
  const bytes = raw.slice(0, length);
  bytes[0] = flags & ~(COMPRESSED | LARGEST);
  // The library reduces a coordinate beyond the field's order; arkworks refuses it.
  for (let at = 0; at < length; at += COORDINATE_BYTES) {
    const coordinate = bytesToNumberBE(bytes.subarray(at, at + COORDINATE_BYTES));
    if (coordinate >= bls12_381.fields.Fp.ORDER) return undefined;
  }
  try {
    bytes[0] = flags;
    return group.fromBytes(bytes);
  } catch {
    return undefined;
  }
}

/** A signature of 48 bytes. Source: ark-bls12-381 0.4, curves/util.rs */
export const readSignature = (raw: Uint8Array): SignaturePoint | undefined =>
  read<SignaturePoint>(raw, SIGNATURE_BYTES, G1);

/** A public key of 96 bytes. Source: ark-bls12-381 0.4, curves/util.rs */
export const readKey = (raw: Uint8Array): KeyPoint | undefined =>
  read<KeyPoint>(raw, PUBLIC_KEY_BYTES, G2);
