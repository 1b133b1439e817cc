import { U64F64 } from "@ganglion/math";
import { alpha, netUid, rao } from "@ganglion/primitives";
import { describe, expect, test } from "vitest";
import { SubnetAlphaIn, SubnetTAO } from "../src/pallets/subtensor/coinbase/storage.ts";
import { swapTaoForAlpha } from "../src/pallets/subtensor/staking/pool-swaps.ts";
import {
  addLiquidity,
  disableLp,
  modifyPosition,
  removeLiquidity,
  setFeeRate,
  toggleUserLiquidity,
} from "../src/pallets/swap/calls.ts";
import { Errors } from "../src/pallets/swap/errors.ts";
import {
  adjustProtocolLiquidity,
  approxFeeAmount,
  clearProtocolLiquidity,
  currentAlphaPrice,
  getAlphaAmountForTao,
  initSwap,
  MAX_PRICE,
  MIN_PRICE,
  quoteAlphaForTao,
  quoteTaoForAlpha,
  simSwapAlphaForTao,
  simSwapTaoForAlpha,
} from "../src/pallets/swap/queries.ts";
import { FeeRate, PalSwapInitialized, SwapBalancer } from "../src/pallets/swap/storage.ts";
import {
  as,
  asRoot,
  COLDKEY,
  everything,
  HOTKEY,
  ROOT_NETUID,
  SUBNET,
  stakingChain,
  UNIT,
} from "./staking-fixture.ts";

const HALF = 500_000_000_000_000_000n;
const NOWHERE = netUid(9);

describe("price", () => {
  test("is 1 where alpha and TAO are worth the same", () => {
    expect(currentAlphaPrice(stakingChain(), ROOT_NETUID)).toBe(U64F64.one);
  });

  test("is the ratio of the reserves while both sides weigh the same", () => {
    const ctx = stakingChain();
    SubnetTAO.set(ctx, SUBNET, rao(250n * UNIT));
    expect(currentAlphaPrice(ctx, SUBNET)).toBe(U64F64.one / 4n);
  });

  test("follows the weights: a lighter TAO side makes alpha dearer", () => {
    const ctx = stakingChain();
    SwapBalancer.set(ctx, SUBNET, { quote: HALF / 2n });
    expect(currentAlphaPrice(ctx, SUBNET)).toBe(3n * U64F64.one);
  });

  test("is 0 for a pool without alpha", () => {
    const ctx = stakingChain();
    SubnetAlphaIn.set(ctx, SUBNET, alpha(0n));
    expect(currentAlphaPrice(ctx, SUBNET)).toBe(0n);
    expect(getAlphaAmountForTao(ctx, SUBNET, rao(UNIT))).toBe(0n);
  });
});

describe("quotes", () => {
  test("take the fee off what is paid in, 33 of 65535 parts by default", () => {
    const { amountPaidIn, feePaid, feeToBlockAuthor } = simSwapTaoForAlpha(
      stakingChain(),
      SUBNET,
      rao(10n * UNIT),
    );
    expect(feePaid).toBe((10n * UNIT * 33n) / 65_535n);
    expect(amountPaidIn).toBe(10n * UNIT - feePaid);
    expect(feeToBlockAuthor).toBe(feePaid);
  });

  test("move nothing", () => {
    const ctx = stakingChain();
    const before = everything(ctx);
    simSwapTaoForAlpha(ctx, SUBNET, rao(UNIT));
    simSwapAlphaForTao(ctx, SUBNET, alpha(UNIT));
    expect(everything(ctx)).toEqual(before);
  });

  test("give one for one on root, and nothing on a subnet that isn't there", () => {
    const ctx = stakingChain();
    expect(simSwapAlphaForTao(ctx, ROOT_NETUID, alpha(7n))).toMatchObject({
      amountPaidIn: 7n,
      amountPaidOut: 7n,
      feePaid: 0n,
    });
    expect(simSwapTaoForAlpha(ctx, NOWHERE, rao(7n)).amountPaidOut).toBe(0n);
  });

  test("start from equal weights until the pool was first swapped against", () => {
    const fresh = stakingChain();
    SwapBalancer.set(fresh, SUBNET, { quote: HALF / 2n });
    const used = stakingChain();
    SwapBalancer.set(used, SUBNET, { quote: HALF / 2n });
    PalSwapInitialized.set(used, SUBNET, true);
    const even = simSwapTaoForAlpha(stakingChain(), SUBNET, rao(UNIT));
    expect(simSwapTaoForAlpha(fresh, SUBNET, rao(UNIT))).toEqual(even);
    expect(simSwapTaoForAlpha(used, SUBNET, rao(UNIT)).amountPaidOut).toBeLessThan(
      even.amountPaidOut,
    );
  });

  test("stop where the price reaches the limit", () => {
    const ctx = stakingChain();
    const priceLimit = rao(1_210_000_000n);
    const { amountPaidIn } = quoteTaoForAlpha(ctx, SUBNET, rao(900n * UNIT), {
      priceLimit,
      dropFees: true,
    });
    // The price of an even pool is TAO squared by a constant: 1.21 needs 1.1 times the TAO.
    expect(amountPaidIn).toBeGreaterThan(99_999_999_000n);
    expect(amountPaidIn).toBeLessThanOrEqual(100n * UNIT);
  });

  test("refuse a price that is already past the limit", () => {
    const ctx = stakingChain();
    expect(() =>
      quoteTaoForAlpha(ctx, SUBNET, rao(UNIT), { priceLimit: rao(UNIT), dropFees: false }),
    ).toThrow(expect.objectContaining({ name: Errors.PriceLimitExceeded.name }));
  });

  test("refuse more than 1000 times the reserve, and a reserve under a million rao", () => {
    const ctx = stakingChain();
    const terms = { priceLimit: MIN_PRICE, dropFees: true };
    expect(() => quoteAlphaForTao(ctx, SUBNET, alpha(1_000_000n * UNIT + 1n), terms)).toThrow(
      expect.objectContaining({ name: "SwapInputTooLarge" }),
    );
    SubnetTAO.set(ctx, SUBNET, rao(999_999n));
    expect(() => quoteAlphaForTao(ctx, SUBNET, alpha(UNIT), terms)).toThrow(
      expect.objectContaining({ name: "ReservesTooLow" }),
    );
  });
});

describe("a swap", () => {
  test("gives the pool its weights the first time", () => {
    const ctx = stakingChain();
    swapTaoForAlpha(ctx, SUBNET, rao(UNIT), { priceLimit: MAX_PRICE, dropFees: false });
    expect(PalSwapInitialized.get(ctx, SUBNET)).toBe(true);
    expect(SwapBalancer.get(ctx, SUBNET)).toEqual({ quote: HALF });
  });
});

describe("weights", () => {
  test("start so that a given price results", () => {
    const ctx = stakingChain();
    initSwap(ctx, SUBNET, 3n * U64F64.one);
    expect(SwapBalancer.get(ctx, SUBNET)).toEqual({ quote: HALF / 2n });
    initSwap(ctx, SUBNET, U64F64.one);
    expect(SwapBalancer.get(ctx, SUBNET)).toEqual({ quote: HALF / 2n });
  });

  test("are not made for a price beyond what they may yield", () => {
    const ctx = stakingChain();
    initSwap(ctx, SUBNET, 1000n * U64F64.one);
    expect(PalSwapInitialized.has(ctx, SUBNET)).toBe(false);
    expect(SwapBalancer.has(ctx, SUBNET)).toBe(false);
  });

  test("shift when uneven emission joins, so that the price stays", () => {
    const ctx = stakingChain();
    const before = currentAlphaPrice(ctx, SUBNET);
    const joined = adjustProtocolLiquidity(ctx, SUBNET, rao(UNIT), alpha(3n * UNIT));
    expect(joined).toEqual({ tao: UNIT, alpha: 3n * UNIT });
    SubnetTAO.mutate(ctx, SUBNET, (tao) => rao(tao + joined.tao));
    SubnetAlphaIn.mutate(ctx, SUBNET, (amount) => alpha(amount + joined.alpha));
    const drift = currentAlphaPrice(ctx, SUBNET) - before;
    expect(drift < 0n ? -drift : drift).toBeLessThan(U64F64.one / 1_000_000_000n);
  });

  test("keep out emission that would make a side weigh under 1 %", () => {
    const ctx = stakingChain();
    const joined = adjustProtocolLiquidity(ctx, SUBNET, rao(0n), alpha(200_000n * UNIT));
    expect(joined).toEqual({ tao: 0n, alpha: 0n });
    expect(SwapBalancer.has(ctx, SUBNET)).toBe(false);
  });

  test("go with everything else of a pool when its subnet goes", () => {
    const ctx = stakingChain();
    FeeRate.set(ctx, SUBNET, 66);
    initSwap(ctx, SUBNET);
    clearProtocolLiquidity(ctx, SUBNET);
    expect([FeeRate, SwapBalancer, PalSwapInitialized].some((item) => item.has(ctx, SUBNET))).toBe(
      false,
    );
    expect([SubnetTAO.get(ctx, SUBNET), SubnetAlphaIn.get(ctx, SUBNET)]).toEqual([0n, 0n]);
  });
});

describe("fee", () => {
  test("is set by root alone, up to 10000 of 65535, on a subnet that exists", () => {
    const ctx = stakingChain();
    const args = { netuid: SUBNET, rate: 10_000 };
    expect(as(ctx, COLDKEY, setFeeRate, args)).toBe("BadOrigin");
    expect(asRoot(ctx, setFeeRate, { ...args, netuid: NOWHERE })).toBe("MechanismDoesNotExist");
    expect(asRoot(ctx, setFeeRate, { ...args, rate: 10_001 })).toBe("FeeRateTooHigh");
    expect(FeeRate.has(ctx, SUBNET)).toBe(false);
    expect(asRoot(ctx, setFeeRate, args)).toBe("ok");
    // 10000.76: the rate itself is floored, so a fee that would come out even is one less.
    expect(approxFeeAmount(ctx, SUBNET, rao(65_540n))).toBe(10_000n);
    expect(ctx.events.at(-1)!.event.data).toEqual(args);
  });

  test("is nothing where there is no pool", () => {
    expect(approxFeeAmount(stakingChain(), ROOT_NETUID, rao(UNIT))).toBe(0n);
  });
});

test("what users once did with liquidity is refused, by whoever asks", () => {
  const ctx = stakingChain();
  const [hotkey, netuid] = [HOTKEY, SUBNET];
  const before = everything(ctx);
  expect([
    as(ctx, COLDKEY, addLiquidity, { hotkey, netuid, tickLow: -1, tickHigh: 1, liquidity: 1n }),
    as(ctx, COLDKEY, removeLiquidity, { hotkey, netuid, positionId: 1n }),
    as(ctx, COLDKEY, modifyPosition, { hotkey, netuid, positionId: 1n, liquidityDelta: -1n }),
    asRoot(ctx, toggleUserLiquidity, { netuid, enable: true }),
    asRoot(ctx, disableLp, {}),
  ]).toEqual(Array(5).fill("Deprecated"));
  expect(everything(ctx)).toEqual(before);
});
