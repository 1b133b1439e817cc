import type { Context } from "@ganglion/frame";
import { alpha, netUid, rao } from "@ganglion/primitives";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AlphaBurned, AlphaRecycled } from "../src/pallets/alpha-assets/storage.ts";
import { freeBalance } from "../src/pallets/balances/currency.ts";
import { PendingChildKeys } from "../src/pallets/subtensor/children/storage.ts";
import { SubnetAlphaOut, SubnetTAO } from "../src/pallets/subtensor/coinbase/storage.ts";
import { appendNeuron } from "../src/pallets/subtensor/registration/uids.ts";
import {
  getTotalStakeForColdkey,
  getTotalStakeForColdkeyOnSubnet,
  getTotalStakeForHotkey,
} from "../src/pallets/subtensor/staking/accounts.ts";
import { stakingCalls } from "../src/pallets/subtensor/staking/calls.ts";
import { toggleTransfer } from "../src/pallets/subtensor/staking/move-stake.ts";
import { clearSmallNominations } from "../src/pallets/subtensor/staking/nominations.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "../src/pallets/subtensor/staking/stake-utils.ts";
import {
  AutoStakeDestination,
  AutoStakeDestinationColdkeys,
  Delegates,
  LastColdkeyHotkeyStakeBlock,
  NominatorMinRequiredStake,
  StakeThreshold,
  TotalStake,
} from "../src/pallets/subtensor/staking/storage.ts";
import { subnetAccountOf } from "../src/pallets/subtensor/subnets/accounts.ts";
import { SubtokenEnabled } from "../src/pallets/subtensor/subnets/storage.ts";
import {
  AUTHOR,
  account,
  as,
  COLDKEY,
  COLDKEY_2,
  everything,
  giveAlpha,
  giveRootStake,
  HOTKEY,
  HOTKEY_2,
  issuances,
  NOMINATOR,
  OTHER_SUBNET,
  ROOT_NETUID,
  SUBNET,
  stakingChain,
  UNIT,
} from "./staking-fixture.ts";
import { eventNames, lastEvent } from "./subnet-fixture.ts";

const {
  addStake,
  addStakeBurn,
  addStakeLimit,
  burnAlpha,
  decreaseTake,
  increaseTake,
  moveStake,
  recycleAlpha,
  removeStake,
  removeStakeFullLimit,
  removeStakeLimit,
  setColdkeyAutoStakeHotkey,
  swapStake,
  swapStakeLimit,
  transferStake,
  unstakeAll,
  unstakeAllAlpha,
} = stakingCalls;

const NOWHERE = netUid(9);
const UNKNOWN = account(77);

function stakeOf(ctx: Context, netuid = SUBNET, coldkey = COLDKEY, hotkey = HOTKEY): bigint {
  return getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid);
}

/** A call that must be refused, and change nothing. */
function refused(ctx: Context, run: () => string): string {
  const before = everything(ctx);
  const label = run();
  expect(everything(ctx)).toEqual(before);
  return label;
}

describe("add_stake", () => {
  const add = (ctx: Context, amountStaked: bigint, on = { hotkey: HOTKEY, netuid: SUBNET }) =>
    as(ctx, COLDKEY, addStake, { ...on, amountStaked: rao(amountStaked) });

  test("on root turns TAO into as much stake", () => {
    const ctx = stakingChain();
    expect(add(ctx, 5n * UNIT, { hotkey: HOTKEY, netuid: ROOT_NETUID })).toBe("ok");
    expect(stakeOf(ctx, ROOT_NETUID)).toBe(5n * UNIT);
    expect(freeBalance(ctx, COLDKEY)).toBe(995n * UNIT);
    expect(freeBalance(ctx, subnetAccountOf(ctx.chain, ROOT_NETUID))).toBe(5n * UNIT);
    expect(lastEvent(ctx).data).toEqual({
      coldkey: COLDKEY,
      hotkey: HOTKEY,
      tao: 5n * UNIT,
      alpha: 5n * UNIT,
      netuid: ROOT_NETUID,
      fee: 0n,
    });
  });

  test("pays the block's author the fee and the pool the rest", () => {
    const ctx = stakingChain();
    const fee = (10n * UNIT * 33n) / 65_535n;
    const issued = issuances(ctx);
    expect(add(ctx, 10n * UNIT)).toBe("ok");
    expect(freeBalance(ctx, AUTHOR)).toBe(UNIT + fee);
    expect(SubnetTAO.get(ctx, SUBNET)).toBe(1010n * UNIT - fee);
    expect(SubnetAlphaOut.get(ctx, SUBNET)).toBe(stakeOf(ctx));
    expect(issuances(ctx)).toEqual(issued);
    expect(eventNames(ctx)).toEqual(["Transfer", "Transfer", "StakeAdded"]);
  });

  test("remembers the block of the pair", () => {
    const ctx = stakingChain();
    add(ctx, UNIT);
    expect(LastColdkeyHotkeyStakeBlock.get(ctx, COLDKEY, HOTKEY)).toBe(1000n);
  });

  test("leaves the account its existential deposit and stakes that much less", () => {
    const ctx = stakingChain();
    expect(add(ctx, 1000n * UNIT, { hotkey: HOTKEY, netuid: ROOT_NETUID })).toBe("ok");
    expect(freeBalance(ctx, COLDKEY)).toBe(500n);
    expect(stakeOf(ctx, ROOT_NETUID)).toBe(1000n * UNIT - 500n);
  });

  test("is refused in this order: subnet, start, amount, balance, hotkey", () => {
    const ctx = stakingChain();
    const bad = { hotkey: UNKNOWN, netuid: NOWHERE };
    expect(refused(ctx, () => add(ctx, 0n, bad))).toBe("SubnetNotExists");
    const off = stakingChain();
    SubtokenEnabled.set(off, SUBNET, false);
    expect(refused(off, () => add(off, 0n, { ...bad, netuid: SUBNET }))).toBe("SubtokenDisabled");
    const known = { hotkey: UNKNOWN, netuid: SUBNET };
    expect(refused(ctx, () => add(ctx, 0n, known))).toBe("AmountTooLow");
    expect(refused(ctx, () => add(ctx, 1000n * UNIT + 1n, known))).toBe("NotEnoughBalanceToStake");
    expect(refused(ctx, () => add(ctx, UNIT, known))).toBe("HotKeyAccountNotExists");
  });

  test("needs the least stake and its fee: 2,001,007 rao will do, one less won't", () => {
    const ctx = stakingChain();
    expect(refused(ctx, () => add(ctx, 2_001_006n))).toBe("AmountTooLow");
    expect(add(ctx, 2_001_007n)).toBe("ok");
  });

  test("takes at most 1000 times the pool's TAO", () => {
    const ctx = stakingChain();
    SubnetTAO.set(ctx, SUBNET, rao(UNIT / 1000n));
    expect(refused(ctx, () => add(ctx, UNIT + 1n))).toBe("InsufficientLiquidity");
  });
});

describe("add_stake_limit", () => {
  const add = (ctx: Context, amount: bigint, limit: { price: bigint; partial: boolean }) =>
    as(ctx, NOMINATOR, addStakeLimit, {
      hotkey: HOTKEY,
      netuid: SUBNET,
      amountStaked: rao(amount),
      limitPrice: rao(limit.price),
      allowPartial: limit.partial,
    });

  test("spends only what reaches the limit if a part will do", () => {
    const ctx = stakingChain();
    expect(add(ctx, 900n * UNIT, { price: 1_210_000_000n, partial: true })).toBe("ok");
    const spent = 1000n * UNIT - freeBalance(ctx, NOMINATOR);
    // 100 TAO reach price 1.21, and the fee of 0.05 % comes on top.
    expect(spent).toBeGreaterThan(100n * UNIT);
    expect(spent).toBeLessThan(101n * UNIT);
  });

  test("is refused as a whole if a part will not do", () => {
    const ctx = stakingChain();
    const limit = { price: 1_210_000_000n, partial: false };
    expect(refused(ctx, () => add(ctx, 900n * UNIT, limit))).toBe("SlippageTooHigh");
  });

  test("is refused when the price is past the limit already", () => {
    const ctx = stakingChain();
    expect(refused(ctx, () => add(ctx, UNIT, { price: UNIT, partial: true }))).toBe(
      "PriceLimitExceeded",
    );
  });

  test("writes down the hotkey's take once somebody else stakes to it", () => {
    const ctx = stakingChain();
    expect(Delegates.has(ctx, HOTKEY)).toBe(false);
    expect(add(ctx, UNIT, { price: 2n * UNIT, partial: true })).toBe("ok");
    expect(Delegates.has(ctx, HOTKEY)).toBe(true);
  });

  test("on root knows one price only", () => {
    const ctx = stakingChain();
    const args = { hotkey: HOTKEY, netuid: ROOT_NETUID, amountStaked: rao(UNIT) };
    const at = (limitPrice: bigint) =>
      as(ctx, COLDKEY, addStakeLimit, {
        ...args,
        limitPrice: rao(limitPrice),
        allowPartial: false,
      });
    expect(refused(ctx, () => at(UNIT - 1n))).toBe("SlippageTooHigh");
    expect(at(UNIT)).toBe("ok");
  });
});

describe("remove_stake", () => {
  const remove = (ctx: Context, amount: bigint, hotkey = HOTKEY, netuid = SUBNET) =>
    as(ctx, COLDKEY, removeStake, { hotkey, netuid, amountUnstaked: alpha(amount) });

  function staked(amount = 10n * UNIT): Context {
    const ctx = stakingChain();
    giveAlpha(ctx, SUBNET, { hotkey: HOTKEY, coldkey: COLDKEY, amount });
    return ctx;
  }

  test("asks for all when it asks for more than there is", () => {
    const ctx = staked();
    const issued = issuances(ctx);
    expect(remove(ctx, 1_000_000n * UNIT)).toBe("ok");
    expect(stakeOf(ctx)).toBe(0n);
    expect(freeBalance(ctx, COLDKEY)).toBeGreaterThan(1009n * UNIT);
    expect(issuances(ctx)).toEqual(issued);
    expect(eventNames(ctx)).toEqual(["Transfer", "Transfer", "StakeRemoved"]);
  });

  test("refuses a part that is worth less than the least stake, but not the last of it", () => {
    const ctx = staked();
    expect(refused(ctx, () => remove(ctx, 1_000_000n))).toBe("AmountTooLow");
    const poor = staked(1_000_000n);
    expect(remove(poor, 1_000_000n)).toBe("ok");
  });

  test("is refused without stake, start, subnet or pool", () => {
    const ctx = staked();
    expect(refused(ctx, () => remove(ctx, UNIT, HOTKEY_2))).toBe("AmountTooLow");
    expect(refused(ctx, () => remove(ctx, UNIT, HOTKEY, NOWHERE))).toBe("SubtokenDisabled");
    SubnetTAO.set(ctx, SUBNET, rao(1n));
    expect(refused(ctx, () => remove(ctx, UNIT))).toBe("InsufficientLiquidity");
    SubtokenEnabled.set(ctx, SUBNET, false);
    expect(refused(ctx, () => remove(ctx, UNIT))).toBe("SubtokenDisabled");
  });

  test("drops children that wait, when the hotkey becomes too poor to be a parent", () => {
    const ctx = staked();
    StakeThreshold.set(ctx, 5n * UNIT);
    for (const netuid of [SUBNET, OTHER_SUBNET])
      PendingChildKeys.set(ctx, netuid, HOTKEY, [[[1n, HOTKEY_2]], 2000n]);
    remove(ctx, 2n * UNIT);
    expect(PendingChildKeys.keysOf(ctx)).toHaveLength(2);
    remove(ctx, 4n * UNIT);
    expect(getTotalStakeForHotkey(ctx, HOTKEY)).toBeLessThan(5n * UNIT);
    expect(PendingChildKeys.keysOf(ctx)).toHaveLength(0);
  });

  test("pays a nominator out who would leave too little, and an owner never", () => {
    const ctx = stakingChain();
    // A whole alpha, as a multiple of the least stake in millionths.
    NominatorMinRequiredStake.set(ctx, 500n * 1_000_000n);
    for (const coldkey of [COLDKEY, NOMINATOR])
      giveAlpha(ctx, SUBNET, { hotkey: HOTKEY, coldkey, amount: 2n * UNIT });
    const args = { hotkey: HOTKEY, netuid: SUBNET, amountUnstaked: alpha((3n * UNIT) / 2n) };
    expect(as(ctx, COLDKEY, removeStake, args)).toBe("ok");
    expect(as(ctx, NOMINATOR, removeStake, args)).toBe("ok");
    expect(stakeOf(ctx)).toBe(UNIT / 2n);
    expect(stakeOf(ctx, SUBNET, NOMINATOR)).toBe(0n);
    expect(eventNames(ctx).filter((name) => name === "StakeRemoved")).toHaveLength(3);
  });

  test("of the limit kind refuses more than there is, where the plain one takes it all", () => {
    const ctx = staked();
    const args = { hotkey: HOTKEY, netuid: SUBNET, limitPrice: rao(1n), allowPartial: true };
    const amountUnstaked = alpha(10n * UNIT + 1n);
    expect(
      refused(ctx, () => as(ctx, COLDKEY, removeStakeLimit, { ...args, amountUnstaked })),
    ).toBe("NotEnoughStakeToWithdraw");
  });

  test("of the limit kind sells only down to the limit", () => {
    const ctx = staked(500n * UNIT);
    const args = { hotkey: HOTKEY, netuid: SUBNET, amountUnstaked: alpha(500n * UNIT) };
    const limitPrice = rao(826_446_281n);
    expect(
      refused(ctx, () =>
        as(ctx, COLDKEY, removeStakeLimit, { ...args, limitPrice, allowPartial: false }),
      ),
    ).toBe("SlippageTooHigh");
    expect(as(ctx, COLDKEY, removeStakeLimit, { ...args, limitPrice, allowPartial: true })).toBe(
      "ok",
    );
    // Price 1 / 1.21 needs 1.1 times the alpha in the pool: 100 are sold, and the fee in alpha.
    const sold = 500n * UNIT - stakeOf(ctx);
    expect(sold).toBeGreaterThan(100n * UNIT - 1000n);
    expect(sold).toBeLessThan(101n * UNIT);
  });

  test("of the full kind sells everything, at any price or within a limit", () => {
    const ctx = staked();
    const args = { hotkey: HOTKEY, netuid: SUBNET };
    const within = (limitPrice: bigint) =>
      as(ctx, COLDKEY, removeStakeFullLimit, { ...args, limitPrice: rao(limitPrice) });
    expect(refused(ctx, () => within(UNIT - 1n))).toBe("SlippageTooHigh");
    expect(within(UNIT / 2n)).toBe("ok");
    expect(stakeOf(ctx)).toBe(0n);
    const any = staked();
    expect(as(any, COLDKEY, removeStakeFullLimit, { ...args, limitPrice: undefined })).toBe("ok");
    expect(stakeOf(any)).toBe(0n);
  });
});

test("law: buying and selling again never gains, and TAO is neither made nor lost", () => {
  const amount = fc.bigInt({ min: 2_100_000n, max: 999n * UNIT });
  fc.assert(
    fc.property(amount, amount, (first, second) => {
      const ctx = stakingChain();
      const issued = issuances(ctx);
      for (const [coldkey, tao] of [
        [COLDKEY, first],
        [NOMINATOR, second],
      ] as const)
        as(ctx, coldkey, addStake, { hotkey: HOTKEY, netuid: SUBNET, amountStaked: rao(tao) });
      for (const coldkey of [NOMINATOR, COLDKEY])
        as(ctx, coldkey, removeStake, {
          hotkey: HOTKEY,
          netuid: SUBNET,
          amountUnstaked: alpha(10n ** 18n),
        });
      // The second to buy sells first: both get out at no better price than they went in.
      expect(freeBalance(ctx, COLDKEY)).toBeLessThan(1000n * UNIT);
      expect(freeBalance(ctx, NOMINATOR)).toBeLessThan(1000n * UNIT);
      expect(issuances(ctx)).toEqual(issued);
    }),
    { numRuns: 40 },
  );
});

describe("unstake_all", () => {
  function spread(): Context {
    const ctx = stakingChain();
    giveRootStake(ctx, { hotkey: HOTKEY, coldkey: COLDKEY, amount: 3n * UNIT });
    for (const netuid of [SUBNET, OTHER_SUBNET])
      giveAlpha(ctx, netuid, { hotkey: HOTKEY, coldkey: COLDKEY, amount: 5n * UNIT });
    return ctx;
  }

  test("sells everywhere, passing over subnets that didn't start", () => {
    const ctx = spread();
    SubtokenEnabled.set(ctx, OTHER_SUBNET, false);
    expect(as(ctx, COLDKEY, unstakeAll, { hotkey: HOTKEY })).toBe("ok");
    expect([ROOT_NETUID, SUBNET, OTHER_SUBNET].map((netuid) => stakeOf(ctx, netuid))).toEqual([
      0n,
      0n,
      5n * UNIT,
    ]);
  });

  test("is content with nothing to sell, but wants a hotkey that exists", () => {
    const ctx = stakingChain();
    expect(as(ctx, COLDKEY, unstakeAll, { hotkey: HOTKEY })).toBe("ok");
    expect(as(ctx, COLDKEY, unstakeAll, { hotkey: UNKNOWN })).toBe("HotKeyAccountNotExists");
    expect(eventNames(ctx)).toEqual([]);
  });

  test("of the alpha kind stakes on root what it fetched", () => {
    const ctx = spread();
    const free = freeBalance(ctx, COLDKEY);
    expect(as(ctx, COLDKEY, unstakeAllAlpha, { hotkey: HOTKEY })).toBe("ok");
    expect(stakeOf(ctx) + stakeOf(ctx, OTHER_SUBNET)).toBe(0n);
    expect(stakeOf(ctx, ROOT_NETUID)).toBeGreaterThan(12n * UNIT);
    expect(freeBalance(ctx, COLDKEY)).toBe(free);
  });

  test("of the alpha kind is refused with nothing to sell", () => {
    const ctx = stakingChain();
    expect(refused(ctx, () => as(ctx, COLDKEY, unstakeAllAlpha, { hotkey: HOTKEY }))).toBe(
      "AmountTooLow",
    );
  });
});

describe("moving stake", () => {
  function staked(amount = 10n * UNIT): Context {
    const ctx = stakingChain();
    giveAlpha(ctx, SUBNET, { hotkey: HOTKEY, coldkey: COLDKEY, amount });
    return ctx;
  }
  const move = (
    ctx: Context,
    to: { hotkey?: typeof HOTKEY; netuid?: typeof SUBNET },
    amount = 4n * UNIT,
  ) =>
    as(ctx, COLDKEY, moveStake, {
      originHotkey: HOTKEY,
      destinationHotkey: to.hotkey ?? HOTKEY,
      originNetuid: SUBNET,
      destinationNetuid: to.netuid ?? SUBNET,
      alphaAmount: alpha(amount),
    });

  test("within a subnet goes past the pool and costs nothing", () => {
    const ctx = staked();
    const pool = [SubnetTAO.get(ctx, SUBNET), TotalStake.get(ctx)];
    expect(move(ctx, { hotkey: HOTKEY_2 })).toBe("ok");
    expect(stakeOf(ctx)).toBe(6n * UNIT);
    expect(stakeOf(ctx, SUBNET, COLDKEY, HOTKEY_2)).toBe(4n * UNIT);
    expect([SubnetTAO.get(ctx, SUBNET), TotalStake.get(ctx)]).toEqual(pool);
    expect(eventNames(ctx)).toEqual(["StakeRemoved", "StakeAdded", "StakeMoved"]);
    expect(lastEvent(ctx).data).toMatchObject({ originHotkey: HOTKEY, tao: 4n * UNIT });
  });

  test("across subnets pays one fee, to the author", () => {
    const ctx = staked();
    const issued = issuances(ctx);
    expect(move(ctx, { netuid: OTHER_SUBNET })).toBe("ok");
    expect(stakeOf(ctx)).toBe(6n * UNIT);
    expect(stakeOf(ctx, OTHER_SUBNET)).toBeGreaterThan(39n * (UNIT / 10n));
    const fee = (4n * UNIT * 33n) / 65_535n;
    const paid = freeBalance(ctx, AUTHOR) - UNIT;
    expect(paid).toBeGreaterThan((fee * 9n) / 10n);
    expect(paid).toBeLessThanOrEqual(fee);
    expect(issuances(ctx)).toEqual(issued);
  });

  test("takes all there is when asked for more", () => {
    const ctx = staked();
    expect(move(ctx, { hotkey: HOTKEY_2 }, 999n * UNIT)).toBe("ok");
    expect(stakeOf(ctx)).toBe(0n);
  });

  test("is refused to nowhere, to nobody, from nothing, and of too little", () => {
    const ctx = staked();
    expect(refused(ctx, () => move(ctx, {}))).toBe("SameNetuid");
    expect(refused(ctx, () => move(ctx, { netuid: NOWHERE }))).toBe("SubnetNotExists");
    expect(refused(ctx, () => move(ctx, { hotkey: UNKNOWN }))).toBe("HotKeyAccountNotExists");
    expect(refused(ctx, () => move(ctx, { hotkey: HOTKEY_2 }, 1_999_999n))).toBe("AmountTooLow");
    expect(refused(ctx, () => move(ctx, { netuid: OTHER_SUBNET }, 2_000_000n))).toBe(
      "AmountTooLow",
    );
    SubtokenEnabled.set(ctx, OTHER_SUBNET, false);
    expect(refused(ctx, () => move(ctx, { netuid: OTHER_SUBNET }))).toBe("SubtokenDisabled");
  });

  test("to another coldkey can be switched off on either subnet", () => {
    const args = {
      destinationColdkey: COLDKEY_2,
      hotkey: HOTKEY,
      originNetuid: SUBNET,
      destinationNetuid: OTHER_SUBNET,
      alphaAmount: alpha(4n * UNIT),
    };
    for (const netuid of [SUBNET, OTHER_SUBNET]) {
      const ctx = staked();
      toggleTransfer(ctx, { netuid, enabled: false });
      expect(refused(ctx, () => as(ctx, COLDKEY, transferStake, args))).toBe("TransferDisallowed");
      expect(move(ctx, { netuid: OTHER_SUBNET })).toBe("ok");
    }
  });

  test("to another coldkey gives it the stake and none of the TAO", () => {
    const ctx = staked();
    const args = { destinationColdkey: COLDKEY_2, hotkey: HOTKEY, alphaAmount: alpha(4n * UNIT) };
    const within = { ...args, originNetuid: SUBNET, destinationNetuid: SUBNET };
    const across = { ...args, originNetuid: SUBNET, destinationNetuid: ROOT_NETUID };
    expect(as(ctx, COLDKEY, transferStake, within)).toBe("ok");
    expect(stakeOf(ctx, SUBNET, COLDKEY_2)).toBe(4n * UNIT);
    expect(as(ctx, COLDKEY, transferStake, across)).toBe("ok");
    const rootStake = stakeOf(ctx, ROOT_NETUID, COLDKEY_2);
    expect(rootStake).toBeGreaterThan(39n * (UNIT / 10n));
    expect(lastEvent(ctx).data).toMatchObject({ originColdkey: COLDKEY, tao: rootStake });
    expect([freeBalance(ctx, COLDKEY), freeBalance(ctx, COLDKEY_2)]).toEqual([
      1000n * UNIT,
      1000n * UNIT,
    ]);
  });

  test("by swapping keeps the hotkey, and stays within a limit if there is one", () => {
    const ctx = staked(100n * UNIT);
    const args = {
      hotkey: HOTKEY,
      originNetuid: SUBNET,
      destinationNetuid: OTHER_SUBNET,
      alphaAmount: alpha(100n * UNIT),
    };
    const limited = (limitPrice: bigint, allowPartial: boolean) =>
      as(ctx, COLDKEY, swapStakeLimit, { ...args, limitPrice: rao(limitPrice), allowPartial });
    // Both pools hold 1000 and 1000, so at price 0.98 (1000·½ / 0.98 − 1000·½) = 10.2 alpha fit.
    expect(refused(ctx, () => limited(980_000_000n, false))).toBe("SlippageTooHigh");
    expect(limited(980_000_000n, true)).toBe("ok");
    const moved = 100n * UNIT - stakeOf(ctx);
    expect(moved).toBeGreaterThan(10_204_081_000n);
    expect(moved).toBeLessThan(10_204_082_000n);
    expect(as(ctx, COLDKEY, swapStake, args)).toBe("ok");
    expect(stakeOf(ctx)).toBe(0n);
    expect(lastEvent(ctx).event.name).toBe("StakeSwapped");
  });
});

describe("recycling and burning", () => {
  function staked(): Context {
    const ctx = stakingChain();
    giveAlpha(ctx, SUBNET, { hotkey: HOTKEY, coldkey: COLDKEY, amount: 10n * UNIT });
    return ctx;
  }
  const args = { hotkey: HOTKEY, amount: alpha(4n * UNIT), netuid: SUBNET };

  test("recycled alpha is no longer outstanding, burned alpha is for ever", () => {
    const ctx = staked();
    expect(as(ctx, COLDKEY, recycleAlpha, args)).toBe("ok");
    expect(SubnetAlphaOut.get(ctx, SUBNET)).toBe(6n * UNIT);
    expect(as(ctx, COLDKEY, burnAlpha, args)).toBe("ok");
    expect(SubnetAlphaOut.get(ctx, SUBNET)).toBe(6n * UNIT);
    expect([AlphaRecycled.get(ctx, SUBNET), AlphaBurned.get(ctx, SUBNET)]).toEqual([
      4n * UNIT,
      4n * UNIT,
    ]);
    expect(stakeOf(ctx)).toBe(2n * UNIT);
    expect(eventNames(ctx)).toEqual(["AlphaRecycled", "AlphaBurned"]);
  });

  test("is refused on root, where nothing started, and of what the subnet never gave out", () => {
    const ctx = staked();
    const run = (change: Partial<typeof args>) =>
      refused(ctx, () => as(ctx, COLDKEY, recycleAlpha, { ...args, ...change }));
    expect(run({ netuid: NOWHERE })).toBe("SubnetNotExists");
    expect(run({ netuid: ROOT_NETUID })).toBe("CannotBurnOrRecycleOnRootSubnet");
    expect(run({ hotkey: UNKNOWN })).toBe("HotKeyAccountNotExists");
    SubnetAlphaOut.set(ctx, SUBNET, alpha(UNIT));
    expect(run({})).toBe("InsufficientLiquidity");
    SubtokenEnabled.set(ctx, SUBNET, false);
    expect(run({})).toBe("SubtokenDisabled");
  });

  test("add_stake_burn burns exactly what it bought, and keeps nothing if it can't", () => {
    const ctx = stakingChain();
    const burn = (netuid = SUBNET, limit?: bigint) =>
      as(ctx, COLDKEY, addStakeBurn, {
        hotkey: HOTKEY,
        netuid,
        amount: rao(5n * UNIT),
        limit: limit === undefined ? undefined : rao(limit),
      });
    expect(burn()).toBe("ok");
    expect(stakeOf(ctx)).toBe(0n);
    const { amount, alpha: burned } = lastEvent(ctx).data as { amount: bigint; alpha: bigint };
    expect([amount, burned]).toEqual([5n * UNIT, AlphaBurned.get(ctx, SUBNET)]);
    expect(refused(ctx, () => burn(ROOT_NETUID))).toBe("CannotBurnOrRecycleOnRootSubnet");
    expect(refused(ctx, () => burn(SUBNET, UNIT))).toBe("PriceLimitExceeded");
  });
});

describe("takes", () => {
  const raise = (ctx: Context, take: number, who = COLDKEY) =>
    as(ctx, who, increaseTake, { hotkey: HOTKEY, take });
  const lower = (ctx: Context, take: number, who = COLDKEY) =>
    as(ctx, who, decreaseTake, { hotkey: HOTKEY, take });

  test("go up within the maximum once in a while, and down at any time", () => {
    const ctx = stakingChain();
    expect(raise(ctx, 5000)).toBe("ok");
    expect(refused(ctx, () => raise(ctx, 5000))).toBe("DelegateTakeTooLow");
    expect(refused(ctx, () => raise(ctx, 11_797))).toBe("DelegateTakeTooHigh");
    expect(refused(ctx, () => raise(ctx, 6000))).toBe("DelegateTxRateLimitExceeded");
    expect(refused(ctx, () => lower(ctx, 5000))).toBe("DelegateTakeTooLow");
    expect(lower(ctx, 4000)).toBe("ok");
    expect(Delegates.get(ctx, HOTKEY)).toBe(4000);
    ctx.block += 216_000n;
    expect(refused(ctx, () => raise(ctx, 6000))).toBe("DelegateTxRateLimitExceeded");
    ctx.block += 1n;
    expect(raise(ctx, 6000)).toBe("ok");
    expect(lastEvent(ctx).data).toEqual({ coldkey: COLDKEY, hotkey: HOTKEY, take: 6000 });
  });

  test("are the owner's alone to change", () => {
    const ctx = stakingChain();
    expect(refused(ctx, () => raise(ctx, 5000, COLDKEY_2))).toBe("NonAssociatedColdKey");
    expect(refused(ctx, () => as(ctx, COLDKEY, decreaseTake, { hotkey: UNKNOWN, take: 1 }))).toBe(
      "HotKeyAccountNotExists",
    );
  });
});

describe("where mining rewards are staked", () => {
  const choose = (ctx: Context, hotkey: typeof HOTKEY, netuid = SUBNET) =>
    as(ctx, COLDKEY, setColdkeyAutoStakeHotkey, { netuid, hotkey });

  test("is kept in both directions, and moves", () => {
    const ctx = stakingChain();
    for (const hotkey of [HOTKEY, HOTKEY_2]) appendNeuron(ctx, SUBNET, hotkey, 1n);
    expect(choose(ctx, HOTKEY)).toBe("ok");
    expect(refused(ctx, () => choose(ctx, HOTKEY))).toBe("SameAutoStakeHotkeyAlreadySet");
    expect(choose(ctx, HOTKEY_2)).toBe("ok");
    expect(AutoStakeDestination.get(ctx, COLDKEY, SUBNET)).toBe(HOTKEY_2);
    expect(AutoStakeDestinationColdkeys.get(ctx, HOTKEY, SUBNET)).toEqual([]);
    expect(AutoStakeDestinationColdkeys.get(ctx, HOTKEY_2, SUBNET)).toEqual([COLDKEY]);
  });

  test("must be a neuron of a subnet", () => {
    const ctx = stakingChain();
    expect(refused(ctx, () => choose(ctx, HOTKEY, NOWHERE))).toBe("SubnetNotExists");
    expect(refused(ctx, () => choose(ctx, HOTKEY))).toBe("HotKeyNotRegisteredInSubNet");
  });
});

test("clearing small nominations looks at all positions, and spares owners and large ones", () => {
  const ctx = stakingChain();
  giveAlpha(ctx, SUBNET, { hotkey: HOTKEY, coldkey: COLDKEY, amount: UNIT / 2n });
  giveAlpha(ctx, SUBNET, { hotkey: HOTKEY, coldkey: NOMINATOR, amount: UNIT / 2n });
  giveAlpha(ctx, SUBNET, { hotkey: HOTKEY, coldkey: COLDKEY_2, amount: 2n * UNIT });
  NominatorMinRequiredStake.set(ctx, 500n * 1_000_000n);
  clearSmallNominations(ctx);
  expect([COLDKEY, NOMINATOR, COLDKEY_2].map((coldkey) => stakeOf(ctx, SUBNET, coldkey))).toEqual([
    UNIT / 2n,
    0n,
    2n * UNIT,
  ]);
});

test("a coldkey's stake is worth what its positions would fetch, their fees added back", () => {
  const ctx = stakingChain();
  giveRootStake(ctx, { hotkey: HOTKEY, coldkey: COLDKEY, amount: 3n * UNIT });
  giveAlpha(ctx, SUBNET, { hotkey: HOTKEY, coldkey: COLDKEY, amount: 10n * UNIT });
  giveAlpha(ctx, OTHER_SUBNET, { hotkey: HOTKEY_2, coldkey: COLDKEY, amount: 10n * UNIT });
  // 10 alpha into a pool of 1000 and 1000 fetch 10 / 1.01 TAO, whatever part of them is the fee.
  const each = getTotalStakeForColdkeyOnSubnet(ctx, COLDKEY, SUBNET);
  expect(Number(each) / Number(UNIT)).toBeCloseTo(10 / 1.01, 3);
  expect(getTotalStakeForColdkey(ctx, COLDKEY)).toBe(3n * UNIT + 2n * each);
  expect(getTotalStakeForHotkey(ctx, HOTKEY)).toBe(13n * UNIT);
  // A position that can't be sold counts nothing.
  SubnetTAO.set(ctx, SUBNET, rao(1n));
  expect(getTotalStakeForColdkey(ctx, COLDKEY)).toBe(3n * UNIT + each);
});
