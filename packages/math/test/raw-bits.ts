import fc from "fast-check";
import { type FixedPoint, I32F32, I64F64, I96F32, U64F64, U96F32 } from "../src/index.ts";

export const FORMATS = [I32F32, I64F64, I96F32, U64F64, U96F32] as const;

/** Any raw bits of a format, its edges and small numbers more often than chance. */
export function bitsOf(format: FixedPoint): fc.Arbitrary<bigint> {
  const { min, max, one } = format;
  return fc.oneof(
    fc.bigInt({ min, max }),
    fc.bigInt({ min: min < 0n ? -one * 8n : 0n, max: one * 8n }),
    fc.constantFrom(min, max, 0n, 1n, one, max - 1n, min + 1n),
  );
}

/** Non-negative proportions of 1.0. */
export function proportionOf(format: FixedPoint): fc.Arbitrary<bigint> {
  return fc.bigInt({ min: 0n, max: format.one });
}
