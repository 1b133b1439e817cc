/** An exact number in lowest terms, `d` positive. The validator's own: the miner's solver has another. */
export type Fraction = { n: bigint; d: bigint };

const gcd = (a: bigint, b: bigint): bigint => {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y > 0n) [x, y] = [y, x % y];
  return x;
};

/** @throws RangeError when `d` is zero: callers exclude it. */
export function fraction(n: bigint | number, d: bigint | number = 1n): Fraction {
  const [top, bottom] = [BigInt(n), BigInt(d)];
  if (bottom === 0n) throw new RangeError("a fraction needs a denominator other than 0");
  const shared = gcd(top, bottom) * (bottom < 0n ? -1n : 1n);
  return { n: top / shared, d: bottom / shared };
}

export const plus = (a: Fraction, b: Fraction) => fraction(a.n * b.d + b.n * a.d, a.d * b.d);
export const minus = (a: Fraction, b: Fraction) => fraction(a.n * b.d - b.n * a.d, a.d * b.d);
export const times = (a: Fraction, b: Fraction) => fraction(a.n * b.n, a.d * b.d);
export const over = (a: Fraction, b: Fraction) => fraction(a.n * b.d, a.d * b.n);
export const equal = (a: Fraction, b: Fraction) => a.n === b.n && a.d === b.d;

/** `n` or `n/d`. */
export const fractionText = (f: Fraction): string => (f.d === 1n ? `${f.n}` : `${f.n}/${f.d}`);

/** The fraction of `digits` and `places`: (1234, 2) is 12.34. */
export const scaled = (digits: bigint | number, places: number) =>
  fraction(digits, 10n ** BigInt(places));

/** Rounded to `places` decimals, halves away from zero. */
export function rounded(f: Fraction, places: number): Fraction {
  const scale = 10n ** BigInt(places);
  const top = (f.n < 0n ? -f.n : f.n) * scale * 2n + f.d;
  const whole = top / (2n * f.d);
  return fraction(f.n < 0n ? -whole : whole, scale);
}

/** The decimal of a fraction that has one of at most `places` decimals, else undefined. */
export function decimal(f: Fraction, places = 12): string | undefined {
  const scale = 10n ** BigInt(places);
  if ((f.n * scale) % f.d !== 0n) return undefined;
  const all = (f.n < 0n ? -f.n : f.n) * scale;
  const digits = (all / f.d).toString().padStart(places + 1, "0");
  const [whole, rest] = [digits.slice(0, -places), digits.slice(-places).replace(/0+$/, "")];
  return `${f.n < 0n ? "-" : ""}${whole}${rest && `.${rest}`}`;
}

/** The fraction that a text of digits, `n`, `n.m` or `n/d`, stands for, else undefined. */
export function readFraction(text: string): Fraction | undefined {
  const match = /^([+-]?)(\d{1,20000})(?:\.(\d{1,20000})|\/(\d{1,20000}))?$/.exec(text);
  if (!match) return undefined;
  const sign = match[1] === "-" ? -1n : 1n;
  const bottom = match[4] === undefined ? 10n ** BigInt(match[3]?.length ?? 0) : BigInt(match[4]);
  if (bottom === 0n) return undefined;
  return fraction(sign * BigInt(match[2]! + (match[3] ?? "")), bottom);
}
