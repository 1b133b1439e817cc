import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { powRatioScaled } from "../src/index.ts";
import { certainPower } from "../src/swap/certain-power.ts";
import { plainPower } from "./plain-power.ts";

const SCALE = 10n ** 18n;
const ratio = (numerator: bigint, denominator: bigint) => ({ numerator, denominator });
const bits = (most: number) =>
  fc
    .integer({ min: 1, max: most })
    .chain((n) => fc.bigInt({ min: 1n << BigInt(n - 1), max: (1n << BigInt(n)) - 1n }));
/** A quote weight in parts of 10^18, mostly near a half as injections leave it. */
const weight = fc.oneof(
  fc.bigInt({ min: SCALE / 100n, max: SCALE - SCALE / 100n }),
  fc.bigInt({ min: SCALE / 2n - SCALE / 1000n, max: SCALE / 2n + SCALE / 1000n }),
  fc.bigInt({ min: 1n, max: SCALE - 1n }),
);
/** A reserve before and after something was paid in, or two numbers of any size. */
const base = fc.oneof(
  fc.tuple(bits(63), bits(50)).map(([x, dx]) => ratio(x, x + dx)),
  fc.tuple(bits(128), bits(128)).map(([x, y]) => ratio(x, y)),
  fc.tuple(bits(120), fc.bigInt({ min: -9n, max: 9n })).map(([x, d]) => ratio(x + 9n, x + 9n + d)),
);

describe("the power is that of the plain form, bit for bit", () => {
  test("when something is swapped, at 256 bits", () => {
    const options = { precision: 256, scale: SCALE };
    fc.assert(
      fc.property(base, weight, (x, w) => {
        const exponent = ratio(w, SCALE - w);
        expect(powRatioScaled(x, exponent, options)).toBe(plainPower(x, exponent, options));
      }),
      { numRuns: 1_500 },
    );
  });
  test("when a limit is reached, at 1024 bits", () => {
    const options = { precision: 1_024, scale: SCALE };
    fc.assert(
      fc.property(base, weight, (x, w) => {
        const exponent = ratio(w, SCALE);
        expect(powRatioScaled(x, exponent, options)).toBe(plainPower(x, exponent, options));
      }),
      { numRuns: 300 },
    );
  });
  test("at any precision, scale and exponent", () => {
    const precision = fc.integer({ min: 1, max: 600 });
    fc.assert(
      fc.property(base, bits(40), bits(40), precision, bits(80), (x, p, q, asked, scale) => {
        const options = { precision: asked, scale };
        expect(powRatioScaled(x, ratio(p, q), options)).toBe(plainPower(x, ratio(p, q), options));
      }),
      { numRuns: 300 },
    );
  });
  test("with small exponents, where it is an integer root", () => {
    const small = fc.bigInt({ min: 1n, max: 60n });
    const options = { precision: 256, scale: SCALE };
    fc.assert(
      fc.property(base, small, small, (x, p, q) => {
        expect(powRatioScaled(x, ratio(p, q), options)).toBe(plainPower(x, ratio(p, q), options));
      }),
      { numRuns: 300 },
    );
  });
});

describe("the short way says nothing", () => {
  const near = { power: SCALE / 2n + 1n, degree: SCALE / 2n };
  const options = { precision: 256, scale: SCALE };
  test("of a power that is exactly a whole number", () => {
    const root = { power: 1n, degree: 2n };
    expect(certainPower(ratio(1n, 4n), root, options)).toBeUndefined();
    expect(certainPower(ratio(5n, 5n), near, options)).toBeUndefined();
    expect(powRatioScaled(ratio(5n, 5n), ratio(near.power, near.degree), options)).toBe(SCALE);
  });
  test("beyond e^32 and below e^-32, where the long series may be lost", () => {
    expect(certainPower(ratio(1n << 47n, 1n), near, options)).toBeUndefined();
    expect(certainPower(ratio(1n, 1n << 47n), near, options)).toBeUndefined();
    expect(certainPower(ratio((1n << 30n) - 1n, 1n), near, options)).toBeDefined();
  });
  test("of exponents above 128 and of fewer than 256 bits", () => {
    const steep = { power: 129n * SCALE, degree: SCALE };
    expect(certainPower(ratio(9n, 10n), steep, options)).toBeUndefined();
    expect(certainPower(ratio(9n, 10n), near, { ...options, precision: 255 })).toBeUndefined();
    expect(certainPower(ratio(9n, 10n), near, options)).toBeDefined();
  });
});

test("what the short way says is what a swap asks nearly always", () => {
  const options = { precision: 256, scale: SCALE };
  let certain = 0;
  for (let i = 1n; i <= 1_000n; i++) {
    const x = ratio(10n ** 12n, 10n ** 12n + i * 10n ** 7n + 1n);
    const w = SCALE / 2n + i * 10n ** 12n + 1n;
    if (certainPower(x, { power: w, degree: SCALE - w }, options) !== undefined) certain++;
  }
  expect(certain).toBe(1_000);
});
