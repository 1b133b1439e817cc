/**
 * Logarithm and exponential in fixed point of any precision, by Taylor series with floored steps.
 * `precision` counts fraction bits, 24 guard bits included; a series ends with the first term
 * below 2^24, or after its cap of steps.
 *
 * The reference also ends a series when the value rounded to the asked precision stands still.
 * That never decides anything: a term of at least 2^24 moves the rounded value, a smaller one has
 * already ended the series.
 *
 * Source: crate safe-bigmath 0.4.1 (rev 013c4998), integer.rs
 */
export const GUARD_BITS = 24;
const GUARD = 1n << BigInt(GUARD_BITS);
const MAX_STEPS = 4_096;

function maxSteps(precision: number): number {
  return Math.min(MAX_STEPS, precision + 128);
}

/** floor(value / divisor) for a positive divisor. */
export function floorDivide(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  return value < 0n && quotient * divisor !== value ? quotient - 1n : quotient;
}

/** ln(1 + x). */
function ln1p(x: bigint, precision: number): bigint {
  const shift = BigInt(precision);
  const last = maxSteps(precision);
  let term = x;
  let result = x;
  for (let n = 2; n <= last; n++) {
    term = (term * x) >> shift;
    const step = floorDivide(term, BigInt(n));
    if (n % 2 === 0) result -= step;
    else result += step;
    if (step < GUARD && step > -GUARD) break;
  }
  return result;
}

// ln 2 needs the longest series of all, at x = −1/2, and depends on the precision alone.
const lnTwoByPrecision = new Map<number, bigint>();

/** ln 2, remembered per precision. */
export function lnTwo(precision: number): bigint {
  let value = lnTwoByPrecision.get(precision);
  if (value === undefined) {
    value = -ln1p(-(1n << BigInt(precision - 1)), precision);
    lnTwoByPrecision.set(precision, value);
  }
  return value;
}

/** Bit length of a positive number. */
export function bitLength(value: bigint): number {
  const hex = value.toString(16);
  return (hex.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(hex.charAt(0), 16)));
}

/** ln of a positive integer: its mantissa, brought to 0.75..1.5, plus a multiple of ln 2. */
export function lnInteger(value: bigint, precision: number): bigint {
  const one = 1n << BigInt(precision);
  let exponent = bitLength(value) - 1;
  let mantissa = (value << BigInt(precision)) >> BigInt(exponent);
  if (mantissa >= one + (one >> 1n)) {
    mantissa >>= 1n;
    exponent += 1;
  }
  return ln1p(mantissa - one, precision) + lnTwo(precision) * BigInt(exponent);
}

/** e^x, meaningless but deterministic for large |x|: the cap on steps and the floors decide it. */
export function expFixed(x: bigint, precision: number): bigint {
  const shift = BigInt(precision);
  const last = maxSteps(precision);
  let term = 1n << shift;
  let result = term;
  for (let n = 1; n <= last; n++) {
    term = floorDivide((term * x) >> shift, BigInt(n));
    result += term;
    if (term < GUARD && term > -GUARD) break;
  }
  return result;
}

/** Drops the guard bits, half away from zero. */
export function dropGuardBits(value: bigint): bigint {
  const shift = BigInt(GUARD_BITS);
  const half = GUARD >> 1n;
  return value >= 0n ? (value + half) >> shift : -((-value + half) >> shift);
}
