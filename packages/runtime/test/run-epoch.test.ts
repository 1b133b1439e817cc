import type { Context } from "@ganglion/frame";
import { alpha, mechId, type NetUid, netUid } from "@ganglion/primitives";
import { describe, expect, test } from "vitest";
import { getMechanismStorageIndex } from "../src/pallets/subtensor/epoch/mechanisms.ts";
import { doResetBonds } from "../src/pallets/subtensor/epoch/reset-bonds.ts";
import { epochWithMechanisms } from "../src/pallets/subtensor/epoch/run-epoch.ts";
import {
  Active,
  Bonds,
  BondsResetOn,
  Consensus,
  Dividends,
  Emission,
  Incentive,
  LastUpdate,
  MechanismCountCurrent,
  MechanismEmissionSplit,
  StakeWeight,
  ValidatorPermit,
  ValidatorTrust,
  VotingPower,
  VotingPowerEmaAlpha,
  Yuma3On,
} from "../src/pallets/subtensor/epoch/storage.ts";
import {
  doDisableVotingPowerTracking,
  doEnableVotingPowerTracking,
  swapVotingPowerForHotkey,
} from "../src/pallets/subtensor/epoch/voting-power.ts";
import { Errors } from "../src/pallets/subtensor/errors.ts";
import { BlockAtRegistration } from "../src/pallets/subtensor/registration/storage.ts";
import { StakeThreshold } from "../src/pallets/subtensor/staking/storage.ts";
import {
  CommitRevealWeightsEnabled,
  TimelockedWeightCommits,
  WeightCommits,
  Weights,
} from "../src/pallets/subtensor/weights/storage.ts";
import { account, addNeuron, addSubnet, emptyChain, eventNames, UNIT } from "./subnet-fixture.ts";

const index = (mecid: number) => getMechanismStorageIndex(netUid(1), mechId(mecid));

/** Validator 20 (uid 0) with all the stake, miners 21 and 22, all registered at 900, weights set now. */
function subnet(): { readonly ctx: Context; readonly netuid: NetUid } {
  const ctx = emptyChain(1000n);
  const netuid = addSubnet(ctx, 1);
  Yuma3On.set(ctx, netuid, true);
  addNeuron(ctx, netuid, 20, { stake: 100n * UNIT, permit: true, block: 900n });
  addNeuron(ctx, netuid, 21, { block: 900n });
  addNeuron(ctx, netuid, 22, { block: 900n });
  LastUpdate.set(ctx, index(0), [950n, 900n, 900n]);
  return { ctx, netuid };
}

describe("an epoch", () => {
  test("pays miners by weight and the validator the other half, and stores every vector", () => {
    const { ctx, netuid } = subnet();
    Weights.set(ctx, index(0), 0, [
      [1, 65535],
      [2, 65535],
    ]);
    expect(epochWithMechanisms(ctx, netuid, alpha(1000n))).toEqual([
      { hotkey: account(20), incentive: 0n, dividend: 500n },
      { hotkey: account(21), incentive: 250n, dividend: 0n },
      { hotkey: account(22), incentive: 250n, dividend: 0n },
    ]);
    // Half of 65535, floored.
    expect(Incentive.get(ctx, index(0))).toEqual([0, 32767, 32767]);
    expect(Consensus.get(ctx, netuid)).toEqual([0, 32767, 32767]);
    expect(Dividends.get(ctx, netuid)).toEqual([65535, 0, 0]);
    expect(ValidatorTrust.get(ctx, netuid)).toEqual([65535, 0, 0]);
    expect(Emission.get(ctx, netuid)).toEqual([500n, 250n, 250n]);
    expect(StakeWeight.get(ctx, netuid)).toEqual([65535, 0, 0]);
    expect(ValidatorPermit.get(ctx, netuid)).toEqual([true, false, false]);
    expect(Active.get(ctx, netuid)).toEqual([true, true, true]);
    // A tenth of the weights, the first time; everyone else has an empty row.
    expect(Bonds.get(ctx, index(0), 0)).toEqual([
      [1, 3276],
      [2, 3276],
    ]);
    expect([Bonds.has(ctx, index(0), 1), Bonds.get(ctx, index(0), 1)]).toEqual([true, []]);
    expect(eventNames(ctx)).toEqual(["IncentiveAlphaEmittedToMiners"]);
    expect(ctx.events[0]?.event.data).toEqual({ netuid, emissions: [0n, 250n, 250n] });
  });
  test("by the compiled kernel and by the specification leaves the same state", () => {
    const changes = (["compiled", "specified"] as const).map((arithmetic) => {
      const { ctx, netuid } = subnet();
      Object.assign(ctx, { chain: { ...ctx.chain, arithmetic } });
      Weights.set(ctx, index(0), 0, [
        [2, 7],
        [1, 65535],
      ]);
      Bonds.set(ctx, index(0), 0, [[1, 300]]);
      epochWithMechanisms(ctx, netuid, alpha(12345n));
      return ctx.state.changes();
    });
    expect(changes[0]).toEqual(changes[1]);
  });
  test("reads rows of any bytes: what is none counts for nothing, what follows one is ignored", () => {
    const { ctx, netuid } = subnet();
    // One pair, one byte too many; a claim of two pairs, and one there.
    ctx.state.writeRaw(Weights.keyOf(index(0), 0), Uint8Array.of(4, 1, 0, 255, 255, 9));
    ctx.state.writeRaw(Bonds.keyOf(index(0), 0), Uint8Array.of(8, 1, 0, 255, 255));
    epochWithMechanisms(ctx, netuid, alpha(1000n));
    expect(Incentive.get(ctx, index(0))).toEqual([0, 65535, 0]);
    expect(Bonds.get(ctx, index(0), 0)).toEqual([[1, 6553]]);
  });
  test("without weights pays validators by stake", () => {
    const { ctx, netuid } = subnet();
    const paid = epochWithMechanisms(ctx, netuid, alpha(1000n));
    expect(paid.map(({ incentive, dividend }) => [incentive, dividend])).toEqual([
      [0n, 1000n],
      [0n, 0n],
      [0n, 0n],
    ]);
  });
  test("of two mechanisms is stored apart; what belongs to the subnet is the weighted sum", () => {
    const { ctx, netuid } = subnet();
    MechanismCountCurrent.set(ctx, netuid, mechId(2));
    MechanismEmissionSplit.set(ctx, netuid, [13107, 52428]);
    LastUpdate.set(ctx, index(1), [950n, 900n, 900n]);
    Weights.set(ctx, index(0), 0, [[1, 65535]]);
    Weights.set(ctx, index(1), 0, [[2, 65535]]);
    const paid = epochWithMechanisms(ctx, netuid, alpha(1000n));
    expect(paid.map(({ incentive, dividend }) => [incentive, dividend])).toEqual([
      [0n, 500n],
      [100n, 0n],
      [400n, 0n],
    ]);
    expect(Incentive.get(ctx, index(0))).toEqual([0, 65535, 0]);
    expect(Incentive.get(ctx, index(1))).toEqual([0, 0, 65535]);
    // 0.2 and 0.8 of 65535 and of what each earned. Both are a little less in binary, and every sum is cut:
    // 19.99… becomes 19, and 19 + 319.99… becomes 338.
    expect(Consensus.get(ctx, netuid)).toEqual([0, 13106, 52427]);
    expect(Emission.get(ctx, netuid)).toEqual([338n, 19n, 319n]);
    const told = ctx.events.map(({ event }) => event.data);
    expect(told).toEqual([
      { netuid: 1, emissions: [0n, 100n, 0n] },
      { netuid: 4097, emissions: [0n, 0n, 400n] },
    ]);
  });
});

describe("with commit-reveal", () => {
  /** Miner 22 registered after the validator committed, and before its last update. */
  function registeredInBetween() {
    const made = subnet();
    CommitRevealWeightsEnabled.set(made.ctx, made.netuid, true);
    Weights.set(made.ctx, index(0), 0, [
      [1, 65535],
      [2, 65535],
    ]);
    BlockAtRegistration.set(made.ctx, made.netuid, 2, 945n);
    return made;
  }
  const incentive = ({ ctx, netuid }: { readonly ctx: Context; readonly netuid: NetUid }) => {
    epochWithMechanisms(ctx, netuid, alpha(1000n));
    return Incentive.get(ctx, index(0));
  };
  test("weights count for whoever was there at the earliest waiting commit", () => {
    const made = registeredInBetween();
    WeightCommits.set(made.ctx, index(0), account(20), [
      [`0x${"01".repeat(32)}` as never, 0n, 940n, 0n],
      [`0x${"02".repeat(32)}` as never, 0n, 946n, 0n],
    ]);
    expect(incentive(made)).toEqual([0, 65535, 0]);
  });
  test("timelocked commits count in the same way", () => {
    const made = registeredInBetween();
    TimelockedWeightCommits.set(made.ctx, index(0), 0n, [
      [account(20), 940n, Uint8Array.of(1), 1n],
    ]);
    expect(incentive(made)).toEqual([0, 65535, 0]);
  });
  test("without a waiting commit only the last update counts", () => {
    expect(incentive(registeredInBetween())).toEqual([0, 32767, 32767]);
  });
});

describe("bonds reset", () => {
  test("takes every bond in the miner away, where the subnet allows it", () => {
    const { ctx, netuid } = subnet();
    Bonds.set(ctx, index(0), 0, [
      [1, 10],
      [2, 20],
    ]);
    doResetBonds(ctx, index(0), account(22));
    expect(Bonds.get(ctx, index(0), 0)).toHaveLength(2);
    BondsResetOn.set(ctx, netuid, true);
    doResetBonds(ctx, index(0), account(99));
    expect(Bonds.get(ctx, index(0), 0)).toHaveLength(2);
    doResetBonds(ctx, index(0), account(22));
    expect(Bonds.get(ctx, index(0), 0)).toEqual([[1, 10]]);
  });
});

describe("voting power", () => {
  const run = (ctx: Context, netuid: NetUid) => epochWithMechanisms(ctx, netuid, alpha(0n));
  const power = (ctx: Context, netuid: NetUid) => VotingPower.get(ctx, netuid, account(20));
  test("is kept only where it is tracked, and moves towards the stake", () => {
    const { ctx, netuid } = subnet();
    VotingPowerEmaAlpha.set(ctx, netuid, 250_000_000_000_000_000n);
    run(ctx, netuid);
    expect(power(ctx, netuid)).toBe(0n);
    doEnableVotingPowerTracking(ctx, netuid);
    run(ctx, netuid);
    expect(power(ctx, netuid)).toBe(25n * UNIT);
    run(ctx, netuid);
    expect(power(ctx, netuid)).toBe((4375n * UNIT) / 100n);
    expect(VotingPower.has(ctx, netuid, account(21))).toBe(false);
  });
  test("of a validator that falls below the threshold is gone", () => {
    const { ctx, netuid } = subnet();
    doEnableVotingPowerTracking(ctx, netuid);
    VotingPower.set(ctx, netuid, account(20), 200n * UNIT);
    StakeThreshold.set(ctx, 100n * UNIT);
    VotingPowerEmaAlpha.set(ctx, netuid, 1_000_000_000_000_000_000n);
    run(ctx, netuid);
    expect(power(ctx, netuid)).toBe(100n * UNIT);
    StakeThreshold.set(ctx, 100n * UNIT + 1n);
    VotingPower.set(ctx, netuid, account(20), 200n * UNIT);
    run(ctx, netuid);
    expect(VotingPower.has(ctx, netuid, account(20))).toBe(false);
  });
  test("is forgotten two weeks after it was switched off", () => {
    const { ctx, netuid } = subnet();
    expect(() => doDisableVotingPowerTracking(ctx, netuid)).toThrow(
      Errors.VotingPowerTrackingNotEnabled as never,
    );
    doEnableVotingPowerTracking(ctx, netuid);
    VotingPower.set(ctx, netuid, account(77), 5n);
    doDisableVotingPowerTracking(ctx, netuid);
    run(ctx, netuid);
    // Nobody is registered under 77.
    expect(VotingPower.has(ctx, netuid, account(77))).toBe(false);
    expect(power(ctx, netuid)).toBeGreaterThan(0n);
    ctx.block += 100_800n;
    run(ctx, netuid);
    expect(VotingPower.keysOf(ctx, netuid)).toEqual([]);
    expect(eventNames(ctx)).toContain("VotingPowerTrackingDisabled");
  });
  test("goes along with a swapped hotkey", () => {
    const { ctx, netuid } = subnet();
    VotingPower.set(ctx, netuid, account(20), 7n);
    VotingPower.set(ctx, netuid, account(30), 3n);
    swapVotingPowerForHotkey(ctx, account(20), account(30), netuid);
    expect(VotingPower.entries(ctx, netuid)).toEqual([[[netuid, account(30)], 10n]]);
  });
});
