import fc from "fast-check";
import { expect, test } from "vitest";
import {
  SAFE_FLOAT_ZERO,
  type SafeFloat,
  safeFloat,
  safeFloatAdd,
  safeFloatDiv,
  safeFloatFromU64,
  safeFloatFromU64F64,
  safeFloatGreater,
  safeFloatMul,
  safeFloatMulDiv,
  safeFloatSub,
  safeFloatToU64,
  U64_MAX,
} from "../src/index.ts";

const u64 = fc.bigInt({ min: 0n, max: U64_MAX });
const anyFloat = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 21n }), fc.bigInt({ min: -40n, max: 40n }))
  .map(([mantissa, exponent]) => safeFloat(mantissa, exponent) as SafeFloat);
const I64_MAX = (1n << 63n) - 1n;

test("every result is normalised to 21 digits", () => {
  fc.assert(
    fc.property(anyFloat, anyFloat, anyFloat, (a, b, c) => {
      const results = [
        safeFloatAdd(a, b),
        safeFloatSub(a, b),
        safeFloatDiv(a, b),
        safeFloatMul(a, b),
        safeFloatMulDiv(a, b, c),
      ];
      for (const result of results) {
        if (result === undefined) continue;
        if (result.mantissa === 0n) expect(result).toEqual(SAFE_FLOAT_ZERO);
        else expect(result.mantissa > 10n ** 20n && result.mantissa <= 10n ** 21n).toBe(true);
      }
    }),
  );
});

test("a u64 survives the way there and back", () => {
  fc.assert(
    fc.property(u64, (value) => {
      expect(safeFloatToU64(safeFloatFromU64(value))).toBe(value);
    }),
  );
});

test("addition does not care about order", () => {
  fc.assert(
    fc.property(anyFloat, anyFloat, (a, b) => {
      expect(safeFloatAdd(a, b)).toEqual(safeFloatAdd(b, a));
    }),
  );
});

test("taking away what was added of the same size restores the number", () => {
  fc.assert(
    fc.property(u64, u64, (a, b) => {
      fc.pre(a > 0n && b > 0n);
      const sum = safeFloatAdd(safeFloatFromU64(a), safeFloatFromU64(b)) as SafeFloat;
      expect(safeFloatToU64(safeFloatSub(sum, safeFloatFromU64(b)) as SafeFloat)).toBe(a);
    }),
  );
});

test("a larger subtrahend gives zero, but zero minus something has no answer", () => {
  const one = safeFloatFromU64(1n);
  const two = safeFloatFromU64(2n);
  expect(safeFloatSub(one, two)).toEqual(SAFE_FLOAT_ZERO);
  expect(safeFloatSub(SAFE_FLOAT_ZERO, one)).toBeUndefined();
  expect(safeFloatSub(SAFE_FLOAT_ZERO, SAFE_FLOAT_ZERO)).toEqual(SAFE_FLOAT_ZERO);
});

test("division by zero has no answer", () => {
  const one = safeFloatFromU64(1n);
  expect(safeFloatDiv(one, SAFE_FLOAT_ZERO)).toBeUndefined();
  expect(safeFloatMulDiv(one, one, SAFE_FLOAT_ZERO)).toBeUndefined();
});

test("a mantissa of more than 21 digits is refused", () => {
  expect(safeFloat(10n ** 21n, 0n)).toEqual({ mantissa: 10n ** 21n, exponent: 0n });
  expect(safeFloat(10n ** 21n + 1n, 0n)).toBeUndefined();
});

test("an exponent that leaves i64 has no answer", () => {
  expect(safeFloat(1n, -I64_MAX)).toBeUndefined();
  const huge = { mantissa: 10n ** 21n, exponent: I64_MAX };
  const tiny = { mantissa: 10n ** 21n, exponent: -I64_MAX };
  expect(safeFloatDiv(huge, tiny)).toBeUndefined();
  expect(safeFloatMulDiv(huge, huge, huge)).toBeUndefined();
  expect(safeFloatAdd(huge, huge)).toBeUndefined();
});

test("a number beyond u64 clamps and a fraction falls off", () => {
  expect(safeFloatToU64(safeFloat(1n, 30n) as SafeFloat)).toBe(U64_MAX);
  expect(safeFloatToU64(safeFloat(19n, -1n) as SafeFloat)).toBe(1n);
  expect(safeFloatToU64(safeFloat(1n, -5_000n) as SafeFloat)).toBe(0n);
});

test("what is more than 21 digits smaller does not change a sum", () => {
  const large = safeFloat(1n, 30n) as SafeFloat;
  expect(safeFloatAdd(large, safeFloatFromU64(1n))).toEqual(large);
});

test("U64F64 one and a half becomes 1.5", () => {
  expect(safeFloatFromU64F64(3n << 63n)).toEqual({
    mantissa: 15n * 10n ** 19n,
    exponent: -20n,
  });
  expect(safeFloatFromU64F64(0n)).toEqual(SAFE_FLOAT_ZERO);
});

test("comparison agrees with the exact values of normalised numbers", () => {
  fc.assert(
    fc.property(anyFloat, anyFloat, (a, b) => {
      fc.pre(a.mantissa !== 0n && b.mantissa !== 0n);
      const lowest = a.exponent < b.exponent ? a.exponent : b.exponent;
      const exact = (x: SafeFloat): bigint => x.mantissa * 10n ** (x.exponent - lowest);
      expect(safeFloatGreater(a, b)).toBe(exact(a) > exact(b));
    }),
  );
});
