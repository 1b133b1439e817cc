import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { powRatioScaled } from "../src/index.ts";

const SCALE = 10n ** 18n;
const OPTIONS = { precision: 256, scale: SCALE };
const ratio = (numerator: bigint, denominator: bigint) => ({ numerator, denominator });
const positive = (bits: number) => fc.bigInt({ min: 1n, max: (1n << BigInt(bits)) - 1n });

test("a power that is exact comes out exact", () => {
  expect(powRatioScaled(ratio(1n, 4n), ratio(1n, 2n), OPTIONS)).toBe(SCALE / 2n);
  expect(powRatioScaled(ratio(8n, 27n), ratio(2n, 3n), OPTIONS)).toBe((SCALE * 4n) / 9n);
  expect(powRatioScaled(ratio(7n, 7n), ratio(990n, 1_000n), OPTIONS)).toBe(SCALE);
});

test("equal weights give the floor of the plain ratio", () => {
  fc.assert(
    fc.property(positive(64), positive(64), (x, y) => {
      expect(powRatioScaled(ratio(x, y), ratio(5n, 5n), OPTIONS)).toBe((x * SCALE) / y);
    }),
  );
});

test("an exact root is the largest number whose power still fits under the ratio", () => {
  const exponent = fc.bigInt({ min: 1n, max: 60n });
  fc.assert(
    fc.property(positive(64), positive(64), exponent, exponent, (x, y, p, q) => {
      const root = powRatioScaled(ratio(x, y), ratio(p, q), OPTIONS) as bigint;
      const left = y ** p;
      const right = x ** p * SCALE ** q;
      // With a common divisor the reduced exponent is what is rooted; the floor is the same.
      expect(root ** q * left <= right).toBe(true);
      expect((root + 1n) ** q * left > right).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test("a root of thousands of bits is found exactly", () => {
  const base = ratio((1n << 127n) + 12_345n, 3n);
  const root = powRatioScaled(base, ratio(1_000n, 3n), OPTIONS) as bigint;
  const radicand = (base.numerator ** 1_000n * SCALE ** 3n) / 3n ** 1_000n;
  expect(root ** 3n <= radicand && (root + 1n) ** 3n > radicand).toBe(true);
});

describe("where a power cannot be taken", () => {
  test("a zero denominator has no answer", () => {
    expect(powRatioScaled(ratio(1n, 0n), ratio(1n, 2n), OPTIONS)).toBeUndefined();
    expect(powRatioScaled(ratio(1n, 2n), ratio(1n, 0n), OPTIONS)).toBeUndefined();
  });
  test("zero to any power is zero, even to the power zero", () => {
    expect(powRatioScaled(ratio(0n, 2n), ratio(0n, 3n), OPTIONS)).toBe(0n);
  });
  test("anything else to the power zero is the scale", () => {
    expect(powRatioScaled(ratio(3n, 2n), ratio(0n, 3n), OPTIONS)).toBe(SCALE);
  });
});

test("the series is close to the exact root next to it", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1_000n, max: 1n << 40n }),
      fc.bigInt({ min: 0n, max: 1n << 38n }),
      (x, dx) => {
        const base = ratio(x, x + dx);
        const exact = powRatioScaled(base, ratio(1n, 1n), OPTIONS) as bigint;
        const nearOne = ratio(SCALE / 2n + 1n, SCALE / 2n - 1n);
        const series = powRatioScaled(base, nearOne, OPTIONS) as bigint;
        const gap = exact > series ? exact - series : series - exact;
        expect(gap <= 10n).toBe(true);
      },
    ),
  );
});

test("a power asked twice is the same, whatever was asked between", () => {
  const ask = () => powRatioScaled(ratio(5n, 9n), ratio(SCALE / 2n + 3n, SCALE), OPTIONS);
  const first = ask();
  powRatioScaled(ratio(5n, 9n), ratio(SCALE / 2n + 3n, SCALE), { precision: 1_024, scale: SCALE });
  expect(ask()).toBe(first);
});
