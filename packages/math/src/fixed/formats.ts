import { fixedPoint } from "./fixed-point.ts";

/** Epoch vectors and matrices. 2^32 = 1.0 */
export const I32F32 = fixedPoint({
  name: "I32F32",
  signed: true,
  integerBits: 32,
  fractionBits: 32,
});

/** Stake before it is normalised; lock decay. 2^64 = 1.0 */
export const I64F64 = fixedPoint({
  name: "I64F64",
  signed: true,
  integerBits: 64,
  fractionBits: 64,
});

/** Epoch emission; stored moving prices. 2^32 = 1.0 */
export const I96F32 = fixedPoint({
  name: "I96F32",
  signed: true,
  integerBits: 96,
  fractionBits: 32,
});

/** Pool prices, emission shares, conviction. 2^64 = 1.0 */
export const U64F64 = fixedPoint({
  name: "U64F64",
  signed: false,
  integerBits: 64,
  fractionBits: 64,
});

/** Coinbase amounts, inherited stake. 2^32 = 1.0 */
export const U96F32 = fixedPoint({
  name: "U96F32",
  signed: false,
  integerBits: 96,
  fractionBits: 32,
});
