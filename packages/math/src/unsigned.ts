/** Largest u16, also the value of 1.0 wherever the chain keeps a proportion in 16 bits. */
export const U16_MAX = 65_535;
export const U64_MAX = (1n << 64n) - 1n;
export const U128_MAX = (1n << 128n) - 1n;

/** u64 sum that stops at 2^64 − 1. */
export function saturatingAddU64(a: bigint, b: bigint): bigint {
  const sum = a + b;
  return sum > U64_MAX ? U64_MAX : sum;
}

/** Unsigned difference that stops at 0. */
export function saturatingSubUnsigned(a: bigint, b: bigint): bigint {
  return a > b ? a - b : 0n;
}

/** u64 product that stops at 2^64 − 1. */
export function saturatingMulU64(a: bigint, b: bigint): bigint {
  const product = a * b;
  return product > U64_MAX ? U64_MAX : product;
}
