import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  adjustProtocolLiquidity,
  alphaAtSpotPrice,
  DEFAULT_QUOTE_WEIGHT,
  initialQuoteWeight,
  MAX_PRICE_LIMIT,
  MIN_PRICE_LIMIT,
  MIN_WEIGHT,
  PERQUINTILL_ONE,
  type Pool,
  perquintillFromRational,
  perquintillMulRound,
  poolPrice,
  type SwapOrder,
  swap,
  swapFee,
  U64_MAX,
  U64F64,
  weightsAllowed,
} from "../src/index.ts";

const POOL: Pool = {
  alpha: 1_000_000_000_000n,
  tao: 1_000_000_000_000n,
  quoteWeight: DEFAULT_QUOTE_WEIGHT,
};
const ONE_TAO = 1_000_000_000n;

function buy(amount: bigint, rest: Partial<SwapOrder> = {}): SwapOrder {
  return {
    side: "buy",
    amount,
    limitPrice: MAX_PRICE_LIMIT,
    feeRate: 33,
    dropFees: false,
    ...rest,
  };
}

function sell(amount: bigint, rest: Partial<SwapOrder> = {}): SwapOrder {
  return { ...buy(amount, { limitPrice: MIN_PRICE_LIMIT, ...rest }), side: "sell" };
}

const reserve = fc.bigInt({ min: 10n ** 8n, max: 10n ** 16n });
const weight = fc.oneof(
  fc.bigInt({ min: 4n * 10n ** 17n, max: 6n * 10n ** 17n }),
  fc.integer({ min: 10, max: 990 }).map((thousandths) => BigInt(thousandths) * 10n ** 15n),
);
const anyPool = fc
  .tuple(reserve, reserve, weight)
  .map(([alpha, tao, quoteWeight]): Pool => ({ alpha, tao, quoteWeight }));

describe("laws of the curve", () => {
  test("no swap pays out more than the reserve and every one keeps the books", () => {
    fc.assert(
      fc.property(anyPool, fc.bigInt({ min: 0n, max: 10n ** 18n }), fc.boolean(), (pool, x, up) => {
        const outcome = swap(pool, up ? buy(x) : sell(x));
        if (outcome.ok === undefined) {
          expect(outcome.pool).toBe(pool);
          return;
        }
        const { paidIn, paidOut } = outcome.ok;
        const [into, out] = up ? (["tao", "alpha"] as const) : (["alpha", "tao"] as const);
        expect(outcome.pool[into]).toBe(pool[into] + paidIn);
        expect(outcome.pool[out]).toBe(pool[out] - paidOut);
        expect(outcome.pool[out] >= 0n).toBe(true);
      }),
    );
  });

  test("buying and selling back never gains, even without fees", () => {
    fc.assert(
      fc.property(anyPool, fc.bigInt({ min: 1n, max: 10n ** 15n }), (pool, tao) => {
        const bought = swap(pool, buy(tao, { dropFees: true }));
        if (bought.ok === undefined) return;
        const sold = swap(bought.pool, sell(bought.ok.paidOut, { dropFees: true }));
        if (sold.ok === undefined) return;
        // e is cut to 18 digits, so the payout may be short or over by that much of the reserve.
        const dust = pool.tao / 10n ** 15n + 2n;
        expect(sold.ok.paidOut <= bought.ok.paidIn + dust).toBe(true);
      }),
    );
  });

  test("a buy does not lower the price and a sale does not raise it", () => {
    fc.assert(
      fc.property(anyPool, fc.bigInt({ min: 1n, max: 10n ** 14n }), (pool, amount) => {
        const before = poolPrice(pool);
        const bought = swap(pool, buy(amount));
        const sold = swap(pool, sell(amount));
        if (bought.ok) expect(poolPrice(bought.pool) >= before).toBe(true);
        if (sold.ok) expect(poolPrice(sold.pool) <= before).toBe(true);
      }),
    );
  });
});

describe("fees", () => {
  test("the fee is its share of the input, floored", () => {
    expect(swapFee(65_535n, 33)).toBe(32n);
    expect(swapFee(0n, 33)).toBe(0n);
    expect(swapFee(ONE_TAO, 0)).toBe(0n);
  });

  test("fee and paid input add up to the amount when no limit binds", () => {
    const { ok } = swap(POOL, buy(ONE_TAO));
    expect((ok?.paidIn ?? 0n) + (ok?.fee ?? 0n)).toBe(ONE_TAO);
    expect(ok?.feeToAuthor).toBe(ok?.fee);
  });

  test("dropped fees are zero", () => {
    expect(swap(POOL, buy(ONE_TAO, { dropFees: true })).ok?.fee).toBe(0n);
  });

  test("a full fee leaves nothing to swap and nothing for the author", () => {
    const { ok } = swap(POOL, buy(ONE_TAO, { feeRate: 65_535 }));
    expect(ok).toEqual({ paidIn: 0n, paidOut: 0n, fee: ONE_TAO, feeToAuthor: 0n });
  });
});

describe("limits", () => {
  test("a buy stops at its limit and takes the fee on what it used", () => {
    // Price 1 to 1.21: the reserve grows by √1.21 − 1 = 10 % at equal weights.
    const { ok, pool } = swap(POOL, buy(500n * ONE_TAO, { limitPrice: 1_210_000_000n }));
    expect(ok?.paidIn).toBe(99_999_999_999n);
    expect(ok?.fee).toBe((99_999_999_999n * 33n) / 65_502n);
    const price = poolPrice(pool);
    const limit = (U64F64.one * 121n) / 100n;
    expect(price <= limit && limit - price < U64F64.one / 10n ** 9n).toBe(true);
  });

  test("a sale stops at its limit", () => {
    const { ok } = swap(POOL, sell(500n * ONE_TAO, { limitPrice: 826_446_280n, dropFees: true }));
    const tenPercent = POOL.alpha / 10n;
    const gap = (ok?.paidIn ?? 0n) - tenPercent;
    expect(gap > -1_000n && gap < 1_000n).toBe(true);
  });

  test("a limit at the current price is refused on both sides", () => {
    expect(swap(POOL, buy(ONE_TAO, { limitPrice: ONE_TAO })).error).toBe("PriceLimitExceeded");
    expect(swap(POOL, sell(ONE_TAO, { limitPrice: ONE_TAO })).error).toBe("PriceLimitExceeded");
  });
});

describe("refusals come in the reference's order", () => {
  const tiny: Pool = { ...POOL, alpha: 999_999n };

  test("too large an input before too small a reserve", () => {
    expect(swap(tiny, buy(10n ** 18n, { limitPrice: 0n })).error).toBe("SwapInputTooLarge");
  });
  test("too small a reserve before the limit", () => {
    expect(swap(tiny, buy(ONE_TAO, { limitPrice: 0n })).error).toBe("ReservesTooLow");
  });
  test("the limit before an empty result", () => {
    expect(swap(POOL, buy(1n, { limitPrice: 0n })).error).toBe("PriceLimitExceeded");
  });
  test("an input that buys nothing", () => {
    const expensive: Pool = { ...POOL, alpha: 10_000_000n };
    expect(swap(expensive, buy(10n)).error).toBe("ReservesTooLow");
  });
  test("the input bound is on the net amount and inclusive", () => {
    const at = POOL.tao * 1_000n;
    expect(swap(POOL, buy(at, { dropFees: true })).error).toBeUndefined();
    expect(swap(POOL, buy(at + 1n, { dropFees: true })).error).toBe("SwapInputTooLarge");
  });
  test("the minimum reserve is inclusive and can be set", () => {
    const small: Pool = { ...tiny, tao: ONE_TAO };
    expect(swap({ ...small, alpha: 1_000_000n }, buy(ONE_TAO)).error).toBeUndefined();
    expect(swap(small, buy(ONE_TAO)).error).toBe("ReservesTooLow");
    expect(swap(small, buy(ONE_TAO, { minimumReserve: 999_999n })).error).toBeUndefined();
  });
});

test("an order of nothing succeeds and moves nothing", () => {
  const outcome = swap(POOL, buy(0n));
  expect(outcome.ok).toEqual({ paidIn: 0n, paidOut: 0n, fee: 0n, feeToAuthor: 0n });
  expect(outcome.pool).toEqual(POOL);
});

describe("liquidity", () => {
  test("joining reserves keeps the price to 9 digits or is refused", () => {
    const part = fc.bigInt({ min: 0n, max: 10n ** 11n });
    fc.assert(
      fc.property(anyPool, part, part, (pool, tao, alpha) => {
        const joined = adjustProtocolLiquidity(pool, { tao, alpha });
        expect(weightsAllowed(joined.quoteWeight)).toBe(true);
        const after = {
          tao: pool.tao + joined.tao,
          alpha: pool.alpha + joined.alpha,
          quoteWeight: joined.quoteWeight,
        };
        const before = poolPrice(pool);
        const gap = poolPrice(after) - before;
        expect((gap < 0n ? -gap : gap) * 10n ** 9n <= before + 10n ** 9n * 2n).toBe(true);
      }),
    );
  });

  test("a lopsided addition that needs a weight under 1 % joins nothing", () => {
    const joined = adjustProtocolLiquidity(POOL, { tao: 200n * POOL.tao, alpha: 0n });
    expect(joined).toEqual({ tao: 0n, alpha: 0n, quoteWeight: POOL.quoteWeight });
  });

  test("empty reserves start at equal weights", () => {
    const empty = { alpha: 0n, tao: 0n, quoteWeight: MIN_WEIGHT };
    expect(adjustProtocolLiquidity(empty, { tao: 5n, alpha: 5n }).quoteWeight).toBe(
      DEFAULT_QUOTE_WEIGHT,
    );
  });

  test("first weights yield the given price, and equal weights without one", () => {
    expect(initialQuoteWeight({ alpha: 5n, tao: 9n })).toBe(DEFAULT_QUOTE_WEIGHT);
    expect(initialQuoteWeight({ alpha: 100n, tao: 50n }, U64F64.one / 2n)).toBe(
      DEFAULT_QUOTE_WEIGHT,
    );
    expect(initialQuoteWeight({ alpha: 100n, tao: 100n }, U64F64.one * 3n)).toBe(
      PERQUINTILL_ONE / 4n,
    );
  });

  test("a first price that no allowed weight yields is refused", () => {
    expect(initialQuoteWeight({ alpha: 0n, tao: 0n }, U64F64.one)).toBeUndefined();
    expect(initialQuoteWeight({ alpha: 1n, tao: 1_000n }, U64F64.one)).toBeUndefined();
  });
});

test("a pool without alpha has no price", () => {
  expect(poolPrice({ ...POOL, alpha: 0n })).toBe(0n);
  expect(alphaAtSpotPrice({ ...POOL, alpha: 0n }, ONE_TAO)).toBe(0n);
  expect(alphaAtSpotPrice({ ...POOL, tao: POOL.tao * 2n }, ONE_TAO)).toBe(ONE_TAO / 2n);
});

test("parts of 10^18 floor from a fraction and round in a product", () => {
  expect(perquintillFromRational(1n, 3n)).toBe(333_333_333_333_333_333n);
  expect(perquintillFromRational(2n, 1n)).toBe(PERQUINTILL_ONE);
  expect(perquintillFromRational(0n, 0n)).toBe(PERQUINTILL_ONE);
  expect(perquintillMulRound(PERQUINTILL_ONE / 2n, 3n)).toBe(2n);
  expect(perquintillMulRound(PERQUINTILL_ONE, U64_MAX)).toBe(U64_MAX);
});
