import { type Alpha, alpha, mechId } from "@ganglion/primitives";
import { describe, expect, test } from "vitest";
import { AlphaBurned, AlphaRecycled } from "../src/pallets/alpha-assets/storage.ts";
import {
  ChildKeys,
  ChildkeyTake,
  CKBurn,
  ParentKeys,
} from "../src/pallets/subtensor/children/storage.ts";
import { getParentChildDividendsDistribution } from "../src/pallets/subtensor/coinbase/parent-dividends.ts";
import {
  payAlphaDividends,
  payIncentives,
  payOwnerCut,
} from "../src/pallets/subtensor/coinbase/pay.ts";
import {
  AlphaDividendsPerSubnet,
  MinerBurned,
  RecycleOrBurn,
  SubnetAlphaOut,
} from "../src/pallets/subtensor/coinbase/storage.ts";
import { splitEmissions } from "../src/pallets/subtensor/epoch/mechanisms.ts";
import {
  MechanismCountCurrent,
  MechanismEmissionSplit,
} from "../src/pallets/subtensor/epoch/storage.ts";
import { OwnedHotkeys, Owner } from "../src/pallets/subtensor/keys/storage.ts";
import {
  getStakeForHotkeyAndColdkeyOnSubnet,
  getStakeForHotkeyOnSubnet,
} from "../src/pallets/subtensor/staking/stake-utils.ts";
import { AutoStakeDestination, Delegates } from "../src/pallets/subtensor/staking/storage.ts";
import {
  account,
  addNeuron,
  addStake,
  addSubnet,
  emptyChain,
  lastEvent,
  setOwnerHotkey,
  UNIT,
} from "./subnet-fixture.ts";

const U64_MAX = (1n << 64n) - 1n;

describe("dividends of parents and children", () => {
  /** Child 20 with parent 21 that gives it everything; both hold 100 alpha. */
  function family(sameOwner: boolean) {
    const ctx = emptyChain(1000n);
    const netuid = addSubnet(ctx, 1);
    const child = addNeuron(ctx, netuid, 20, { stake: 100n * UNIT });
    const parent = addNeuron(ctx, netuid, 21, { stake: 100n * UNIT });
    if (sameOwner) Owner.set(ctx, parent.hotkey, child.coldkey);
    ChildKeys.set(ctx, parent.hotkey, netuid, [[U64_MAX, child.hotkey]]);
    ParentKeys.set(ctx, child.hotkey, netuid, [[U64_MAX, parent.hotkey]]);
    ChildkeyTake.set(ctx, child.hotkey, netuid, 6553);
    return { ctx, netuid, child, parent };
  }
  const split = ({ ctx, netuid, child }: ReturnType<typeof family>, amount: bigint) =>
    getParentChildDividendsDistribution(ctx, child.hotkey, netuid, alpha(amount));
  test("a parent of the same coldkey pays no take", () => {
    const made = family(true);
    expect(split(made, 1000n)).toEqual([
      [made.parent.hotkey, 500n],
      [made.child.hotkey, 500n],
    ]);
  });
  test("a parent of another coldkey leaves the child its take", () => {
    const made = family(false);
    // 500 · 6553/65535 = 49.99: the parent's 450.004 and the child's 549.996 are floored.
    expect(split(made, 1000n)).toEqual([
      [made.parent.hotkey, 450n],
      [made.child.hotkey, 549n],
    ]);
  });
  test("what is burned of the take is recycled", () => {
    const made = family(false);
    CKBurn.set(made.ctx, 1n << 63n);
    ChildkeyTake.set(made.ctx, made.child.hotkey, made.netuid, 0);
    const [[, toParent], [, toChild]] = split(made, 1000n) as [[unknown, Alpha], [unknown, Alpha]];
    expect([toParent, toChild]).toEqual([250n, 500n]);
    expect(AlphaRecycled.get(made.ctx, made.netuid)).toBe(250n);
  });
});

describe("paying out", () => {
  test("the owner's cut goes onto the owner's hotkey", () => {
    const ctx = emptyChain(1000n);
    const netuid = addSubnet(ctx, 1);
    payOwnerCut(ctx, netuid, alpha(77n));
    setOwnerHotkey(ctx, netuid, account(11));
    payOwnerCut(ctx, netuid, alpha(77n));
    expect(getStakeForHotkeyAndColdkeyOnSubnet(ctx, account(11), account(1), netuid)).toBe(77n);
  });
  test.each(["Burn", "Recycle"] as const)("what the owner's keys mined is withheld: %s", (fate) => {
    const ctx = emptyChain(1000n);
    const netuid = addSubnet(ctx, 1);
    for (const n of [20, 21, 22]) addNeuron(ctx, netuid, n);
    setOwnerHotkey(ctx, netuid, account(20));
    OwnedHotkeys.set(ctx, account(1), [account(21), account(99)]);
    RecycleOrBurn.set(ctx, netuid, fate);
    SubnetAlphaOut.set(ctx, netuid, alpha(1000n));
    payIncentives(
      ctx,
      netuid,
      new Map([
        [account(22), alpha(100n)],
        [account(20), alpha(200n)],
        [account(21), alpha(100n)],
      ]),
    );
    expect(getStakeForHotkeyOnSubnet(ctx, account(22), netuid)).toBe(100n);
    expect(getStakeForHotkeyOnSubnet(ctx, account(20), netuid)).toBe(0n);
    expect(MinerBurned.get(ctx, netuid)).toBe(3n << 30n);
    const counts = [
      AlphaBurned.get(ctx, netuid),
      AlphaRecycled.get(ctx, netuid),
      SubnetAlphaOut.get(ctx, netuid),
    ];
    expect(counts).toEqual(fate === "Burn" ? [300n, 0n, 1000n] : [0n, 300n, 700n]);
  });
  test("a miner whose coldkey stakes elsewhere is paid there, and an event tells it", () => {
    const ctx = emptyChain(1000n);
    const netuid = addSubnet(ctx, 1);
    const { hotkey, coldkey } = addNeuron(ctx, netuid, 20);
    AutoStakeDestination.set(ctx, coldkey, netuid, account(33));
    payIncentives(ctx, netuid, new Map([[hotkey, alpha(100n)]]));
    expect(getStakeForHotkeyAndColdkeyOnSubnet(ctx, account(33), coldkey, netuid)).toBe(100n);
    expect(getStakeForHotkeyOnSubnet(ctx, hotkey, netuid)).toBe(0n);
    const said = { netuid, destination: account(33), hotkey, owner: coldkey, incentive: 100n };
    expect(lastEvent(ctx).data).toEqual(said);
  });
  test("of a dividend the validator takes its part, the rest is everybody's by stake", () => {
    const ctx = emptyChain(1000n);
    const netuid = addSubnet(ctx, 1);
    const { hotkey } = addNeuron(ctx, netuid, 20, { stake: 100n * UNIT });
    addStake(ctx, netuid, { hotkey, coldkey: account(50), amount: 300n * UNIT });
    Delegates.set(ctx, hotkey, 32768);
    payAlphaDividends(ctx, netuid, new Map([[hotkey, (8n * UNIT) << 32n]]));
    // The take of 32768/65535, cut to 32 bits, is 0.50000762939…: 4000061035.156 rao; both parts are floored.
    expect(AlphaDividendsPerSubnet.get(ctx, netuid, hotkey)).toBe(3_999_938_964n);
    expect(getStakeForHotkeyOnSubnet(ctx, hotkey, netuid)).toBe(408n * UNIT - 1n);
    const nominator = getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, account(50), netuid);
    // 300 of 404.00006… shares.
    expect(nominator).toBeGreaterThan(302n * UNIT);
    expect(nominator).toBeLessThan(303n * UNIT);
  });
});

describe("mechanisms share an emission", () => {
  test("evenly, what rounding leaves to the first", () => {
    const ctx = emptyChain(1n);
    const netuid = addSubnet(ctx, 1);
    MechanismCountCurrent.set(ctx, netuid, mechId(2));
    expect(splitEmissions(ctx, netuid, alpha(101n))).toEqual([51n, 50n]);
  });
  test("by the owner's split, which may name fewer", () => {
    const ctx = emptyChain(1n);
    const netuid = addSubnet(ctx, 1);
    MechanismCountCurrent.set(ctx, netuid, mechId(2));
    MechanismEmissionSplit.set(ctx, netuid, [13107, 52428]);
    expect(splitEmissions(ctx, netuid, alpha(1001n))).toEqual([201n, 800n]);
    MechanismEmissionSplit.set(ctx, netuid, [65535]);
    expect(splitEmissions(ctx, netuid, alpha(1001n))).toEqual([1001n, 0n]);
  });
});
