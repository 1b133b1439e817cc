import { type Context, ROOT, signed } from "@ganglion/frame";
import { type AccountId, mechId, netUid } from "@ganglion/primitives";
import { describe, expect, test } from "vitest";
import { LastUpdate, MechanismCountCurrent } from "../src/pallets/subtensor/epoch/storage.ts";
import { StakeThreshold } from "../src/pallets/subtensor/staking/storage.ts";
import { weightsCalls } from "../src/pallets/subtensor/weights/calls.ts";
import {
  CommitRevealWeightsEnabled,
  MinAllowedWeights,
  Weights,
  WeightsVersionKey,
} from "../src/pallets/subtensor/weights/storage.ts";
import {
  account,
  addNeuron,
  dispatch,
  eventNames,
  lastEvent,
  mechanismIndex,
  setOwnerHotkey,
  UNIT,
  VALIDATOR,
  votingSubnet,
} from "./subnet-fixture.ts";

function setWeights(
  ctx: Context,
  who: AccountId | "root",
  weights: Readonly<Record<number, number>>,
  { netuid = netUid(1), versionKey = 0n } = {},
): string {
  const dests = Object.keys(weights).map(Number);
  const args = { netuid, dests, weights: Object.values(weights), versionKey };
  return dispatch(ctx, who === "root" ? ROOT : signed(who), {
    call: weightsCalls.setWeights,
    args,
  });
}

describe("set_weights", () => {
  test("stores the weights scaled so that the largest is 65535, zeros included", () => {
    const { ctx, netuid } = votingSubnet();
    expect(setWeights(ctx, VALIDATOR, { 1: 1, 2: 2 })).toBe("ok");
    // 1 × 65535 / 2 = 32767.5, rounded away from zero.
    expect(Weights.get(ctx, mechanismIndex(1), 0)).toEqual([
      [1, 32768],
      [2, 65535],
    ]);
    expect(LastUpdate.get(ctx, mechanismIndex(1))).toEqual([1000n, 0n, 0n]);
    expect(lastEvent(ctx).data).toEqual({ netuidIndex: netuid, uid: 0 });
    ctx.block = 1100n;
    expect(setWeights(ctx, VALIDATOR, { 1: 0, 2: 7 })).toBe("ok");
    expect(Weights.get(ctx, mechanismIndex(1), 0)).toEqual([
      [1, 0],
      [2, 65535],
    ]);
  });
  test("a second time is refused until the rate limit has passed", () => {
    const { ctx } = votingSubnet();
    expect(setWeights(ctx, VALIDATOR, { 1: 1 })).toBe("ok");
    ctx.block = 1099n;
    expect(setWeights(ctx, VALIDATOR, { 1: 1 })).toBe("SettingWeightsTooFast");
    ctx.block = 1100n;
    expect(setWeights(ctx, VALIDATOR, { 1: 1 })).toBe("ok");
  });
  test("a refused call changes nothing", () => {
    const { ctx } = votingSubnet();
    const before = ctx.mark();
    expect(setWeights(ctx, VALIDATOR, { 9: 1 })).toBe("UidVecContainInvalidOne");
    expect(ctx.mark()).toEqual(before);
  });
  test("who is refused for several reasons hears the first one that the reference checks", () => {
    const { ctx } = votingSubnet();
    const who = account(30);
    const call = (args: object) => ({
      call: weightsCalls.setWeights,
      args: { netuid: netUid(1), dests: [1, 1, 9, 9], weights: [1, 1, 1], versionKey: 0n, ...args },
    });
    const tried = (args: object = {}) => dispatch(ctx, signed(who), call(args));
    CommitRevealWeightsEnabled.set(ctx, netUid(1), true);
    expect(dispatch(ctx, ROOT, call({}))).toBe("CommitRevealEnabled");
    CommitRevealWeightsEnabled.set(ctx, netUid(1), false);
    expect(dispatch(ctx, ROOT, call({}))).toBe("BadOrigin");
    CommitRevealWeightsEnabled.set(ctx, netUid(0), false);
    expect(tried({ netuid: netUid(0) })).toBe("CanNotSetRootNetworkWeights");
    expect(tried()).toBe("WeightVecNotEqualSize");
    const four = { weights: [1, 1, 1, 1] };
    CommitRevealWeightsEnabled.set(ctx, netUid(5), false);
    expect(tried({ ...four, netuid: netUid(5) })).toBe("MechanismDoesNotExist");
    expect(tried(four)).toBe("UidsLengthExceedUidsInSubNet");
    const three = { dests: [1, 1, 9], weights: [1, 1, 1] };
    expect(tried(three)).toBe("HotKeyNotRegisteredInSubNet");
    const { uid } = addNeuron(ctx, netUid(1), 30);
    StakeThreshold.set(ctx, 10n);
    WeightsVersionKey.set(ctx, netUid(1), 5n);
    expect(tried(three)).toBe("NotEnoughStakeToSetWeights");
    StakeThreshold.set(ctx, 0n);
    expect(tried({ ...three, versionKey: 4n })).toBe("IncorrectWeightVersionKey");
    const versioned = { ...three, versionKey: 5n };
    LastUpdate.mutate(ctx, mechanismIndex(1), (list) => list.with(uid, 950n));
    expect(tried(versioned)).toBe("SettingWeightsTooFast");
    LastUpdate.mutate(ctx, mechanismIndex(1), (list) => list.with(uid, 0n));
    expect(tried(versioned)).toBe("NeuronNoValidatorPermit");
    setOwnerHotkey(ctx, netUid(1), who);
    expect(tried(versioned)).toBe("DuplicateUids");
    expect(tried({ ...versioned, dests: [1, 2, 9] })).toBe("UidVecContainInvalidOne");
    MinAllowedWeights.set(ctx, netUid(1), 4);
    expect(tried({ ...versioned, dests: [0, 1, 2] })).toBe("WeightVecLengthIsLow");
    MinAllowedWeights.set(ctx, netUid(1), 3);
    expect(tried({ ...versioned, dests: [0, 1, 2] })).toBe("ok");
  });
  test("without a permit one weight for oneself is still allowed, however many are demanded", () => {
    const { ctx } = votingSubnet();
    MinAllowedWeights.set(ctx, netUid(1), 3);
    expect(setWeights(ctx, account(21), { 2: 1 })).toBe("NeuronNoValidatorPermit");
    expect(setWeights(ctx, account(21), { 1: 1 })).toBe("ok");
  });
  test("the owner's hotkey needs neither stake nor permit", () => {
    const { ctx } = votingSubnet();
    StakeThreshold.set(ctx, 5n * UNIT);
    expect(setWeights(ctx, account(21), { 2: 1 })).toBe("NotEnoughStakeToSetWeights");
    setOwnerHotkey(ctx, netUid(1), account(21));
    expect(setWeights(ctx, account(21), { 2: 1 })).toBe("ok");
  });
});

describe("mechanisms", () => {
  test("weights of the second mechanism have their own row and their own rate limit", () => {
    const { ctx } = votingSubnet();
    MechanismCountCurrent.set(ctx, netUid(1), mechId(2));
    const set = (mecid: number) =>
      dispatch(ctx, signed(VALIDATOR), {
        call: weightsCalls.setMechanismWeights,
        args: { netuid: netUid(1), mecid: mechId(mecid), dests: [1], weights: [5], versionKey: 0n },
      });
    expect(set(0)).toBe("ok");
    expect(set(0)).toBe("SettingWeightsTooFast");
    expect(set(1)).toBe("ok");
    expect(Weights.get(ctx, mechanismIndex(1, 1), 0)).toEqual([[1, 65535]]);
    expect(mechanismIndex(1, 1)).toBe(4097);
    expect(LastUpdate.get(ctx, mechanismIndex(1, 1))).toEqual([1000n, 0n, 0n]);
    expect(set(2)).toBe("MechanismDoesNotExist");
  });
});

describe("batch_set_weights", () => {
  const batch = (ctx: Context, netuids: number[], versionKeys = netuids.map(() => 0n)) =>
    dispatch(ctx, signed(VALIDATOR), {
      call: weightsCalls.batchSetWeights,
      args: {
        netuids: netuids.map(netUid),
        weights: netuids.map(() => [[1, 1]] as const),
        versionKeys,
      },
    });
  test("does what it can and tells of the rest", () => {
    const { ctx } = votingSubnet();
    CommitRevealWeightsEnabled.set(ctx, netUid(7), false);
    const from = ctx.events.length;
    expect(batch(ctx, [9, 1, 7])).toBe("ok");
    expect(eventNames(ctx, from)).toEqual([
      "WeightsSet",
      "BatchCompletedWithErrors",
      "BatchWeightItemFailed",
      "BatchWeightItemFailed",
      "BatchWeightsCompleted",
    ]);
    // Netuid 9 stands at the default: commit-reveal on.
    const failed = ctx.events[from + 2]!.event.data as {
      netuid: number;
      error: { type: string; value: { error: Uint8Array } };
    };
    expect([failed.netuid, failed.error.type, failed.error.value.error[0]]).toEqual([
      9,
      "Module",
      53,
    ]);
    expect(lastEvent(ctx).data).toEqual({ netuids: [9, 1, 7], hotkey: VALIDATOR });
  });
  test("lists of unequal lengths are refused", () => {
    const { ctx } = votingSubnet();
    expect(batch(ctx, [1], [])).toBe("InputLengthsUnequal");
  });
});
