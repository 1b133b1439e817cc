/**
 * A binary fixed-point number format. Values travel as **raw bits**: a `bigint` that stands for
 * `bits / 2^fractionBits`. Every function takes and returns raw bits unless it says "integer".
 *
 * Rules, as measured on the reference's compiled code: multiplication floors, division truncates
 * toward zero, a conversion that loses fraction bits floors, `round` takes half away from zero.
 * `saturating*` clamps, `checked*` answers `undefined`, `wrapping*` keeps the low bits.
 *
 * Source: crate substrate-fixed 0.6.0, primitives/safe-math/src/lib.rs
 */
export interface FixedPoint {
  readonly name: string;
  readonly signed: boolean;
  /** Width of the whole number. */
  readonly bits: number;
  readonly fractionBits: number;
  /** Raw bits of 1.0. */
  readonly one: bigint;
  readonly min: bigint;
  readonly max: bigint;

  fits(bits: bigint): boolean;
  saturate(bits: bigint): bigint;
  wrap(bits: bigint): bigint;

  /** Integer to raw bits, clamped. */
  fromInteger(integer: bigint | number): bigint;
  /** Raw bits to integer, toward minus infinity. */
  toInteger(bits: bigint): bigint;
  /** Raw bits to an unsigned integer of `width` bits, floored and clamped. */
  toUnsigned(bits: bigint, width: number): bigint;
  /** Raw bits of another format to this one, floored and clamped. */
  from(source: FixedPoint, bits: bigint): bigint;

  saturatingAdd(a: bigint, b: bigint): bigint;
  saturatingSub(a: bigint, b: bigint): bigint;
  saturatingMul(a: bigint, b: bigint): bigint;
  /** @throws RangeError on a zero divisor, where the reference panics. */
  saturatingDiv(a: bigint, b: bigint): bigint;
  checkedAdd(a: bigint, b: bigint): bigint | undefined;
  checkedSub(a: bigint, b: bigint): bigint | undefined;
  checkedMul(a: bigint, b: bigint): bigint | undefined;
  checkedDiv(a: bigint, b: bigint): bigint | undefined;
  wrappingAdd(a: bigint, b: bigint): bigint;
  wrappingSub(a: bigint, b: bigint): bigint;
  wrappingMul(a: bigint, b: bigint): bigint;
  /** @throws RangeError on a zero divisor, where the reference panics. */
  wrappingDiv(a: bigint, b: bigint): bigint;
  /** a / b, or 0 when b is 0 **or the quotient does not fit**. */
  safeDiv(a: bigint, b: bigint): bigint;
  /** a / b, or `otherwise` when b is 0 or the quotient does not fit. */
  safeDivOr(a: bigint, b: bigint, otherwise: bigint): bigint;

  floor(bits: bigint): bigint;
  /** Nearest integer, half away from zero; wraps at the edge of the format. */
  round(bits: bigint): bigint;
  checkedRound(bits: bigint): bigint | undefined;
  /** Raw bits of the part after the point, always ≥ 0. */
  fraction(bits: bigint): bigint;
  /** What the reference's `.sum()` gives in a release build: overflow wraps. */
  wrappingSum(values: Iterable<bigint>): bigint;
}

const U16_LARGEST = 65_535n;

/** Declares a format, e.g. `fixedPoint({ name: "I32F32", signed: true, integerBits: 32, fractionBits: 32 })`. */
export function fixedPoint(shape: {
  readonly name: string;
  readonly signed: boolean;
  readonly integerBits: number;
  readonly fractionBits: number;
}): FixedPoint {
  const { name, signed, fractionBits } = shape;
  const bits = shape.integerBits + fractionBits;
  const shift = BigInt(fractionBits);
  const one = 1n << shift;
  const half = one >> 1n;
  const fractionMask = one - 1n;
  const min = signed ? -(1n << BigInt(bits - 1)) : 0n;
  const max = (1n << BigInt(signed ? bits - 1 : bits)) - 1n;

  const fits = (raw: bigint): boolean => raw >= min && raw <= max;
  const saturate = (raw: bigint): bigint => (raw < min ? min : raw > max ? max : raw);
  const wrap = (raw: bigint): bigint =>
    raw >= min && raw <= max ? raw : signed ? BigInt.asIntN(bits, raw) : BigInt.asUintN(bits, raw);
  const check = (raw: bigint): bigint | undefined => (fits(raw) ? raw : undefined);
  const quotient = (a: bigint, b: bigint): bigint => {
    if (b === 0n) throw new RangeError(`${name} division of ${a} by zero`);
    return (a << shift) / b;
  };
  const nearest = (raw: bigint): bigint =>
    raw >= 0n ? (raw + half) & ~fractionMask : -((half - raw) & ~fractionMask);
  const safeDivOr = (a: bigint, b: bigint, otherwise: bigint): bigint => {
    if (b === 0n) return otherwise;
    const ratio = (a << shift) / b;
    return ratio >= min && ratio <= max ? ratio : otherwise;
  };

  return {
    name,
    signed,
    bits,
    fractionBits,
    one,
    min,
    max,
    fits,
    saturate,
    wrap,
    fromInteger: (integer) => saturate(BigInt(integer) << shift),
    toInteger: (raw) => raw >> shift,
    toUnsigned: (raw, width) => {
      const integer = raw >> shift;
      if (integer <= 0n) return 0n;
      // Narrower than the mask of its width: nothing to clamp, and no mask to build.
      if (integer <= U16_LARGEST && width >= 16) return integer;
      const most = (1n << BigInt(width)) - 1n;
      return integer > most ? most : integer;
    },
    from: (source, raw) => {
      const widen = fractionBits - source.fractionBits;
      return saturate(widen >= 0 ? raw << BigInt(widen) : raw >> BigInt(-widen));
    },
    saturatingAdd: (a, b) => saturate(a + b),
    saturatingSub: (a, b) => saturate(a - b),
    saturatingMul: (a, b) => saturate((a * b) >> shift),
    saturatingDiv: (a, b) => saturate(quotient(a, b)),
    checkedAdd: (a, b) => check(a + b),
    checkedSub: (a, b) => check(a - b),
    checkedMul: (a, b) => check((a * b) >> shift),
    checkedDiv: (a, b) => (b === 0n ? undefined : check(quotient(a, b))),
    wrappingAdd: (a, b) => wrap(a + b),
    wrappingSub: (a, b) => wrap(a - b),
    wrappingMul: (a, b) => wrap((a * b) >> shift),
    wrappingDiv: (a, b) => wrap(quotient(a, b)),
    safeDiv: (a, b) => safeDivOr(a, b, 0n),
    safeDivOr,
    floor: (raw) => raw & ~fractionMask,
    round: (raw) => wrap(nearest(raw)),
    checkedRound: (raw) => check(nearest(raw)),
    fraction: (raw) => raw & fractionMask,
    wrappingSum: (values) => {
      let sum = 0n;
      for (const value of values) sum += value;
      return wrap(sum);
    },
  };
}
