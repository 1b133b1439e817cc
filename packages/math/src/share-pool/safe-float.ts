import { U64_MAX } from "../unsigned.ts";

/**
 * mantissa × 10^exponent with 21 significant decimal digits: enough that one rao moves a share,
 * too few for a tenth of a rao. Normalised: 10^20 < mantissa ≤ 10^21, or both zero.
 *
 * Source: primitives/share-pool/src/lib.rs
 */
export interface SafeFloat {
  /** u128 */
  readonly mantissa: bigint;
  /** i64 */
  readonly exponent: bigint;
}

const MAX_MANTISSA = 10n ** 21n;
const MIN_MANTISSA = 10n ** 20n;
const MAX_MANTISSA_EXPONENT = 21n;
const I64_MIN = -(1n << 63n);
const I64_MAX = (1n << 63n) - 1n;
const U256_MAX = (1n << 256n) - 1n;

export const SAFE_FLOAT_ZERO: SafeFloat = { mantissa: 0n, exponent: 0n };

// A larger power would empty any mantissa anyway.
function cappedPowerOfTen(exponent: bigint): bigint {
  return 10n ** (exponent > MAX_MANTISSA_EXPONENT + 1n ? MAX_MANTISSA_EXPONENT + 1n : exponent);
}

function fitsI64(value: bigint): boolean {
  return value >= I64_MIN && value <= I64_MAX;
}

function normalise(mantissa: bigint, exponent: bigint): SafeFloat | undefined {
  if (mantissa === 0n) return SAFE_FLOAT_ZERO;
  let m = mantissa;
  let e = exponent;
  while (m > MAX_MANTISSA) {
    m /= 10n;
    e += 1n;
  }
  // Eight digits at once where each of the eight steps would have been taken.
  while (m <= MIN_MANTISSA / 10_000_000n) {
    m *= 100_000_000n;
    e -= 8n;
  }
  while (m <= MIN_MANTISSA) {
    m *= 10n;
    e -= 1n;
  }
  return fitsI64(e) ? { mantissa: m, exponent: e } : undefined;
}

/** @returns undefined for a mantissa above 10^21 or an exponent that leaves i64 */
export function safeFloat(mantissa: bigint, exponent: bigint): SafeFloat | undefined {
  return mantissa > MAX_MANTISSA ? undefined : normalise(mantissa, exponent);
}

export function safeFloatFromU64(value: bigint): SafeFloat {
  return safeFloat(value, 0n) ?? SAFE_FLOAT_ZERO;
}

/** U64F64 bits to SafeFloat: integer part plus fraction / 2^64, each cut to 21 digits. */
export function safeFloatFromU64F64(bits: bigint): SafeFloat {
  if (bits === 0n) return SAFE_FLOAT_ZERO;
  const integer = safeFloatFromU64(bits >> 64n);
  const fraction = safeFloatFromU64(bits & U64_MAX);
  const scaled = safeFloatDiv(fraction, safeFloatFromU64(1n << 64n)) ?? SAFE_FLOAT_ZERO;
  return safeFloatAdd(integer, scaled) ?? SAFE_FLOAT_ZERO;
}

/** Floored to u64, clamped at 2^64 − 1. */
export function safeFloatToU64(value: SafeFloat): bigint {
  const { mantissa, exponent } = value;
  const integer =
    exponent >= 0n ? mantissa * cappedPowerOfTen(exponent) : mantissa / cappedPowerOfTen(-exponent);
  return integer > U64_MAX ? U64_MAX : integer;
}

export function safeFloatIsZero(value: SafeFloat): boolean {
  return value.mantissa === 0n;
}

// Brings both to the larger exponent; digits of the smaller one fall off its end.
function align(a: SafeFloat, b: SafeFloat): { a: bigint; b: bigint; exponent: bigint } {
  if (a.exponent >= b.exponent) {
    const smaller = b.mantissa / cappedPowerOfTen(a.exponent - b.exponent);
    return { a: a.mantissa, b: smaller, exponent: a.exponent };
  }
  const smaller = a.mantissa / cappedPowerOfTen(b.exponent - a.exponent);
  return { a: smaller, b: b.mantissa, exponent: b.exponent };
}

export function safeFloatAdd(a: SafeFloat, b: SafeFloat): SafeFloat | undefined {
  if (a.mantissa === 0n) return b;
  if (b.mantissa === 0n) return a;
  const aligned = align(a, b);
  return normalise(aligned.a + aligned.b, aligned.exponent);
}

/** a − b, 0 when b is larger; undefined for 0 − b. */
export function safeFloatSub(a: SafeFloat, b: SafeFloat): SafeFloat | undefined {
  if (b.mantissa === 0n) return a.mantissa === 0n ? SAFE_FLOAT_ZERO : a;
  if (a.mantissa === 0n) return undefined;
  const aligned = align(a, b);
  return normalise(aligned.a > aligned.b ? aligned.a - aligned.b : 0n, aligned.exponent);
}

/** a / b with 21 digits; undefined on a zero divisor or an exponent that leaves i64. */
export function safeFloatDiv(a: SafeFloat, b: SafeFloat): SafeFloat | undefined {
  const exponent = a.exponent - b.exponent - MAX_MANTISSA_EXPONENT;
  if (!fitsI64(exponent) || b.mantissa === 0n) return undefined;
  return normalise((a.mantissa * MAX_MANTISSA) / b.mantissa, exponent);
}

/**
 * a × b / divisor without losing digits in between; undefined on a zero divisor or an exponent
 * that leaves i64 on the way.
 */
export function safeFloatMulDiv(
  a: SafeFloat,
  b: SafeFloat,
  divisor: SafeFloat,
): SafeFloat | undefined {
  if (divisor.mantissa === 0n) return undefined;
  const sum = a.exponent + b.exponent;
  const exponent = sum - divisor.exponent;
  if (!fitsI64(sum) || !fitsI64(exponent)) return undefined;
  const product = a.mantissa * b.mantissa;
  return normalise((product > U256_MAX ? 0n : product) / divisor.mantissa, exponent);
}

/**
 * a × b cut to 21 digits: a × b / 1.
 * The reference has no plain product; it multiplies and divides in one step.
 */
export function safeFloatMul(a: SafeFloat, b: SafeFloat): SafeFloat | undefined {
  return safeFloatMulDiv(a, b, { mantissa: 1n, exponent: 0n });
}

/** a > b, both normalised. Zero counts as 0 × 10^0, as stored. */
export function safeFloatGreater(a: SafeFloat, b: SafeFloat): boolean {
  const gap = a.exponent - b.exponent;
  if (gap === 0n) return a.mantissa > b.mantissa;
  if (gap > 1n) return true;
  if (gap < -1n) return false;
  return gap > 0n ? 10n * a.mantissa > b.mantissa : a.mantissa > 10n * b.mantissa;
}
