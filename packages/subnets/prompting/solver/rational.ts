/** An exact number; `den` is positive and shares no factor with `num`. */
export type Rational = { readonly num: bigint; readonly den: bigint };

/** More decimal digits than this are not worked out: the work grows faster than the digits. */
export const MAX_DIGITS = 5_000;
const MAX_BITS = Math.ceil(MAX_DIGITS * 3.33);

const abs = (value: bigint): bigint => (value < 0n ? -value : value);

export function gcd(a: bigint, b: bigint): bigint {
  let x = abs(a);
  let y = abs(b);
  while (y !== 0n) {
    const rest = x % y;
    x = y;
    y = rest;
  }
  return x;
}

export const rational = (num: bigint | number, den: bigint | number = 1n): Rational => {
  let top = BigInt(num);
  let bottom = BigInt(den);
  if (bottom < 0n) {
    top = -top;
    bottom = -bottom;
  }
  const shared = gcd(top, bottom);
  return shared > 1n ? { num: top / shared, den: bottom / shared } : { num: top, den: bottom };
};

const bits = (value: bigint): number => abs(value).toString(16).length * 4;
/** False for numbers too long to go on with. */
export const isHandy = (value: Rational): boolean =>
  bits(value.num) <= MAX_BITS && bits(value.den) <= MAX_BITS;

export const add = (a: Rational, b: Rational): Rational =>
  rational(a.num * b.den + b.num * a.den, a.den * b.den);
export const subtract = (a: Rational, b: Rational): Rational =>
  rational(a.num * b.den - b.num * a.den, a.den * b.den);
export const multiply = (a: Rational, b: Rational): Rational =>
  rational(a.num * b.num, a.den * b.den);
/** Undefined for a division by zero. */
export const divide = (a: Rational, b: Rational): Rational | undefined =>
  b.num === 0n ? undefined : rational(a.num * b.den, a.den * b.num);
export const negate = (a: Rational): Rational => ({ num: -a.num, den: a.den });
export const isWhole = (a: Rational): boolean => a.den === 1n;
export const compare = (a: Rational, b: Rational): number => {
  const difference = a.num * b.den - b.num * a.den;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};

/** Undefined for an exponent that is no whole number, a zero to a negative power, or a result too long. */
export function power(base: Rational, exponent: Rational): Rational | undefined {
  if (!isWhole(exponent)) return undefined;
  const times = abs(exponent.num);
  const size = Math.max(bits(base.num), bits(base.den));
  if (times > 100_000n || (size > 4 && Number(times) * (size - 4) > MAX_BITS)) return undefined;
  const result = rational(base.num ** times, base.den ** times);
  if (!isHandy(result)) return undefined;
  return exponent.num < 0n ? divide(rational(1), result) : result;
}

/** Floored remainder, so that its sign is the divisor's. Undefined for divisor zero. */
export function modulo(a: Rational, b: Rational): Rational | undefined {
  if (b.num === 0n || !isWhole(a) || !isWhole(b)) return undefined;
  const rest = a.num % b.num;
  return rational(rest !== 0n && rest < 0n !== b.num < 0n ? rest + b.num : rest);
}

/** Undefined beyond 1,000 and for what is no natural number. */
export function factorial(a: Rational): Rational | undefined {
  if (!isWhole(a) || a.num < 0n || a.num > 1000n) return undefined;
  let product = 1n;
  for (let i = 2n; i <= a.num; i++) product *= i;
  return rational(product);
}

function rootOf(value: bigint): bigint {
  if (value < 2n) return value;
  let guess = 1n << BigInt(Math.ceil(value.toString(2).length / 2));
  for (;;) {
    const next = (guess + value / guess) / 2n;
    if (next >= guess) return guess;
    guess = next;
  }
}
/** Exact where there is an exact one, else to 12 decimals rounded down; undefined below zero. */
export function squareRoot(a: Rational): { value: Rational; exact: boolean } | undefined {
  if (a.num < 0n) return undefined;
  const [top, bottom] = [rootOf(a.num), rootOf(a.den)];
  if (top * top === a.num && bottom * bottom === a.den)
    return { value: rational(top, bottom), exact: true };
  const scale = 10n ** 24n;
  return { value: rational(rootOf((a.num * scale) / a.den), 10n ** 12n), exact: false };
}

/** Halves go away from zero. */
export function roundTo(a: Rational, places: number): Rational {
  const scale = 10n ** BigInt(places);
  const doubled = abs(a.num) * scale * 2n;
  const steps = (doubled / a.den + 1n) / 2n;
  return rational(a.num < 0n ? -steps : steps, scale);
}

/** Decimal digits of `a` cut after `places`, without trailing zeros unless `fixed`. */
function digitsOf(a: Rational, places: number, fixed = false): string {
  const scaled = ((abs(a.num) * 10n ** BigInt(places)) / a.den)
    .toString()
    .padStart(places + 1, "0");
  const whole = scaled.slice(0, scaled.length - places);
  const rest = fixed
    ? scaled.slice(scaled.length - places)
    : trimZeros(scaled.slice(scaled.length - places));
  return `${a.num < 0n && scaled !== "0".repeat(scaled.length) ? "-" : ""}${whole}${rest ? `.${rest}` : ""}`;
}
function trimZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === "0") end--;
  return digits.slice(0, end);
}

/** Number of decimals of a decimal that ends, else undefined. */
function placesOf(den: bigint): number | undefined {
  let [twos, fives, rest] = [0, 0, den];
  while (rest % 2n === 0n) {
    rest /= 2n;
    twos++;
  }
  while (rest % 5n === 0n) {
    rest /= 5n;
    fives++;
  }
  return rest === 1n ? Math.max(twos, fives) : undefined;
}

/** Exact where the decimal ends within 30 places, else `p/q ≈ 0.333…` with ten places. */
export function show(a: Rational): string {
  const places = placesOf(a.den);
  if (places !== undefined && places <= 30) return digitsOf(a, places);
  return `${a.num}/${a.den} ≈ ${digitsOf(roundTo(a, 10), 10)}`;
}
/** Exact where the decimal ends within 12 places, else `≈ ` and nine decimals. */
export function showDecimal(a: Rational): string {
  const places = placesOf(a.den);
  return places !== undefined && places <= 12
    ? digitsOf(a, places)
    : `≈ ${digitsOf(roundTo(a, 9), 9)}`;
}
/** With exactly this many decimals, rounded. */
export const showRounded = (a: Rational, places: number): string =>
  digitsOf(roundTo(a, places), places, true);
/** Within a line of working: short, "≈" where that is not exact. */
export const showBrief = (a: Rational): string => {
  const places = placesOf(a.den);
  if (places !== undefined && places <= 8) return digitsOf(a, places);
  const exact = `${a.num}/${a.den}`;
  return exact.length <= 15 ? exact : `≈ ${digitsOf(roundTo(a, 6), 6)}`;
};
