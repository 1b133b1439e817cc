import { bitLength, expFixed, lnInteger, lnTwo } from "./series.ts";

/** Fraction bits; two digits of a bigint. */
const BITS = 128;
const SHIFT = BigInt(BITS);
const ONE = 1n << SHIFT;
const GUARDED = BITS + 64;

const LEAST_PRECISION = 256;
const MOST_PRECISION = 2_048;
const MOST_BASE_BITS = 256;
const MOST_EXPONENT = 128n;
const MOST_X = 32n << SHIFT;

/** Base brought to a multiple of 1/16, so that |z| of the series below stays within 1/31. */
const LN_STEPS = 16n;
/** x brought to a multiple of 1/32, so that what is left stays within 1/64. */
const EXP_STEP_BITS = 5n;

interface Tables {
  readonly lnTwo: bigint;
  /** ln(j / 16) for j = 0..32; below 8 never asked for. */
  readonly ln: readonly bigint[];
  /** e^(j / 32) for j = −12..12, at j + 12. */
  readonly exp: readonly bigint[];
}
const LARGEST_EXP_STEP = 12;

let tables: Tables | undefined;
function tablesOf(): Tables {
  if (tables) return tables;
  const drop = BigInt(GUARDED - BITS);
  const lnOf = (value: bigint): bigint => lnInteger(value, GUARDED);
  const ln = Array.from({ length: 33 }, (_, j) =>
    j === 0 ? 0n : (lnOf(BigInt(j)) - lnOf(LN_STEPS)) >> drop,
  );
  const exp = Array.from({ length: 2 * LARGEST_EXP_STEP + 1 }, (_, i) => {
    const x = BigInt(i - LARGEST_EXP_STEP) << (BigInt(GUARDED) - EXP_STEP_BITS);
    return expFixed(x, GUARDED) >> drop;
  });
  tables = { lnTwo: lnTwo(GUARDED) >> drop, ln, exp };
  return tables;
}

/** ln(numerator / denominator): k ln 2 + ln(j / 16) + 2 artanh z, z exact before its one floor. */
function lnRatio(numerator: bigint, denominator: bigint, { lnTwo, ln }: Tables): bigint {
  const k = bitLength(numerator) - bitLength(denominator);
  const a = k < 0 ? numerator << BigInt(-k) : numerator;
  const b = k > 0 ? denominator << BigInt(k) : denominator;
  const scaled = LN_STEPS * a;
  const j = (2n * scaled + b) / (2n * b);
  const near = j * b;
  const above = scaled >= near;
  let term = ((above ? scaled - near : near - scaled) << SHIFT) / (scaled + near);
  const square = (term * term) >> SHIFT;
  let sum = term;
  for (let n = 3n; term !== 0n; n += 2n) {
    term = (term * square) >> SHIFT;
    sum += term / n;
  }
  return BigInt(k) * lnTwo + ln[Number(j)]! + (above ? 2n * sum : -2n * sum);
}

/** e^x = 2^n × e^(j / 32) × e^s with |s| ≤ 1/64. */
function expOf(x: bigint, { lnTwo, exp }: Tables): bigint {
  const half = lnTwo >> 1n;
  const n = (x + (x < 0n ? -half : half)) / lnTwo;
  const rest = x - n * lnTwo;
  const stepShift = SHIFT - EXP_STEP_BITS;
  const j = (rest + (1n << (stepShift - 1n))) >> stepShift;
  const s = rest - (j << stepShift);
  const negative = s < 0n;
  const size = negative ? -s : s;
  let term = size;
  let even = ONE;
  let odd = size;
  for (let i = 2n; term !== 0n; i += 2n) {
    term = ((term * size) >> SHIFT) / i;
    even += term;
    term = ((term * size) >> SHIFT) / (i + 1n);
    odd += term;
  }
  const power =
    ((negative ? even - odd : even + odd) * exp[Number(j) + LARGEST_EXP_STEP]!) >> SHIFT;
  return n < 0n ? power >> -n : power << n;
}

/**
 * The power of `power.ts` from a few short series, wherever they are certain to come to the number
 * that the reference's long ones come to.
 *
 * Only the floor of scale × power counts, 60 bits or so. Both ways are close to the true power, so
 * where that is not at the edge between two whole numbers both have its floor:
 * - The long series work with at least 280 fraction bits. For |x| ≤ 32, x being what is
 *   exponentiated, and an exponent of at most 2^7: a series of the logarithm ends within 2^−255,
 *   two logarithms with their multiples of ln 2 within 2^−246, after the exponent 2^−239. The
 *   exponential floors twice in each of at most 408 terms (of more with more bits), and an error
 *   grows by less than e^|x| < 2^47 until the end; what is left out after the last term is smaller
 *   than it. Together less than e^x × 2^−237 + 2^−221.
 * - The short ones work with 128. A logarithm floors twice in each of at most 14 terms, and takes
 *   up to 256 times the last bit of ln 2: within 2^−119, after the exponent 2^−112. The exponential
 *   adds 2^−121 of itself. Together less than e^x × 2^−111 + 2^−127.
 * - The same holds of an exact integer root: it is the floor of the true power itself.
 * If the short result has one floor from e^x × 2^−100 + 2^−120 below to as much above, it is the
 * floor of all. If not, nothing is said: when the power is exactly a whole number, and by chance
 * once in some 2^38 for powers around 1; hardly any above 2^40 is certain.
 *
 * @param base positive numerator and denominator
 * @param exponent positive, reduced or not
 * @param precision fraction bits of the long series, guard bits not counted
 * @returns floor(scale × (numerator / denominator)^(power / degree)), or undefined where not certain
 */
export function certainPower(
  base: { readonly numerator: bigint; readonly denominator: bigint },
  exponent: { readonly power: bigint; readonly degree: bigint },
  { precision, scale }: { readonly precision: number; readonly scale: bigint },
): bigint | undefined {
  const { power, degree } = exponent;
  if (precision < LEAST_PRECISION || precision > MOST_PRECISION) return undefined;
  if (power > degree * MOST_EXPONENT) return undefined;
  if (base.numerator >> BigInt(MOST_BASE_BITS) || base.denominator >> BigInt(MOST_BASE_BITS))
    return undefined;
  const known = tablesOf();
  const x = (lnRatio(base.numerator, base.denominator, known) * power) / degree;
  if (x > MOST_X || x < -MOST_X) return undefined;
  const value = expOf(x, known);
  const error = (value >> 100n) + (1n << (SHIFT - 120n));
  const least = ((value - error) * scale) >> SHIFT;
  const most = ((value + error) * scale) >> SHIFT;
  return least === most ? least : undefined;
}
