import fc from "fast-check";
import { expect, test } from "vitest";
import {
  SAFE_FLOAT_ZERO,
  type SharePool,
  safeFloatFromU64,
  shareValue,
  U64_MAX,
  updateMovesShare,
  updateValueForAll,
  updateValueForOne,
} from "../src/index.ts";

const EMPTY: SharePool = { value: 0n, denominator: SAFE_FLOAT_ZERO };
const amount = fc.bigInt({ min: 1n, max: 21n * 10n ** 15n });

test("the first holder owns the whole pool", () => {
  fc.assert(
    fc.property(amount, (rao) => {
      const after = updateValueForOne(EMPTY, SAFE_FLOAT_ZERO, rao);
      expect(after.value).toBe(rao);
      expect(shareValue(after, after.share)).toBe(rao);
    }),
  );
});

test("adding for one holder moves another's worth by at most one rao", () => {
  fc.assert(
    fc.property(amount, amount, (first, second) => {
      const a = updateValueForOne(EMPTY, SAFE_FLOAT_ZERO, first);
      const b = updateValueForOne(a, SAFE_FLOAT_ZERO, second);
      const worth = shareValue(b, a.share);
      expect(worth <= first + 1n && worth >= first - 1n).toBe(true);
      expect(shareValue(b, b.share) <= second).toBe(true);
    }),
  );
});

test("adding and taking the same amount never gains", () => {
  fc.assert(
    fc.property(amount, amount, amount, (first, dividends, own) => {
      const a = updateValueForOne(EMPTY, SAFE_FLOAT_ZERO, first);
      const grown = { ...a, value: updateValueForAll(a.value, dividends) };
      const b = updateValueForOne(grown, SAFE_FLOAT_ZERO, own);
      const worth = shareValue(b, b.share);
      expect(worth <= own).toBe(true);
      const c = updateValueForOne(b, b.share, -worth);
      expect(c.value >= first + dividends).toBe(true);
    }),
  );
});

test("dividends for all raise a lone holder by exactly that much", () => {
  const { share, ...pool } = updateValueForOne(EMPTY, SAFE_FLOAT_ZERO, 1_000n);
  expect(shareValue({ ...pool, value: updateValueForAll(pool.value, 500n) }, share)).toBe(1_500n);
});

test("a pool's value clamps at both ends of u64", () => {
  expect(updateValueForAll(5n, -6n)).toBe(0n);
  expect(updateValueForAll(U64_MAX, 1n)).toBe(U64_MAX);
});

test("a share of an empty pool is worth nothing", () => {
  expect(shareValue(EMPTY, safeFloatFromU64(7n))).toBe(0n);
});

test("any update moves an empty pool, none moves a pool of shares without value", () => {
  expect(updateMovesShare(EMPTY, 1n)).toBe(true);
  expect(updateMovesShare({ value: 0n, denominator: safeFloatFromU64(5n) }, 1n)).toBe(false);
});

test("taking more than a share holds empties it instead of failing", () => {
  const a = updateValueForOne(EMPTY, SAFE_FLOAT_ZERO, 100n);
  const b = updateValueForOne(a, a.share, -150n);
  expect(b).toEqual({ value: 0n, denominator: SAFE_FLOAT_ZERO, share: SAFE_FLOAT_ZERO });
});
