// I32F32: 64-bit integers in which 2^32 stands for 1. Products floor, quotients truncate toward zero, as in
// src/fixed/fixed-point.ts; 128-bit intermediates are put together from 32-bit halves.

export const ONE: i64 = 0x100000000;
export const U16_MAX: u32 = 65_535;
const LOW: u64 = 0xffffffff;

export function add(a: i64, b: i64): i64 {
  const sum = a + b;
  if (((a ^ sum) & (b ^ sum)) < 0) return a < 0 ? i64.MIN_VALUE : i64.MAX_VALUE;
  return sum;
}

export function subtract(a: i64, b: i64): i64 {
  const difference = a - b;
  if (((a ^ b) & (a ^ difference)) < 0) return a < 0 ? i64.MIN_VALUE : i64.MAX_VALUE;
  return difference;
}

/** The upper 64 of the 96 bits of a product without its last 32; the lower 32 are left in `productLow`. */
let productLow: u64 = 0;
function productHigh(a: i64, b: i64): i64 {
  const aHigh = a >> 32;
  const aLow = <i64>(<u64>a & LOW);
  const bHigh = b >> 32;
  const bLow = <i64>(<u64>b & LOW);
  const highLow = aHigh * bLow;
  const lowHigh = aLow * bHigh;
  const middle = ((<u64>aLow * <u64>bLow) >> 32) + (<u64>highLow & LOW) + (<u64>lowHigh & LOW);
  productLow = middle & LOW;
  return aHigh * bHigh + (highLow >> 32) + (lowHigh >> 32) + <i64>(middle >> 32);
}

/** Saturating product. */
export function multiply(a: i64, b: i64): i64 {
  const high = productHigh(a, b);
  if (high !== <i64>(<i32>high)) return high < 0 ? i64.MIN_VALUE : i64.MAX_VALUE;
  return (high << 32) | <i64>productLow;
}

/** The product, or 0 where it does not fit. */
export function multiplyOrZero(a: i64, b: i64): i64 {
  const high = productHigh(a, b);
  return high === <i64>(<i32>high) ? (high << 32) | <i64>productLow : 0;
}

/**
 * floor(rest · 2^32 / b) for rest < b < 2^64: one digit of long division in base 2^32. The divisor's upper half guesses
 * the digit, at most 2 too high once its first bit is set.
 * Source: Knuth, The Art of Computer Programming 4.3.1, algorithm D
 */
function digit(rest: u64, b: u64): u64 {
  const shift = clz(b);
  const divisor = b << shift;
  const upper = divisor >> 32;
  const lower = divisor & LOW;
  const dividend = rest << shift;
  let guess = dividend / upper;
  let left = dividend - guess * upper;
  while (guess > LOW || guess * lower > left << 32) {
    guess--;
    left += upper;
    if (left > LOW) break;
  }
  return guess;
}

/** floor(a · 2^32 / b) for a, b ≤ 2^63 and b > 0; the largest u64 where that is 2^64 or more. */
function quotient(a: u64, b: u64): u64 {
  if (a <= LOW) return (a << 32) / b;
  // Over an integer.
  if ((b & LOW) === 0) return a / (b >> 32);
  if (a < b) return digit(a, b);
  const whole = a / b;
  return whole > LOW ? u64.MAX_VALUE : (whole << 32) | digit(a - whole * b, b);
}

/** a / b, or 0 when b is 0 or the quotient does not fit. */
export function divide(a: i64, b: i64): i64 {
  if (b === 0) return 0;
  const size = quotient(<u64>(a < 0 ? -a : a), <u64>(b < 0 ? -b : b));
  if ((a ^ b) < 0) return size <= <u64>i64.MIN_VALUE ? <i64>(0 - size) : 0;
  return size <= <u64>i64.MAX_VALUE ? <i64>size : 0;
}

/** u / 65535 for u of 0..65535; exact, because 2^32 = 65535 · 65537 + 1. */
export function proportion(u: u32): i64 {
  return <i64>u * 65_537 + <i64>(u === U16_MAX);
}

/** A proportion in 16 bits, floored and clamped. */
export function toU16(value: i64): u32 {
  if (value <= 0) return 0;
  if (value >= ONE) return U16_MAX;
  return <u32>((<u64>value * <u64>U16_MAX) >> 32);
}

/** An integer below 2^31. */
export function fromInteger(value: u32): i64 {
  return (<i64>value) << 32;
}

export function smaller(a: i64, b: i64): i64 {
  return a < b ? a : b;
}

/** The upper bound first: with low above high, low wins. */
export function clamp(value: i64, low: i64, high: i64): i64 {
  const capped = value < high ? value : high;
  return capped > low ? capped : low;
}
