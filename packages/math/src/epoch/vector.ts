import type { FixedPoint } from "../fixed/fixed-point.ts";
import { I32F32 } from "../fixed/formats.ts";
import { U16_MAX } from "../unsigned.ts";

/** I32F32 raw bits per uid. */
export type Vector = readonly bigint[];

const U16_MAX_FIXED = I32F32.fromInteger(U16_MAX);
const UPSCALE_THRESHOLD = I32F32.fromInteger(32_768);

/**
 * Each value over their sum; unchanged when the sum is 0. The sum wraps, as the reference's does.
 * Source: pallets/subtensor/src/epoch/math.rs, inplace_normalize, inplace_normalize_64
 */
export function normalize(values: Vector, format: FixedPoint = I32F32): bigint[] {
  return normalizeBySum(values, format.wrappingSum(values), format);
}

/** Each value over a given sum; unchanged when that is 0. */
export function normalizeBySum(values: Vector, sum: bigint, format: FixedPoint = I32F32): bigint[] {
  return sum === 0n ? [...values] : values.map((value) => format.safeDiv(value, sum));
}

// A dense epoch converts 2 × 65536 stored values, mostly the same ones again.
const integers = new Array<bigint | undefined>(U16_MAX + 1);
const proportions = new Array<bigint | undefined>(U16_MAX + 1);

/** A 16-bit number as I32F32. */
export function integerFromU16(value: number): bigint {
  return (integers[value] ??= I32F32.fromInteger(value));
}

/** A 16-bit proportion as I32F32: u / 65535. */
export function proportionFromU16(value: number): bigint {
  return (proportions[value] ??= I32F32.safeDiv(I32F32.fromInteger(value), U16_MAX_FIXED));
}

/** An I32F32 proportion in 16 bits, floored and clamped to 0..65535. */
export function proportionToU16(value: bigint): number {
  return Number(I32F32.toUnsigned(I32F32.saturatingMul(value, U16_MAX_FIXED), 16));
}

/**
 * Scales so that the largest value becomes 65535, rounding. Large inputs divide before they
 * multiply, to stay inside the format.
 * Source: epoch/math.rs, vec_max_upscale_to_u16
 */
export function maxUpscaleToU16(values: Vector): number[] {
  const max = values.reduce((most, value) => (value > most ? value : most), values[0] ?? 0n);
  const toU16 = (bits: bigint): number => Number(I32F32.toUnsigned(bits, 16));
  if (max === 0n) return values.map((value) => toU16(I32F32.saturatingMul(value, U16_MAX_FIXED)));
  if (max > UPSCALE_THRESHOLD) {
    const factor = I32F32.safeDiv(U16_MAX_FIXED, max);
    return values.map((value) => toU16(I32F32.round(I32F32.saturatingMul(value, factor))));
  }
  return values.map((value) =>
    toU16(I32F32.round(I32F32.safeDiv(I32F32.saturatingMul(value, U16_MAX_FIXED), max))),
  );
}

/** The same for stored u16 values: what set_weights keeps. Source: vec_u16_max_upscale_to_u16 */
export function maxUpscaleU16(values: readonly number[]): number[] {
  return maxUpscaleToU16(values.map((value) => I32F32.fromInteger(value)));
}

/**
 * Whether no value is more than limit / 65535 of the sum.
 * Source: epoch/math.rs, check_vec_max_limited
 */
export function isMaxLimited(values: readonly number[], limitU16: number): boolean {
  const limit = proportionFromU16(limitU16);
  return normalize(values.map((value) => I32F32.fromInteger(value))).every((v) => v <= limit);
}

// Uids that do not make it: the lowest n − k by value, the lower uid first among equals.
function outsideTop(values: Vector, k: number): number[] {
  if (values.length < k) return [];
  const ascending = [...values.keys()].sort((a, b) => {
    const left = values[a] ?? 0n;
    const right = values[b] ?? 0n;
    return left < right ? -1 : left > right ? 1 : 0;
  });
  return ascending.slice(0, values.length - k);
}

/** Which values are among the k largest; ties favour the higher uid. Source: is_topk */
export function isTop(values: Vector, k: number): boolean[] {
  const result = values.map(() => true);
  for (const uid of outsideTop(values, k)) result[uid] = false;
  return result;
}

/** Which values are among the k largest and not 0. Source: is_topk_nonzero */
export function isTopNonzero(values: Vector, k: number): boolean[] {
  const result = values.map((value) => value !== 0n);
  for (const uid of outsideTop(values, k)) result[uid] = false;
  return result;
}

/** Product per uid, 0 where it overflows. Source: vec_mul */
export function multiply(a: Vector, b: Vector): bigint[] {
  const length = Math.min(a.length, b.length);
  return a.slice(0, length).map((value, i) => I32F32.checkedMul(value, b[i] ?? 0n) ?? 0n);
}
