import fc from "fast-check";
import { expect, test } from "vitest";
import {
  I32F32,
  isMaxLimited,
  isTop,
  isTopNonzero,
  maxUpscaleToU16,
  maxUpscaleU16,
  normalize,
  proportionFromU16,
  proportionToU16,
} from "../src/index.ts";
import { proportionOf } from "./raw-bits.ts";

const u16 = fc.integer({ min: 0, max: 65_535 });

test("upscaled values reach 65535 and keep their order", () => {
  fc.assert(
    fc.property(fc.array(u16, { minLength: 1 }), (values) => {
      fc.pre(values.some((value) => value > 0));
      const scaled = maxUpscaleU16(values);
      expect(Math.max(...scaled)).toBe(65_535);
      values.forEach((value, i) => {
        values.forEach((other, j) => {
          if (value <= other) expect((scaled[i] as number) <= (scaled[j] as number)).toBe(true);
        });
      });
    }),
  );
});

test("upscaling twice changes nothing more", () => {
  fc.assert(
    fc.property(fc.array(u16), (values) => {
      const once = maxUpscaleU16(values);
      expect(maxUpscaleU16(once)).toEqual(once);
    }),
  );
});

test("zeros and nothing stay as they are", () => {
  expect(maxUpscaleU16([0, 0])).toEqual([0, 0]);
  expect(maxUpscaleToU16([])).toEqual([]);
});

test("negative values clamp to zero", () => {
  expect(maxUpscaleToU16([-I32F32.one, I32F32.one])).toEqual([0, 65_535]);
  expect(proportionToU16(-1n)).toBe(0);
});

test("a stored proportion loses at most one on the way there and back", () => {
  fc.assert(
    fc.property(u16, (value) => {
      const back = proportionToU16(proportionFromU16(value));
      expect(back === value || back === value - 1).toBe(true);
    }),
  );
});

test("a normalised vector sums to just under one", () => {
  fc.assert(
    fc.property(fc.array(proportionOf(I32F32), { minLength: 1, maxLength: 300 }), (values) => {
      const normal = normalize(values);
      const sum = I32F32.wrappingSum(normal);
      if (values.every((value) => value === 0n)) expect(normal).toEqual(values);
      else expect(sum <= I32F32.one && sum >= I32F32.one - BigInt(values.length)).toBe(true);
    }),
  );
});

test("the top k are k, the largest, and of equal ones the later", () => {
  expect(isTop([5n, 7n, 5n, 9n], 2)).toEqual([false, true, false, true]);
  expect(isTop([5n, 7n, 5n, 9n], 3)).toEqual([false, true, true, true]);
  expect(isTop([1n, 2n], 5)).toEqual([true, true]);
  expect(isTop([1n, 2n], 0)).toEqual([false, false]);
});

test("zero is never among the nonzero top, however much room there is", () => {
  expect(isTopNonzero([0n, 7n, 0n], 3)).toEqual([false, true, false]);
  expect(isTopNonzero([0n, 7n, 0n], 9)).toEqual([false, true, false]);
});

test("a limit on the largest share is inclusive", () => {
  expect(isMaxLimited([1, 1], 32_768)).toBe(true);
  expect(isMaxLimited([1, 1], 32_767)).toBe(false);
  expect(isMaxLimited([3, 1], 40_000)).toBe(false);
  expect(isMaxLimited([], 0)).toBe(true);
});
