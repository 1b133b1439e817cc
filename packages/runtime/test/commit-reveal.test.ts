import { type Context, signed } from "@ganglion/frame";
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
import { LastUpdate, SubnetEpochIndex } from "../src/pallets/subtensor/epoch/storage.ts";
import { weightsCalls } from "../src/pallets/subtensor/weights/calls.ts";
import { getCommitHash } from "../src/pallets/subtensor/weights/reveal.ts";
import {
  CommitRevealWeightsEnabled,
  RevealPeriodEpochs,
  TimelockedWeightCommits,
  WeightCommits,
  Weights,
  WeightsSetRateLimit,
} from "../src/pallets/subtensor/weights/storage.ts";
import {
  account,
  dispatch,
  eventNames,
  lastEvent,
  mechanismIndex,
  VALIDATOR,
  votingSubnet,
} from "./subnet-fixture.ts";

/** The bytes that a commit hashes, by hand: account, u16, three lists, u64. */
function preimage(who: AccountId, storageIndex: string): Uint8Array {
  const uids = "0801000200"; // [1, 2]
  const values = "080a001400"; // [10, 20]
  const salt = "040700"; // [7]
  return fromHex(`${who}${storageIndex}${uids}${values}${salt}2a00000000000000`);
}
const WEIGHTS = { uids: [1, 2], values: [10, 20], salt: [7], versionKey: 42n };

function committing(): { readonly ctx: Context; readonly netuid: NetUid } {
  const made = votingSubnet();
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
const hashOf = (salt: number) =>
  getCommitHash(VALIDATOR, mechanismIndex(1), { ...WEIGHTS, salt: [salt] });

describe("commit-reveal", () => {
  test("the commit hash is blake2-256 of account, storage index, uids, values, salt and version", () => {
    expect(getCommitHash(VALIDATOR, mechanismIndex(1), WEIGHTS)).toBe(
      blake2_256Hex(preimage(VALIDATOR, "0100")),
    );
    expect(getCommitHash(VALIDATOR, mechanismIndex(1, 1), WEIGHTS)).toBe(
      blake2_256Hex(preimage(VALIDATOR, "0110")),
    );
  });
  test("a commit is noted with its epoch and block, and counts as update", () => {
    const { ctx, netuid } = committing();
    expect(commit(ctx, hashOf(7))).toBe("ok");
    expect(WeightCommits.get(ctx, mechanismIndex(1), VALIDATOR)).toEqual([
      [hashOf(7), 5n, 1000n, 0n],
    ]);
    expect(LastUpdate.get(ctx, mechanismIndex(1))[0]).toBe(1000n);
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
    expect(Weights.get(ctx, mechanismIndex(1), 0)).toEqual([
      [1, 32768],
      [2, 65535],
    ]);
    expect(WeightCommits.has(ctx, mechanismIndex(1), VALIDATOR)).toBe(false);
  });
  test("revealing drops the commits before it and keeps those after it", () => {
    const { ctx, netuid } = committing();
    for (const salt of [6, 7, 8]) commit(ctx, hashOf(salt));
    SubnetEpochIndex.set(ctx, netuid, 6n);
    expect(reveal(ctx)).toBe("ok");
    expect(WeightCommits.get(ctx, mechanismIndex(1), VALIDATOR)?.map(([each]) => each)).toEqual([
      hashOf(8),
    ]);
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
    expect(WeightCommits.get(ctx, mechanismIndex(1), VALIDATOR)).toEqual([
      [hashOf(10), 7n, 1000n, 0n],
    ]);
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
    const direct = { netuid, dests: [1], weights: [1], versionKey: 0n };
    const call = { call: weightsCalls.setWeights, args: direct };
    expect(dispatch(ctx, signed(VALIDATOR), call)).toBe("CommitRevealEnabled");
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
    expect(Weights.has(ctx, mechanismIndex(1), 0)).toBe(false);
    expect(batch([8, 6])).toBe("ok");
    expect(WeightCommits.get(ctx, mechanismIndex(1), VALIDATOR)?.map(([each]) => each)).toEqual([
      hashOf(7),
    ]);
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
    expect(TimelockedWeightCommits.get(ctx, mechanismIndex(1), 5n)).toEqual([
      [VALIDATOR, 1000n, bytes, 77n],
    ]);
    const commitHash = hash(blake2_256Hex(bytes));
    const said = { hotkey: VALIDATOR, netuidIndex: netuid, commitHash, revealRound: 77n };
    expect(lastEvent(ctx).data).toEqual(said);
    for (let i = 1; i < 10; i++) expect(commitSealed(ctx, bytes)).toBe("ok");
    expect(commitSealed(ctx, bytes)).toBe("TooManyUnrevealedCommits");
    expect(LastUpdate.get(ctx, mechanismIndex(1))[0]).toBe(1000n);
  });
  test("another version than the chain's is refused", () => {
    const { ctx } = committing();
    expect(commitSealed(ctx, Uint8Array.of(1), 3)).toBe("IncorrectCommitRevealVersion");
  });
});
