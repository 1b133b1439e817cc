import type { Context } from "@ganglion/frame";
import { type Alpha, alpha, mechId, netUid, rao } from "@ganglion/primitives";
import { describe, expect, test } from "vitest";
import { AlphaBurned, AlphaRecycled } from "../src/pallets/alpha-assets/storage.ts";
import { freeBalance, totalIssuance } from "../src/pallets/balances/currency.ts";
import {
  ChildKeys,
  ChildkeyTake,
  CKBurn,
  ParentKeys,
} from "../src/pallets/subtensor/children/storage.ts";
import {
  getBlockEmission,
  getBlockEmissionForIssuance,
} from "../src/pallets/subtensor/coinbase/block-emission.ts";
import { drainPending, epochsDeferredThisBlock } from "../src/pallets/subtensor/coinbase/drain.ts";
import { getParentChildDividendsDistribution } from "../src/pallets/subtensor/coinbase/parent-dividends.ts";
import {
  payAlphaDividends,
  payIncentives,
  payOwnerCut,
} from "../src/pallets/subtensor/coinbase/pay.ts";
import { runCoinbase } from "../src/pallets/subtensor/coinbase/run-coinbase.ts";
import {
  AlphaDividendsPerSubnet,
  BlockEmission,
  MinerBurned,
  PendingOwnerCut,
  PendingRootAlphaDivs,
  PendingServerEmission,
  PendingValidatorEmission,
  RecycleOrBurn,
  SubnetAlphaIn,
  SubnetAlphaInEmission,
  SubnetAlphaOut,
  SubnetEmissionEnabled,
  SubnetExcessTao,
  SubnetMovingPrice,
  SubnetProtocolAlpha,
  SubnetTAO,
  SubnetTaoInEmission,
  TotalIssuance,
} from "../src/pallets/subtensor/coinbase/storage.ts";
import {
  mintTao,
  recycleTao,
  spendTao,
  transferTaoToSubnet,
} from "../src/pallets/subtensor/coinbase/tao.ts";
import { splitEmissions } from "../src/pallets/subtensor/epoch/mechanisms.ts";
import {
  BlocksSinceLastStep,
  LastEpochBlock,
  MechanismCountCurrent,
  MechanismEmissionSplit,
  PendingEpochAt,
  SubnetEpochIndex,
} from "../src/pallets/subtensor/epoch/storage.ts";
import { Errors } from "../src/pallets/subtensor/errors.ts";
import { OwnedHotkeys, Owner } from "../src/pallets/subtensor/keys/storage.ts";
import { Keys } from "../src/pallets/subtensor/registration/storage.ts";
import {
  getStakeForHotkeyAndColdkeyOnSubnet,
  getStakeForHotkeyOnSubnet,
} from "../src/pallets/subtensor/staking/stake-utils.ts";
import {
  AutoStakeDestination,
  Delegates,
  TotalStake,
} from "../src/pallets/subtensor/staking/storage.ts";
import { subnetAccountOf } from "../src/pallets/subtensor/subnets/accounts.ts";
import { NetworkRegistrationAllowed } from "../src/pallets/subtensor/subnets/storage.ts";
import {
  account,
  addNeuron,
  addStake,
  addSubnet,
  emptyChain,
  endow,
  eventNames,
  lastEvent,
  setOwnerHotkey,
  UNIT,
} from "./subnet-fixture.ts";

const ROOT = netUid(0);
const U64_MAX = (1n << 64n) - 1n;
const refusal = (work: () => void): unknown => {
  try {
    work();
  } catch (thrown) {
    return thrown;
  }
  return undefined;
};

describe("accounts of the coinbase", () => {
  test("minting stops at 21 million TAO", () => {
    const ctx = emptyChain(1n);
    endow(ctx, account(5), 21_000_000n * UNIT - 7n);
    expect(mintTao(ctx, rao(UNIT))).toBe(7n);
    expect(totalIssuance(ctx)).toBe(21_000_000n * UNIT);
    expect(mintTao(ctx, rao(UNIT))).toBe(0n);
  });
  test("recycling lowers both issuances and leaves the account alive", () => {
    const ctx = emptyChain(1n);
    endow(ctx, account(5), UNIT);
    expect(refusal(() => recycleTao(ctx, account(5), rao(UNIT - 499n)))).toBe(
      Errors.InsufficientBalance,
    );
    recycleTao(ctx, account(5), rao(UNIT - 500n));
    expect([freeBalance(ctx, account(5)), totalIssuance(ctx), TotalIssuance.get(ctx)]).toEqual([
      500n,
      500n,
      500n,
    ]);
  });
  test("staking a whole balance moves all but the existential deposit", () => {
    const ctx = emptyChain(1n);
    const netuid = addSubnet(ctx, 1);
    endow(ctx, account(5), UNIT);
    expect(transferTaoToSubnet(ctx, netuid, account(5), rao(UNIT))).toBe(UNIT - 500n);
    const again = refusal(() => transferTaoToSubnet(ctx, netuid, account(5), rao(1n)));
    expect(again).toBe(Errors.InsufficientBalance);
    const nowhere = refusal(() => transferTaoToSubnet(ctx, netUid(9), account(5), rao(1n)));
    expect(nowhere).toBe(Errors.SubnetNotExists);
  });
  test("more than the credit is not spent, nor a part too small for a new account", () => {
    const ctx = emptyChain(1n);
    const credit = mintTao(ctx, rao(1000n));
    expect(spendTao(ctx, account(6), credit, rao(1001n))).toEqual({ spent: false, left: 1000n });
    expect(spendTao(ctx, account(6), credit, rao(499n))).toEqual({ spent: false, left: 1000n });
    expect(spendTao(ctx, account(6), credit, rao(600n))).toEqual({ spent: true, left: 400n });
    expect(freeBalance(ctx, account(6))).toBe(600n);
  });
});

describe("block emission", () => {
  test("halves with each half of the rest of the supply, and its last answer is what storage shows", () => {
    const ctx = emptyChain(1n);
    const million = 1_000_000n * UNIT;
    const emission = (issuance: bigint) => getBlockEmissionForIssuance(ctx, issuance);
    expect(emission(0n)).toBe(UNIT);
    expect(emission(10_400_000n * UNIT)).toBe(UNIT);
    expect(emission(11n * million)).toBe(UNIT / 2n);
    expect(BlockEmission.get(ctx)).toBe(UNIT / 2n);
    expect(emission(16n * million)).toBe(UNIT / 4n);
    expect(emission(21n * million)).toBe(0n);
    expect(BlockEmission.get(ctx)).toBe(UNIT / 4n);
  });
});

/** A chain with one emitting subnet (1000 TAO, 1000 alpha, price 1) whose account holds the TAO. */
function emitting(): { readonly ctx: Context; readonly netuid: ReturnType<typeof netUid> } {
  const ctx = emptyChain(10n);
  const netuid = addSubnet(ctx, 1);
  endow(ctx, subnetAccountOf(ctx.chain, netuid), 1000n * UNIT);
  return { ctx, netuid };
}
const step = (ctx: Context) => runCoinbase(ctx, getBlockEmission(ctx));

describe("a block's emission", () => {
  test("without a subnet to emit to is minted and recycled", () => {
    const ctx = emptyChain(10n);
    step(ctx);
    expect([totalIssuance(ctx), TotalIssuance.get(ctx)]).toEqual([0n, 0n]);
    expect(eventNames(ctx)).toEqual(["Issued"]);
  });
  test("without root stake buys alpha for the chain with all its TAO", () => {
    const { ctx, netuid } = emitting();
    step(ctx);
    // Constant product with equal weights: 1000·(1 − 1000/1001) alpha for one TAO.
    const bought = 1000n * UNIT - (1000n * UNIT * 1000n) / 1001n - 1n;
    expect(SubnetProtocolAlpha.get(ctx, netuid)).toBe(bought);
    expect(SubnetTAO.get(ctx, netuid)).toBe(1001n * UNIT);
    expect(SubnetAlphaIn.get(ctx, netuid)).toBe(1000n * UNIT - bought);
    expect(SubnetAlphaOut.get(ctx, netuid)).toBe(bought + UNIT);
    expect([SubnetExcessTao.get(ctx, netuid), SubnetTaoInEmission.get(ctx, netuid)]).toEqual([
      UNIT,
      0n,
    ]);
    expect(freeBalance(ctx, subnetAccountOf(ctx.chain, netuid))).toBe(1001n * UNIT);
    expect(totalIssuance(ctx)).toBe(1001n * UNIT);
    expect(TotalStake.get(ctx)).toBe(UNIT);
  });
  test("is booked: owner's cut of 11796/65535, the rest half to miners, half to validators", () => {
    const { ctx, netuid } = emitting();
    step(ctx);
    // 10^9 · 11796/65535 = 179995422.29; half of the rest is 410002288.85.
    expect(PendingOwnerCut.get(ctx, netuid)).toBe(179_995_422n);
    expect(PendingServerEmission.get(ctx, netuid)).toBe(410_002_288n);
    expect(PendingValidatorEmission.get(ctx, netuid)).toBe(410_002_288n);
    expect(PendingRootAlphaDivs.get(ctx, netuid)).toBe(0n);
  });
  test("with much root stake is injected at the price, alpha in step with TAO", () => {
    const { ctx, netuid } = emitting();
    SubnetTAO.set(ctx, ROOT, rao(21_000_000n * UNIT));
    step(ctx);
    expect(SubnetTaoInEmission.get(ctx, netuid)).toBeGreaterThan(0n);
    // The price is 1, so as much alpha joins as TAO.
    expect(SubnetAlphaInEmission.get(ctx, netuid)).toBe(SubnetTaoInEmission.get(ctx, netuid));
    const spent = SubnetTaoInEmission.get(ctx, netuid) + SubnetExcessTao.get(ctx, netuid);
    expect(SubnetTAO.get(ctx, netuid)).toBe(1000n * UNIT + spent);
    expect(totalIssuance(ctx)).toBe(1000n * UNIT + spent);
  });
  test("with prices that sum to no more than 1 recycles root's part", () => {
    const { ctx, netuid } = emitting();
    SubnetTAO.set(ctx, ROOT, rao(1_000_000n * UNIT));
    step(ctx);
    expect(PendingRootAlphaDivs.get(ctx, netuid)).toBe(0n);
    const recycled = AlphaRecycled.get(ctx, netuid);
    expect(recycled).toBeGreaterThan(0n);
    SubnetMovingPrice.set(ctx, netuid, (1n << 32n) + 1n);
    step(ctx);
    expect(PendingRootAlphaDivs.get(ctx, netuid)).toBeGreaterThan(0n);
    expect(AlphaRecycled.get(ctx, netuid)).toBe(recycled);
  });
  test("goes past a subnet without TAO emission, which still emits alpha", () => {
    const { ctx, netuid } = emitting();
    const other = addSubnet(ctx, 2);
    endow(ctx, subnetAccountOf(ctx.chain, other), 1000n * UNIT);
    SubnetEmissionEnabled.set(ctx, netuid, false);
    step(ctx);
    expect(SubnetTAO.get(ctx, netuid)).toBe(1000n * UNIT);
    expect(SubnetTAO.get(ctx, other)).toBe(1001n * UNIT);
    expect(PendingOwnerCut.get(ctx, netuid)).toBe(179_995_422n);
  });
  test("goes past a subnet that takes no registrations, alpha too", () => {
    const { ctx, netuid } = emitting();
    NetworkRegistrationAllowed.set(ctx, netuid, false);
    step(ctx);
    expect(PendingOwnerCut.get(ctx, netuid)).toBe(0n);
    expect(totalIssuance(ctx)).toBe(1000n * UNIT);
  });
});

describe("which epochs run", () => {
  function threeDue() {
    const ctx = emptyChain(1000n);
    const netuids = [1, 2, 3].map((id) => addSubnet(ctx, id));
    for (const netuid of netuids) {
      LastEpochBlock.set(ctx, netuid, 640n);
      PendingServerEmission.set(ctx, netuid, alpha(5n));
    }
    return { ctx, netuids };
  }
  test("two per block; the third has its turn in the next, and is told so", () => {
    const { ctx, netuids } = threeDue();
    const third = netuids[2]!;
    expect([...epochsDeferredThisBlock(ctx, netuids)]).toEqual([third]);
    expect(drainPending(ctx, netuids).map(([netuid]) => netuid)).toEqual([1, 2]);
    expect(lastEvent(ctx).data).toEqual({ netuid: third, fromBlock: 1000n, toBlock: 1001n });
    expect(PendingEpochAt.get(ctx, third)).toBe(1001n);
    expect([SubnetEpochIndex.get(ctx, third), LastEpochBlock.get(ctx, third)]).toEqual([0n, 640n]);
    ctx.block = 1001n;
    expect(drainPending(ctx, netuids).map(([netuid]) => netuid)).toEqual([3]);
    expect([PendingEpochAt.get(ctx, third), LastEpochBlock.get(ctx, third)]).toEqual([0n, 1001n]);
  });
  test("a doubled hotkey skips the epoch, advances the schedule and keeps what is pending", () => {
    const { ctx, netuids } = threeDue();
    const first = netuids[0]!;
    addNeuron(ctx, first, 20);
    Keys.set(ctx, first, 1, account(20));
    expect(drainPending(ctx, netuids).map(([netuid]) => netuid)).toEqual([2, 3]);
    expect(eventNames(ctx)).toEqual(["EpochSkipped"]);
    expect([SubnetEpochIndex.get(ctx, first), LastEpochBlock.get(ctx, first)]).toEqual([1n, 1000n]);
    expect([PendingServerEmission.get(ctx, first), BlocksSinceLastStep.get(ctx, first)]).toEqual([
      5n,
      1n,
    ]);
  });
});

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
