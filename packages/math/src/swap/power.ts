import { certainPower } from "./certain-power.ts";
import {
  bitLength,
  dropGuardBits,
  expFixed,
  floorDivide,
  GUARD_BITS,
  lnInteger,
  lnTwo,
} from "./series.ts";

/** Not negative, not necessarily reduced. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const MAX_EXACT_EXPONENT = 1_024n;
const MIN_PRECISION = 32;
const ESTIMATED_BITS = 512;

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let x = a;
  let y = b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

// radicand^(1/degree) by logarithm. For roots of up to ESTIMATED_BITS the error stays far below
// one: 64 bits more than the root needs, against 25 lost where the series stop and 9 where ln 2 is
// multiplied. The precision is rounded up so that ln 2 is asked for few different ones.
function estimateRoot(radicand: bigint, degree: bigint, rootBits: number): bigint {
  const precision = Math.ceil((rootBits + 64) / 256) * 256;
  const ln = lnInteger(radicand, precision) / degree;
  const twos = ln / lnTwo(precision);
  const rest = expFixed(ln - twos * lnTwo(precision), precision);
  return (rest << twos) >> BigInt(precision);
}

/** The largest r with r^degree ≤ radicand. */
function integerRoot(radicand: bigint, degree: bigint): bigint {
  if (degree === 1n || radicand === 0n) return radicand;
  const rootBits = Math.ceil(bitLength(radicand) / Number(degree));
  if (rootBits <= ESTIMATED_BITS) {
    let root = estimateRoot(radicand, degree, rootBits);
    // These two loops are the proof; the estimate only makes them short.
    while (root ** degree > radicand) root -= 1n;
    while ((root + 1n) ** degree <= radicand) root += 1n;
    return root;
  }
  // The upper half of the root's digits first, then Newton's steps down from just above it.
  const lowerBits = BigInt(rootBits >> 1);
  let root = (integerRoot(radicand >> (lowerBits * degree), degree) + 1n) << lowerBits;
  for (;;) {
    const next = ((degree - 1n) * root + radicand / root ** (degree - 1n)) / degree;
    if (next >= root) return root;
    root = next;
  }
}

/**
 * floor(scale × (numerator / denominator)^(exponentNumerator / exponentDenominator)).
 *
 * Two paths, and which one runs is consensus: an exact integer root when both terms of the
 * reduced exponent are at most 1024, else logarithm and exponential at `precision` bits, whose
 * result for a steep power of a distant ratio may be far off, even negative. Wherever both must
 * come to the floor of the true power, `certainPower` finds it sooner.
 *
 * @param precision asked fraction bits; at least 32 and 8 more than `scale` has are used
 * @returns undefined on a zero denominator of either fraction
 * Source: crate safe-bigmath 0.4.1 (rev 013c4998), pow_ratio_scaled
 */
export function powRatioScaled(
  base: Fraction,
  exponent: Fraction,
  options: { readonly precision: number; readonly scale: bigint },
): bigint | undefined {
  const { scale } = options;
  if (base.denominator === 0n || exponent.denominator === 0n) return undefined;
  if (base.numerator === 0n) return 0n;
  if (exponent.numerator === 0n) return scale;
  if (exponent.numerator === exponent.denominator)
    return (base.numerator * scale) / base.denominator;

  const asked = Math.max(options.precision, MIN_PRECISION, bitLength(scale) + 8);
  return (
    certainPower(
      base,
      { power: exponent.numerator, degree: exponent.denominator },
      { precision: asked, scale },
    ) ?? fullPower(base, exponent, { asked, scale })
  );
}

/** The power as the reference goes about it. */
function fullPower(
  base: Fraction,
  exponent: Fraction,
  { asked, scale }: { readonly asked: number; readonly scale: bigint },
): bigint {
  const divisor = greatestCommonDivisor(exponent.numerator, exponent.denominator);
  const power = exponent.numerator / divisor;
  const degree = exponent.denominator / divisor;

  if (power <= MAX_EXACT_EXPONENT && degree <= MAX_EXACT_EXPONENT) {
    const radicand = (base.numerator ** power * scale ** degree) / base.denominator ** power;
    return integerRoot(radicand, degree);
  }

  const precision = asked + GUARD_BITS;
  const lnBase = lnInteger(base.numerator, precision) - lnInteger(base.denominator, precision);
  const scaledLn = floorDivide(lnBase * power, degree);
  const result = dropGuardBits(expFixed(scaledLn, precision));
  return (result * scale) >> BigInt(asked);
}
