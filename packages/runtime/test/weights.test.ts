import { type Context, type Origin, ROOT, type RuntimeCall, signed } from "@ganglion/frame";
import { blake2_256Hex } from "@ganglion/hash";
import {
  type AccountId,
  fromHex,
  hash,
  type MechId,
  mechId,
  type NetUid,
  netUid,
} from "@ganglion/primitives";
import { describe, expect, test } from "vitest";
import { getMechanismStorageIndex } from "../src/pallets/subtensor/epoch/mechanisms.ts";
import {
  LastUpdate,
  MechanismCountCurrent,
  SubnetEpochIndex,
} from "../src/pallets/subtensor/epoch/storage.ts";
import { StakeThreshold } from "../src/pallets/subtensor/staking/storage.ts";
import { weightsCalls } from "../src/pallets/subtensor/weights/calls.ts";
import { getCommitHash } from "../src/pallets/subtensor/weights/reveal.ts";
import {
  CommitRevealWeightsEnabled,
  MinAllowedWeights,
  RevealPeriodEpochs,
  TimelockedWeightCommits,
  WeightCommits,
  Weights,
  WeightsSetRateLimit,
  WeightsVersionKey,
} from "../src/pallets/subtensor/weights/storage.ts";
import {
  account,
  addNeuron,
  addSubnet,
  emptyChain,
  eventNames,
  lastEvent,
  setOwnerHotkey,
  UNIT,
} from "./subnet-fixture.ts";

const VALIDATOR = account(20);

/** A validator (uid 0) and two miners. */
function subnet(): { readonly ctx: Context; readonly netuid: NetUid } {
  const ctx = emptyChain(1000n);
  const netuid = addSubnet(ctx, 1);
  addNeuron(ctx, netuid, 20, { stake: 1000n * UNIT, permit: true });
  addNeuron(ctx, netuid, 21);
  addNeuron(ctx, netuid, 22);
  return { ctx, netuid };
}
const index = (netuid: number, mecid = 0) =>
  getMechanismStorageIndex(netUid(netuid), mechId(mecid));

/** Dispatches like an extrinsic; the name of the refusal, or "ok". */
function dispatch(ctx: Context, origin: Origin, call: RuntimeCall): string {
  const result = ctx.dispatch(origin, call);
  return result.ok ? "ok" : result.refusal.label;
}
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
    const { ctx, netuid } = subnet();
    expect(setWeights(ctx, VALIDATOR, { 1: 1, 2: 2 })).toBe("ok");
    // 1 × 65535 / 2 = 32767.5, rounded away from zero.
    expect(Weights.get(ctx, index(1), 0)).toEqual([
      [1, 32768],
      [2, 65535],
    ]);
    expect(LastUpdate.get(ctx, index(1))).toEqual([1000n, 0n, 0n]);
    expect(lastEvent(ctx).data).toEqual({ netuidIndex: netuid, uid: 0 });
    ctx.block = 1100n;
    expect(setWeights(ctx, VALIDATOR, { 1: 0, 2: 7 })).toBe("ok");
    expect(Weights.get(ctx, index(1), 0)).toEqual([
      [1, 0],
      [2, 65535],
    ]);
  });
  test("a second time is refused until the rate limit has passed", () => {
    const { ctx } = subnet();
    expect(setWeights(ctx, VALIDATOR, { 1: 1 })).toBe("ok");
    ctx.block = 1099n;
    expect(setWeights(ctx, VALIDATOR, { 1: 1 })).toBe("SettingWeightsTooFast");
    ctx.block = 1100n;
    expect(setWeights(ctx, VALIDATOR, { 1: 1 })).toBe("ok");
  });
  test("a refused call changes nothing", () => {
    const { ctx } = subnet();
    const before = ctx.mark();
    expect(setWeights(ctx, VALIDATOR, { 9: 1 })).toBe("UidVecContainInvalidOne");
    expect(ctx.mark()).toEqual(before);
  });
  test("who is refused for several reasons hears the first one that the reference checks", () => {
    const { ctx } = subnet();
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
    LastUpdate.mutate(ctx, index(1), (list) => list.with(uid, 950n));
    expect(tried(versioned)).toBe("SettingWeightsTooFast");
    LastUpdate.mutate(ctx, index(1), (list) => list.with(uid, 0n));
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
    const { ctx } = subnet();
    MinAllowedWeights.set(ctx, netUid(1), 3);
    expect(setWeights(ctx, account(21), { 2: 1 })).toBe("NeuronNoValidatorPermit");
    expect(setWeights(ctx, account(21), { 1: 1 })).toBe("ok");
  });
  test("the owner's hotkey needs neither stake nor permit", () => {
    const { ctx } = subnet();
    StakeThreshold.set(ctx, 5n * UNIT);
    expect(setWeights(ctx, account(21), { 2: 1 })).toBe("NotEnoughStakeToSetWeights");
    setOwnerHotkey(ctx, netUid(1), account(21));
    expect(setWeights(ctx, account(21), { 2: 1 })).toBe("ok");
  });
});

describe("mechanisms", () => {
  test("weights of the second mechanism have their own row and their own rate limit", () => {
    const { ctx } = subnet();
    MechanismCountCurrent.set(ctx, netUid(1), mechId(2));
    const set = (mecid: number) =>
      dispatch(ctx, signed(VALIDATOR), {
        call: weightsCalls.setMechanismWeights,
        args: { netuid: netUid(1), mecid: mechId(mecid), dests: [1], weights: [5], versionKey: 0n },
      });
    expect(set(0)).toBe("ok");
    expect(set(0)).toBe("SettingWeightsTooFast");
    expect(set(1)).toBe("ok");
    expect(Weights.get(ctx, index(1, 1), 0)).toEqual([[1, 65535]]);
    expect(index(1, 1)).toBe(4097);
    expect(LastUpdate.get(ctx, index(1, 1))).toEqual([1000n, 0n, 0n]);
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
    const { ctx } = subnet();
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
    const { ctx } = subnet();
    expect(batch(ctx, [1], [])).toBe("InputLengthsUnequal");
  });
});

/** The bytes that a commit hashes, by hand: account, u16, three lists, u64. */
function preimage(who: AccountId, storageIndex: string): Uint8Array {
  const uids = "0801000200"; // [1, 2]
  const values = "080a001400"; // [10, 20]
  const salt = "040700"; // [7]
  return fromHex(`${who}${storageIndex}${uids}${values}${salt}2a00000000000000`);
}
const WEIGHTS = { uids: [1, 2], values: [10, 20], salt: [7], versionKey: 42n };

function committing(): { readonly ctx: Context; readonly netuid: NetUid } {
  const made = subnet();
  CommitRevealWeightsEnabled.set(made.ctx, made.netuid, true);
  WeightsSetRateLimit.set(made.ctx, made.netuid, 0n);
  SubnetEpochIndex.set(made.ctx, made.netuid, 5n);
  return made;
}
const commit = (ctx: Context, commitHash: string, who = VALIDATOR) =>
  dispatch(ctx, signed(who), {
    call: weightsCalls.commitWeights,
    args: { netuid: netUid(1), commitHash: commitHash as `0x${string}` },
  });
const reveal = (ctx: Context, given = WEIGHTS) =>
  dispatch(ctx, signed(VALIDATOR), {
    call: weightsCalls.revealWeights,
    args: { netuid: netUid(1), ...given },
  });
const hashOf = (salt: number) => getCommitHash(VALIDATOR, index(1), { ...WEIGHTS, salt: [salt] });

describe("commit-reveal", () => {
  test("the commit hash is blake2-256 of account, storage index, uids, values, salt and version", () => {
    expect(getCommitHash(VALIDATOR, index(1), WEIGHTS)).toBe(
      blake2_256Hex(preimage(VALIDATOR, "0100")),
    );
    expect(getCommitHash(VALIDATOR, index(1, 1), WEIGHTS)).toBe(
      blake2_256Hex(preimage(VALIDATOR, "0110")),
    );
  });
  test("a commit is noted with its epoch and block, and counts as update", () => {
    const { ctx, netuid } = committing();
    expect(commit(ctx, hashOf(7))).toBe("ok");
    expect(WeightCommits.get(ctx, index(1), VALIDATOR)).toEqual([[hashOf(7), 5n, 1000n, 0n]]);
    expect(LastUpdate.get(ctx, index(1))[0]).toBe(1000n);
    expect(lastEvent(ctx).data).toEqual({
      hotkey: VALIDATOR,
      netuidIndex: netuid,
      commitHash: hashOf(7),
    });
  });
  test("it can be revealed in the one epoch that is a reveal period later", () => {
    const { ctx, netuid } = committing();
    RevealPeriodEpochs.set(ctx, netuid, 2n);
    commit(ctx, hashOf(7));
    SubnetEpochIndex.set(ctx, netuid, 6n);
    expect(reveal(ctx)).toBe("RevealTooEarly");
    SubnetEpochIndex.set(ctx, netuid, 8n);
    expect(reveal(ctx)).toBe("ExpiredWeightCommit");
    SubnetEpochIndex.set(ctx, netuid, 7n);
    const from = ctx.events.length;
    expect(reveal(ctx)).toBe("ok");
    expect(eventNames(ctx, from)).toEqual(["WeightsSet", "WeightsRevealed"]);
    expect(Weights.get(ctx, index(1), 0)).toEqual([
      [1, 32768],
      [2, 65535],
    ]);
    expect(WeightCommits.has(ctx, index(1), VALIDATOR)).toBe(false);
  });
  test("revealing drops the commits before it and keeps those after it", () => {
    const { ctx, netuid } = committing();
    for (const salt of [6, 7, 8]) commit(ctx, hashOf(salt));
    SubnetEpochIndex.set(ctx, netuid, 6n);
    expect(reveal(ctx)).toBe("ok");
    expect(WeightCommits.get(ctx, index(1), VALIDATOR)?.map(([each]) => each)).toEqual([hashOf(8)]);
    expect(reveal(ctx, { ...WEIGHTS, salt: [6] })).toBe("InvalidRevealCommitHashNotMatch");
  });
  test("nothing committed, only expired commits, and another hash are told apart", () => {
    const { ctx, netuid } = committing();
    expect(reveal(ctx)).toBe("NoWeightsCommitFound");
    commit(ctx, hashOf(8));
    expect(reveal(ctx)).toBe("InvalidRevealCommitHashNotMatch");
    SubnetEpochIndex.set(ctx, netuid, 9n);
    expect(reveal(ctx)).toBe("NoWeightsCommitFound");
    expect(reveal(ctx, { ...WEIGHTS, salt: [8] })).toBe("ExpiredWeightCommit");
  });
  test("ten commits may wait; expired ones make room", () => {
    const { ctx, netuid } = committing();
    for (let salt = 0; salt < 10; salt++) expect(commit(ctx, hashOf(salt))).toBe("ok");
    expect(commit(ctx, hashOf(10))).toBe("TooManyUnrevealedCommits");
    SubnetEpochIndex.set(ctx, netuid, 7n);
    expect(commit(ctx, hashOf(10))).toBe("ok");
    expect(WeightCommits.get(ctx, index(1), VALIDATOR)).toEqual([[hashOf(10), 7n, 1000n, 0n]]);
  });
  test("refusals of a commit come in the reference's order", () => {
    const { ctx, netuid } = committing();
    const stranger = account(40);
    CommitRevealWeightsEnabled.set(ctx, netuid, false);
    expect(commit(ctx, hashOf(1), stranger)).toBe("CommitRevealDisabled");
    CommitRevealWeightsEnabled.set(ctx, netuid, true);
    expect(commit(ctx, hashOf(1), stranger)).toBe("HotKeyNotRegisteredInSubNet");
    WeightsSetRateLimit.set(ctx, netuid, 100n);
    expect(commit(ctx, hashOf(1))).toBe("ok");
    expect(commit(ctx, hashOf(2))).toBe("CommittingWeightsTooFast");
    expect(setWeights(ctx, VALIDATOR, { 1: 1 })).toBe("CommitRevealEnabled");
  });
  test("a batch of reveals is all or none, and leaves other commits alone", () => {
    const { ctx, netuid } = committing();
    for (const salt of [6, 7, 8]) commit(ctx, hashOf(salt));
    SubnetEpochIndex.set(ctx, netuid, 6n);
    const batch = (salts: number[]) =>
      dispatch(ctx, signed(VALIDATOR), {
        call: weightsCalls.batchRevealWeights,
        args: {
          netuid,
          uidsList: salts.map(() => [1, 2]),
          valuesList: salts.map(() => [10, 20]),
          saltsList: salts.map((salt) => [salt]),
          versionKeys: salts.map(() => 42n),
        },
      });
    expect(batch([8, 9])).toBe("InvalidRevealCommitHashNotMatch");
    expect(batch([8, 8])).toBe("InvalidRevealCommitHashNotMatch");
    expect(Weights.has(ctx, index(1), 0)).toBe(false);
    expect(batch([8, 6])).toBe("ok");
    expect(WeightCommits.get(ctx, index(1), VALIDATOR)?.map(([each]) => each)).toEqual([hashOf(7)]);
    expect(lastEvent(ctx).data).toEqual({
      hotkey: VALIDATOR,
      netuid,
      commitHashes: [hashOf(8), hashOf(6)],
    });
  });
});

describe("timelocked commits", () => {
  const commitSealed = (ctx: Context, bytes: Uint8Array, version = 4, mecid: MechId = mechId(0)) =>
    dispatch(ctx, signed(VALIDATOR), {
      call: weightsCalls.commitTimelockedMechanismWeights,
      args: {
        netuid: netUid(1),
        mecid,
        commit: bytes,
        revealRound: 77n,
        commitRevealVersion: version,
      },
    });
  test("are queued under the current epoch, at most ten per hotkey", () => {
    const { ctx, netuid } = committing();
    const bytes = Uint8Array.of(1, 2, 3);
    expect(commitSealed(ctx, bytes)).toBe("ok");
    expect(TimelockedWeightCommits.get(ctx, index(1), 5n)).toEqual([
      [VALIDATOR, 1000n, bytes, 77n],
    ]);
    const commitHash = hash(blake2_256Hex(bytes));
    const said = { hotkey: VALIDATOR, netuidIndex: netuid, commitHash, revealRound: 77n };
    expect(lastEvent(ctx).data).toEqual(said);
    for (let i = 1; i < 10; i++) expect(commitSealed(ctx, bytes)).toBe("ok");
    expect(commitSealed(ctx, bytes)).toBe("TooManyUnrevealedCommits");
    expect(LastUpdate.get(ctx, index(1))[0]).toBe(1000n);
  });
  test("another version than the chain's is refused", () => {
    const { ctx } = committing();
    expect(commitSealed(ctx, Uint8Array.of(1), 3)).toBe("IncorrectCommitRevealVersion");
  });
});
