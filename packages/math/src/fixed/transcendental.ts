import type { FixedPoint } from "./fixed-point.ts";
import { I32F32 } from "./formats.ts";

// The reference keeps these two constants with 23 fraction bits and widens them, so both carry an
// error near 2^-24 that is part of consensus.
const CONSTANT_FRACTION_BITS = 23;
const E_23 = 22_802_600n;
const LOG2_E_23 = 12_102_203n;

// Divisors of the exponential's terms, for the widest format.
const COUNTS = Array.from({ length: 64 }, (_, i) => BigInt(i));

function widenConstant(format: FixedPoint, constant: bigint): bigint {
  return constant << BigInt(format.fractionBits - CONSTANT_FRACTION_BITS);
}

/**
 * e^x as a Taylor series cut after `fractionBits` − 1 terms, so large arguments come out low
 * (exp(20) by 0.8 %). A negative argument is 1 / e^|x|.
 * @returns raw bits, or undefined where a step overflows
 * Source: substrate-fixed transcendental.rs, exp
 */
export function exp(format: FixedPoint, x: bigint): bigint | undefined {
  const { one, max, fractionBits } = format;
  if (x === 0n) return one;
  if (x === one) return widenConstant(format, E_23);
  if (x === format.min) return undefined;
  const negative = x < 0n;
  const argument = negative ? -x : x;
  const shift = BigInt(fractionBits);

  let result = argument + one;
  if (result > max) return undefined;
  let term = argument;
  for (let i = 2; i < fractionBits; i++) {
    const product = (term * argument) >> shift;
    if (product > max) return undefined;
    term = product / (COUNTS[i] as bigint);
    // Once a term is 0 all later ones are.
    if (term === 0n) break;
    result += term;
    if (result > max) return undefined;
  }
  return negative ? format.checkedDiv(one, result) : result;
}

// Halves and rounds half up, as the reference does to keep log2 close.
function halve(x: bigint): bigint {
  return (x >> 1n) + (x & 1n);
}

// What is left of x below 2 once it was halved as often as it takes, and how often that was.
function halvings(format: FixedPoint, operand: bigint): { readonly count: bigint; rest: bigint } {
  const two = format.one << 1n;
  let rest = operand;
  let count = 0n;
  while (rest >= two) {
    count += 1n;
    rest = halve(rest);
  }
  return { count, rest };
}

/**
 * The whole part of `log2(x)` for x ≥ 1, without the fraction: its bits are appended one by one and
 * never carry.
 */
export function wholeLog2(format: FixedPoint, x: bigint): bigint {
  return halvings(format, x).count;
}

function log2OfAtLeastOne(format: FixedPoint, operand: bigint): bigint {
  const { one, fractionBits } = format;
  const two = one << 1n;
  const shift = BigInt(fractionBits);
  let { count: result, rest: x } = halvings(format, operand);
  if (x === one) return result << shift;
  for (let i = 0; i < fractionBits; i++) {
    x = (x * x) >> shift;
    result <<= 1n;
    if (x >= two) {
      result |= 1n;
      x = halve(x);
    }
  }
  return format.wrap(result);
}

/**
 * Base-2 logarithm by bitwise squaring. Below 1 it is the negated logarithm of the inverse.
 * @returns raw bits, or undefined for x ≤ 0 or when 1/x does not fit
 * Source: substrate-fixed transcendental.rs, log2
 */
export function log2(format: FixedPoint, x: bigint): bigint | undefined {
  if (x <= 0n) return undefined;
  if (x >= format.one) return log2OfAtLeastOne(format, x);
  const inverse = format.checkedDiv(format.one, x);
  return inverse === undefined ? undefined : -log2OfAtLeastOne(format, inverse);
}

/**
 * Natural logarithm: log2(x) / log2(e).
 * Source: substrate-fixed transcendental.rs, ln
 */
export function ln(format: FixedPoint, x: bigint): bigint | undefined {
  const binary = log2(format, x);
  return binary === undefined
    ? undefined
    : format.wrappingDiv(binary, widenConstant(format, LOG2_E_23));
}

const TWENTY = I32F32.fromInteger(20);

/**
 * I32F32 e^x with x clamped to −20..20.
 * Source: pallets/subtensor/src/epoch/math.rs, exp_safe
 */
export function expSafe(x: bigint): bigint {
  const clamped = x < -TWENTY ? -TWENTY : x > TWENTY ? TWENTY : x;
  return exp(I32F32, clamped) ?? (clamped <= 0n ? 0n : I32F32.max);
}

/**
 * I32F32 ln x, 0 where it does not exist.
 * Source: pallets/subtensor/src/epoch/math.rs, safe_ln
 */
export function safeLn(x: bigint): bigint {
  return ln(I32F32, x) ?? 0n;
}

/**
 * I32F32 logistic curve 1 / (1 + e^(−rho·(x − kappa))).
 * Source: pallets/subtensor/src/epoch/math.rs, sigmoid_safe
 */
export function sigmoidSafe(x: bigint, rho: bigint, kappa: bigint): bigint {
  const offset = I32F32.saturatingSub(x, kappa);
  const negatedRho = I32F32.saturatingMul(rho, -I32F32.one);
  const exponential = expSafe(I32F32.saturatingMul(negatedRho, offset));
  return I32F32.safeDiv(I32F32.one, I32F32.saturatingAdd(exponential, I32F32.one));
}
