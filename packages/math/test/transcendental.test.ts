import fc from "fast-check";
import { expect, test } from "vitest";
import { wholeLog2 } from "../src/fixed/transcendental.ts";
import {
  checkedSqrt,
  exp,
  expSafe,
  I32F32,
  I64F64,
  I96F32,
  ln,
  log2,
  safeLn,
  sigmoidSafe,
  U64F64,
} from "../src/index.ts";
import { bitsOf } from "./raw-bits.ts";

const integer = I32F32.fromInteger;

test("e^0 is 1 and e^1 is the constant of 23 fraction bits", () => {
  expect(exp(I32F32, 0n)).toBe(I32F32.one);
  expect(exp(I32F32, I32F32.one)).toBe(22_802_600n << 9n);
  expect(exp(I64F64, I64F64.one)).toBe(22_802_600n << 41n);
});

test("e^x grows with x on either side of the constant at 1", () => {
  const argument = fc.bigInt({ min: integer(-20), max: integer(20) });
  fc.assert(
    fc.property(argument, argument, (a, b) => {
      fc.pre(a < b && a !== I32F32.one && b !== I32F32.one);
      expect(expSafe(a) <= expSafe(b)).toBe(true);
    }),
  );
});

test("a negative power is the inverse of the positive one", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: integer(20) }), (x) => {
      fc.pre(x !== I32F32.one);
      expect(expSafe(-x)).toBe(I32F32.safeDiv(I32F32.one, expSafe(x)));
    }),
  );
});

test("a power that leaves the format has no answer", () => {
  expect(exp(I32F32, integer(22))).toBeUndefined();
  expect(exp(I32F32, I32F32.max)).toBeUndefined();
  expect(exp(I32F32, I32F32.min)).toBeUndefined();
});

test("the safe power stands still beyond 20 either way", () => {
  expect(expSafe(I32F32.max)).toBe(expSafe(integer(20)));
  expect(expSafe(I32F32.min)).toBe(expSafe(integer(-20)));
});

test("log2 of a power of two is exact", () => {
  for (let power = 0; power < 31; power++) {
    expect(log2(I32F32, I32F32.one << BigInt(power))).toBe(integer(power));
  }
  expect(log2(I32F32, I32F32.one >> 5n)).toBe(integer(-5));
});

test("zero and negative numbers have no logarithm", () => {
  expect(log2(I32F32, 0n)).toBeUndefined();
  expect(ln(I32F32, -1n)).toBeUndefined();
  expect(safeLn(0n)).toBe(0n);
});

test("a number whose inverse does not fit has no logarithm", () => {
  expect(ln(I32F32, 2n)).toBeUndefined();
  expect(ln(I32F32, 3n)).toBeDefined();
  expect(log2(I96F32, 1n)).toBeDefined();
});

test("the logistic curve is 1/2 at its offset and stays within 0 and 1", () => {
  expect(sigmoidSafe(I32F32.one, integer(10), I32F32.one)).toBe(I32F32.one >> 1n);
  fc.assert(
    fc.property(bitsOf(I32F32), bitsOf(I32F32), bitsOf(I32F32), (x, rho, kappa) => {
      const value = sigmoidSafe(x, rho, kappa);
      expect(value >= 0n && value <= I32F32.one).toBe(true);
    }),
  );
});

test("a square root is as close to its quotient as asked", () => {
  const epsilon = U64F64.one / 1_000n;
  fc.assert(
    fc.property(fc.bigInt({ min: U64F64.one, max: U64F64.max >> 1n }), (x) => {
      const root = checkedSqrt(U64F64, x, epsilon) as bigint;
      const other = U64F64.safeDiv(x, root);
      expect((root > other ? root - other : other - root) <= epsilon).toBe(true);
    }),
  );
});

test("a negative number has no square root", () => {
  expect(checkedSqrt(I64F64, -1n, 1n)).toBeUndefined();
});

test("the whole part of a binary logarithm is that of the logarithm with its fraction", () => {
  const x = fc.bigInt({ min: I96F32.one, max: I96F32.max });
  fc.assert(
    fc.property(x, (value) => {
      expect(wholeLog2(I96F32, value)).toBe((log2(I96F32, value) as bigint) >> 32n);
    }),
  );
  for (let k = 1n; k < 95n; k++)
    for (const value of [(I96F32.one << k) - 1n, I96F32.one << k, (I96F32.one << k) + 1n])
      expect(wholeLog2(I96F32, value)).toBe((log2(I96F32, value) as bigint) >> 32n);
});
