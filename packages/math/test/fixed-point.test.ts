import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FixedPoint, I32F32, I64F64, I96F32, U64F64, U96F32 } from "../src/index.ts";
import { bitsOf, FORMATS } from "./raw-bits.ts";

const pairOf = (format: FixedPoint) => fc.tuple(bitsOf(format), bitsOf(format));

describe.each(FORMATS.map((format) => [format.name, format] as const))("%s", (_, format) => {
  test("saturating results stay in the format and equal the checked ones that exist", () => {
    fc.assert(
      fc.property(pairOf(format), ([a, b]) => {
        const results = [
          [format.saturatingAdd(a, b), format.checkedAdd(a, b)],
          [format.saturatingSub(a, b), format.checkedSub(a, b)],
          [format.saturatingMul(a, b), format.checkedMul(a, b)],
        ] as const;
        for (const [saturated, checked] of results) {
          expect(format.fits(saturated)).toBe(true);
          if (checked === undefined) expect([format.min, format.max]).toContain(saturated);
          else expect(saturated).toBe(checked);
        }
      }),
    );
  });

  test("wrapping results differ from the true ones by whole turns of the format", () => {
    const turn = 1n << BigInt(format.bits);
    fc.assert(
      fc.property(pairOf(format), ([a, b]) => {
        const wrapped = [format.wrappingAdd(a, b), format.wrappingSub(a, b)];
        expect(wrapped.every(format.fits)).toBe(true);
        expect((a + b - (wrapped[0] as bigint)) % turn).toBe(0n);
        expect((a - b - (wrapped[1] as bigint)) % turn).toBe(0n);
      }),
    );
  });

  test("a product times 2^fraction is never above the exact product and less than one unit below", () => {
    fc.assert(
      fc.property(pairOf(format), ([a, b]) => {
        const product = format.checkedMul(a, b);
        if (product === undefined) return;
        const rest = a * b - product * format.one;
        expect(rest >= 0n && rest < format.one).toBe(true);
      }),
    );
  });

  test("a quotient is never further from zero than the exact one", () => {
    fc.assert(
      fc.property(pairOf(format), ([a, b]) => {
        const quotient = format.checkedDiv(a, b);
        if (quotient === undefined) return;
        const rest = a * format.one - quotient * b;
        const size = (x: bigint): bigint => (x < 0n ? -x : x);
        expect(size(rest) < size(b)).toBe(true);
        expect(rest === 0n || rest < 0n === a < 0n).toBe(true);
      }),
    );
  });

  test("safe division is 0 exactly where checked division has no answer", () => {
    fc.assert(
      fc.property(pairOf(format), ([a, b]) => {
        expect(format.safeDiv(a, b)).toBe(format.checkedDiv(a, b) ?? 0n);
        expect(format.safeDivOr(a, b, 7n)).toBe(format.checkedDiv(a, b) ?? 7n);
      }),
    );
  });

  test("floor and fraction add up to the number", () => {
    fc.assert(
      fc.property(bitsOf(format), (a) => {
        expect(format.floor(a) + format.fraction(a)).toBe(a);
        expect(format.toInteger(a) * format.one).toBe(format.floor(a));
      }),
    );
  });

  test("a zero divisor is refused where the reference panics", () => {
    expect(() => format.saturatingDiv(format.one, 0n)).toThrow(RangeError);
    expect(() => format.wrappingDiv(format.one, 0n)).toThrow(RangeError);
    expect(format.checkedDiv(format.one, 0n)).toBeUndefined();
    expect(format.safeDiv(format.one, 0n)).toBe(0n);
  });
});

test("a negative product floors while a negative quotient truncates", () => {
  const half = I32F32.one / 2n;
  expect(I32F32.saturatingMul(-1n, half)).toBe(-1n);
  expect(I32F32.saturatingDiv(-1n, I32F32.fromInteger(2))).toBe(0n);
});

test("rounding takes half away from zero on both sides", () => {
  const half = I32F32.one / 2n;
  expect(I32F32.round(half)).toBe(I32F32.one);
  expect(I32F32.round(-half)).toBe(-I32F32.one);
  expect(I32F32.round(half - 1n)).toBe(0n);
  expect(I32F32.round(-half + 1n)).toBe(0n);
});

test("rounding past the edge wraps, checked rounding has no answer", () => {
  expect(I32F32.round(I32F32.max)).toBe(I32F32.min);
  expect(I32F32.checkedRound(I32F32.max)).toBeUndefined();
});

test("a division that overflows gives 0 when safe and the edge when saturating", () => {
  expect(I32F32.safeDiv(I32F32.max, 1n)).toBe(0n);
  expect(I32F32.saturatingDiv(I32F32.max, 1n)).toBe(I32F32.max);
  expect(I32F32.saturatingDiv(I32F32.min, 1n)).toBe(I32F32.min);
});

test("a sum wraps instead of clamping", () => {
  expect(I32F32.wrappingSum([I32F32.max, 1n])).toBe(I32F32.min);
  expect(I32F32.wrappingSum([I32F32.max, 1n, -1n])).toBe(I32F32.max);
});

test("a negative number becomes 0 in an unsigned format", () => {
  expect(U64F64.from(I96F32, -1n)).toBe(0n);
  expect(U96F32.from(I32F32, I32F32.min)).toBe(0n);
});

test("losing fraction bits floors, also below zero", () => {
  expect(I32F32.from(I64F64, -1n)).toBe(-1n);
  expect(I32F32.from(I64F64, (1n << 32n) - 1n)).toBe(0n);
});

test("widening and narrowing back changes nothing", () => {
  fc.assert(
    fc.property(bitsOf(I32F32), (a) => {
      expect(I32F32.from(I64F64, I64F64.from(I32F32, a))).toBe(a);
      expect(I32F32.from(I96F32, I96F32.from(I32F32, a))).toBe(a);
    }),
  );
});

test("integers beyond a format clamp to its edge", () => {
  expect(I32F32.fromInteger(1n << 31n)).toBe(I32F32.max);
  expect(I32F32.fromInteger(-(1n << 40n))).toBe(I32F32.min);
  expect(U64F64.fromInteger(-1)).toBe(0n);
  expect(U64F64.fromInteger(1n << 64n)).toBe(U64F64.max);
});

test("conversion to an unsigned integer clamps to its width and drops the sign", () => {
  expect(I32F32.toUnsigned(I32F32.fromInteger(65_536), 16)).toBe(65_535n);
  expect(I32F32.toUnsigned(I32F32.fromInteger(65_535), 16)).toBe(65_535n);
  expect(I32F32.toUnsigned(I32F32.fromInteger(300), 8)).toBe(255n);
  expect(I32F32.toUnsigned(-1n, 16)).toBe(0n);
  expect(U96F32.toUnsigned(U96F32.max, 64)).toBe((1n << 64n) - 1n);
});
