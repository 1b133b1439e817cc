import { BadOrigin, ROOT, signed } from "@ganglion/frame";
import { describe, expect, test } from "vitest";
import {
  currentEpochWithLookahead,
  getActivityCutoffBlocks,
  getNextEpochStartBlock,
  isEpochInputStateConsistent,
  shouldRunEpoch,
} from "../src/pallets/subtensor/epoch/schedule.ts";
import {
  ActivityCutoffFactorMilli,
  BlocksSinceLastStep,
  LastEpochBlock,
  PendingEpochAt,
  SubnetEpochIndex,
  Tempo,
} from "../src/pallets/subtensor/epoch/storage.ts";
import {
  doSetActivityCutoffFactor,
  doSetTempo,
  doTriggerEpoch,
} from "../src/pallets/subtensor/epoch/tempo-control.ts";
import { Errors } from "../src/pallets/subtensor/errors.ts";
import { Keys } from "../src/pallets/subtensor/registration/storage.ts";
import { CommitRevealWeightsEnabled } from "../src/pallets/subtensor/weights/storage.ts";
import {
  account,
  addNeuron,
  addSubnet,
  emptyChain,
  eventNames,
  lastEvent,
} from "./subnet-fixture.ts";

const OWNER = account(1);
const refusal = (work: () => void): unknown => {
  try {
    work();
  } catch (thrown) {
    return thrown;
  }
  return undefined;
};

function subnet(block = 1000n, tempo = 360) {
  const ctx = emptyChain(block);
  return { ctx, netuid: addSubnet(ctx, 1, tempo) };
}

describe("when an epoch is due", () => {
  test("a tempo after the last one, not a block earlier", () => {
    const { ctx, netuid } = subnet();
    expect(shouldRunEpoch(ctx, netuid, 1359n)).toBe(false);
    expect(shouldRunEpoch(ctx, netuid, 1360n)).toBe(true);
    expect(getNextEpochStartBlock(ctx, netuid)).toBe(1360n);
  });
  test("never with a tempo of 0, whatever else speaks for it", () => {
    const { ctx, netuid } = subnet();
    Tempo.set(ctx, netuid, 0);
    PendingEpochAt.set(ctx, netuid, 1n);
    BlocksSinceLastStep.set(ctx, netuid, 60_000n);
    expect(shouldRunEpoch(ctx, netuid, 99_999n)).toBe(false);
    expect(getNextEpochStartBlock(ctx, netuid)).toBeUndefined();
  });
  test("earlier if it was triggered", () => {
    const { ctx, netuid } = subnet();
    PendingEpochAt.set(ctx, netuid, 1010n);
    expect(getNextEpochStartBlock(ctx, netuid)).toBe(1010n);
    expect(shouldRunEpoch(ctx, netuid, 1009n)).toBe(false);
    expect(shouldRunEpoch(ctx, netuid, 1010n)).toBe(true);
  });
  test("a trigger behind the next automatic epoch does not postpone it", () => {
    const { ctx, netuid } = subnet();
    PendingEpochAt.set(ctx, netuid, 5000n);
    expect(getNextEpochStartBlock(ctx, netuid)).toBe(1360n);
  });
  test("after 50400 blocks without a step, even if the schedule says no", () => {
    const { ctx, netuid } = subnet(1000n, 360);
    BlocksSinceLastStep.set(ctx, netuid, 50_400n);
    expect(shouldRunEpoch(ctx, netuid, 1001n)).toBe(false);
    BlocksSinceLastStep.set(ctx, netuid, 50_401n);
    expect(shouldRunEpoch(ctx, netuid, 1001n)).toBe(true);
  });
  test("a commit in the block of a due epoch belongs to the epoch that begins", () => {
    const { ctx, netuid } = subnet();
    SubnetEpochIndex.set(ctx, netuid, 7n);
    expect(currentEpochWithLookahead(ctx, netuid)).toBe(7n);
    ctx.block = 1360n;
    expect(currentEpochWithLookahead(ctx, netuid)).toBe(8n);
  });
  test("a silent neuron is active for a part of the tempo, at least for a block", () => {
    const { ctx, netuid } = subnet();
    // The default factor of 13.889 tempos of 360 blocks.
    expect(getActivityCutoffBlocks(ctx, netuid)).toBe(5000);
    Tempo.set(ctx, netuid, 0);
    expect(getActivityCutoffBlocks(ctx, netuid)).toBe(1);
  });
  test("a hotkey with two uids makes the input inconsistent", () => {
    const { ctx, netuid } = subnet();
    addNeuron(ctx, netuid, 20);
    addNeuron(ctx, netuid, 21);
    expect(isEpochInputStateConsistent(ctx, netuid)).toBe(true);
    Keys.set(ctx, netuid, 1, account(20));
    expect(isEpochInputStateConsistent(ctx, netuid)).toBe(false);
  });
});

describe("set_tempo", () => {
  test("writes the tempo and starts a new cycle", () => {
    const { ctx, netuid } = subnet();
    ctx.block = 1100n;
    doSetTempo(ctx, signed(OWNER), netuid, 720);
    expect(Tempo.get(ctx, netuid)).toBe(720);
    expect(LastEpochBlock.get(ctx, netuid)).toBe(1100n);
    expect(lastEvent(ctx).data).toEqual({ netuid, tempo: 720 });
  });
  test("is the owner's alone, not even root's", () => {
    const { ctx, netuid } = subnet();
    expect(refusal(() => doSetTempo(ctx, signed(account(2)), netuid, 720))).toBe(BadOrigin);
    expect(refusal(() => doSetTempo(ctx, ROOT, netuid, 720))).toBe(BadOrigin);
  });
  test.each([359, 50_401])("refuses %i blocks", (tempo) => {
    const { ctx, netuid } = subnet();
    expect(refusal(() => doSetTempo(ctx, signed(OWNER), netuid, tempo))).toBe(
      Errors.TempoOutOfBounds,
    );
    expect(Tempo.get(ctx, netuid)).toBe(360);
  });
  test("is refused in the last ten blocks before an epoch", () => {
    const { ctx, netuid } = subnet();
    ctx.block = 1351n;
    const said = refusal(() => doSetTempo(ctx, signed(OWNER), netuid, 720));
    expect(said).toBe(Errors.AdminActionProhibitedDuringWeightsWindow);
    ctx.block = 1350n;
    expect(refusal(() => doSetTempo(ctx, signed(OWNER), netuid, 720))).toBeUndefined();
  });
  test("may be repeated after 360 blocks", () => {
    const { ctx, netuid } = subnet();
    doSetTempo(ctx, signed(OWNER), netuid, 720);
    ctx.block = 1359n;
    expect(refusal(() => doSetTempo(ctx, signed(OWNER), netuid, 400))).toBe(
      Errors.TxRateLimitExceeded,
    );
    ctx.block = 1360n;
    expect(refusal(() => doSetTempo(ctx, signed(OWNER), netuid, 400))).toBeUndefined();
  });
});

describe("set_activity_cutoff_factor", () => {
  test("root skips the freeze window and the rate limit", () => {
    const { ctx, netuid } = subnet();
    ctx.block = 1355n;
    doSetActivityCutoffFactor(ctx, ROOT, netuid, 2000);
    doSetActivityCutoffFactor(ctx, ROOT, netuid, 3000);
    expect(ActivityCutoffFactorMilli.get(ctx, netuid)).toBe(3000);
    expect(eventNames(ctx)).toEqual([
      "ActivityCutoffFactorMilliSet",
      "ActivityCutoffFactorMilliSet",
    ]);
  });
  test("the owner keeps to both", () => {
    const { ctx, netuid } = subnet();
    const set = (factor: number) => () =>
      doSetActivityCutoffFactor(ctx, signed(OWNER), netuid, factor);
    ctx.block = 1355n;
    expect(refusal(set(2000))).toBe(Errors.AdminActionProhibitedDuringWeightsWindow);
    ctx.block = 1100n;
    expect(refusal(set(2000))).toBeUndefined();
    expect(refusal(set(3000))).toBe(Errors.TxRateLimitExceeded);
  });
  test.each([999, 50_001])("refuses %i thousandths before it looks at the window", (factor) => {
    const { ctx, netuid } = subnet();
    ctx.block = 1355n;
    const said = refusal(() => doSetActivityCutoffFactor(ctx, signed(OWNER), netuid, factor));
    expect(said).toBe(Errors.ActivityCutoffFactorMilliOutOfBounds);
  });
});

describe("trigger_epoch", () => {
  test("schedules an epoch a freeze window ahead, in which the rules stand still", () => {
    const { ctx, netuid } = subnet();
    doTriggerEpoch(ctx, signed(OWNER), netuid);
    expect(PendingEpochAt.get(ctx, netuid)).toBe(1010n);
    expect(lastEvent(ctx).data).toEqual({ netuid, by: OWNER, firesAt: 1010n });
    const said = refusal(() => doSetTempo(ctx, signed(OWNER), netuid, 720));
    expect(said).toBe(Errors.AdminActionProhibitedDuringWeightsWindow);
  });
  test("refuses in the order: commit-reveal, pending, imminent, rate", () => {
    const { ctx, netuid } = subnet();
    const trigger = () => doTriggerEpoch(ctx, signed(OWNER), netuid);
    CommitRevealWeightsEnabled.set(ctx, netuid, true);
    PendingEpochAt.set(ctx, netuid, 1010n);
    ctx.block = 1355n;
    expect(refusal(trigger)).toBe(Errors.DynamicTempoBlockedByCommitReveal);
    CommitRevealWeightsEnabled.set(ctx, netuid, false);
    expect(refusal(trigger)).toBe(Errors.EpochTriggerAlreadyPending);
    PendingEpochAt.set(ctx, netuid, 0n);
    expect(refusal(trigger)).toBe(Errors.AutoEpochAlreadyImminent);
    ctx.block = 1100n;
    trigger();
    PendingEpochAt.set(ctx, netuid, 0n);
    expect(refusal(trigger)).toBe(Errors.TxRateLimitExceeded);
  });
});
