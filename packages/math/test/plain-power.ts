/**
 * The swap's power as the reference goes about it, written to be read: nothing remembered between
 * calls, nothing left out, every root by bisection.
 * Source: crate safe-bigmath 0.4.1 (rev 013c4998)
 */
const GUARD_BITS = 24n;
const GUARD = 1n << GUARD_BITS;
const MAX_EXACT_EXPONENT = 1_024n;

function floorDivide(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  return value < 0n && quotient * divisor !== value ? quotient - 1n : quotient;
}
const bitLength = (value: bigint): bigint => BigInt(value.toString(2).length);
const isSmall = (term: bigint): boolean => -GUARD < term && term < GUARD;
const maxSteps = (bits: bigint): bigint => (bits + 128n < 4_096n ? bits + 128n : 4_096n);

function lnOnePlus(x: bigint, bits: bigint): bigint {
  let power = x;
  let sum = x;
  for (let n = 2n; n <= maxSteps(bits); n++) {
    power = (power * x) >> bits;
    const term = floorDivide(power, n);
    sum += n % 2n === 0n ? -term : term;
    if (isSmall(term)) break;
  }
  return sum;
}

function ln(value: bigint, bits: bigint): bigint {
  const one = 1n << bits;
  let twos = bitLength(value) - 1n;
  let mantissa = (value << bits) >> twos;
  if (2n * mantissa >= 3n * one) {
    mantissa >>= 1n;
    twos += 1n;
  }
  const lnTwo = -lnOnePlus(-(one >> 1n), bits);
  return lnOnePlus(mantissa - one, bits) + twos * lnTwo;
}

function exp(x: bigint, bits: bigint): bigint {
  let term = 1n << bits;
  let sum = term;
  for (let n = 1n; n <= maxSteps(bits); n++) {
    term = floorDivide((term * x) >> bits, n);
    sum += term;
    if (isSmall(term)) break;
  }
  return sum;
}

function floorRoot(radicand: bigint, degree: bigint): bigint {
  let low = 0n;
  let high = 1n << (bitLength(radicand) / degree + 1n);
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** degree <= radicand) low = middle;
    else high = middle;
  }
  return low;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}

/** floor(scale × (numerator / denominator)^exponent), all parts positive. */
export function plainPower(
  base: { readonly numerator: bigint; readonly denominator: bigint },
  exponent: { readonly numerator: bigint; readonly denominator: bigint },
  { precision, scale }: { readonly precision: number; readonly scale: bigint },
): bigint {
  const divisor = greatestCommonDivisor(exponent.numerator, exponent.denominator);
  const power = exponent.numerator / divisor;
  const degree = exponent.denominator / divisor;
  if (power <= MAX_EXACT_EXPONENT && degree <= MAX_EXACT_EXPONENT)
    return floorRoot(
      (base.numerator ** power * scale ** degree) / base.denominator ** power,
      degree,
    );
  const asked = [BigInt(precision), 32n, bitLength(scale) + 8n].reduce((a, b) => (a > b ? a : b));
  const bits = asked + GUARD_BITS;
  const lnBase = ln(base.numerator, bits) - ln(base.denominator, bits);
  const value = exp(floorDivide(lnBase * power, degree), bits);
  const half = GUARD >> 1n;
  const rounded = value >= 0n ? (value + half) >> GUARD_BITS : -((half - value) >> GUARD_BITS);
  return (rounded * scale) >> asked;
}
