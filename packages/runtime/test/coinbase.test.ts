import type { Context } from "@ganglion/frame";
import { alpha, netUid, rao } from "@ganglion/primitives";
import { describe, expect, test } from "vitest";
import { AlphaRecycled } from "../src/pallets/alpha-assets/storage.ts";
import { freeBalance, totalIssuance } from "../src/pallets/balances/currency.ts";
import { getBlockEmission } from "../src/pallets/subtensor/coinbase/block-emission.ts";
import { drainPending, epochsDeferredThisBlock } from "../src/pallets/subtensor/coinbase/drain.ts";
import { runCoinbase } from "../src/pallets/subtensor/coinbase/run-coinbase.ts";
import {
  PendingOwnerCut,
  PendingRootAlphaDivs,
  PendingServerEmission,
  PendingValidatorEmission,
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
  BlocksSinceLastStep,
  LastEpochBlock,
  PendingEpochAt,
  SubnetEpochIndex,
} from "../src/pallets/subtensor/epoch/storage.ts";
import { Keys } from "../src/pallets/subtensor/registration/storage.ts";
import { TotalStake } from "../src/pallets/subtensor/staking/storage.ts";
import { subnetAccountOf } from "../src/pallets/subtensor/subnets/accounts.ts";
import { NetworkRegistrationAllowed } from "../src/pallets/subtensor/subnets/storage.ts";
import {
  account,
  addNeuron,
  addSubnet,
  emptyChain,
  endow,
  eventNames,
  lastEvent,
  UNIT,
} from "./subnet-fixture.ts";

const ROOT = netUid(0);

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
