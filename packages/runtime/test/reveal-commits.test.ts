import type { Context } from "@ganglion/frame";
import { type AccountId, fromHex, mechId, type NetUid, netUid } from "@ganglion/primitives";
import { bytes, encode, struct, u16, u64, vec } from "@ganglion/scale";
import { describe, expect, test } from "vitest";
import {
  revealCrv3Commits,
  type Timelock,
} from "../src/pallets/subtensor/coinbase/reveal-commits.ts";
import { readWeightsPayload } from "../src/pallets/subtensor/coinbase/weights-payload.ts";
import { getMechanismStorageIndex } from "../src/pallets/subtensor/epoch/mechanisms.ts";
import { LastUpdate, SubnetEpochIndex } from "../src/pallets/subtensor/epoch/storage.ts";
import {
  CommitRevealWeightsEnabled,
  TimelockedWeightCommits,
  Weights,
} from "../src/pallets/subtensor/weights/storage.ts";
import { account, addNeuron, addSubnet, emptyChain, eventNames, UNIT } from "./subnet-fixture.ts";

const INDEX = getMechanismStorageIndex(netUid(1), mechId(0));
const payload = struct("Payload", {
  hotkey: bytes,
  uids: vec(u16),
  values: vec(u16),
  versionKey: u64,
});
const legacy = struct("Legacy", { uids: vec(u16), values: vec(u16), versionKey: u64 });

const sealed = (who: AccountId, values: number[]): Uint8Array =>
  encode(payload, { hotkey: fromHex(who), uids: [1, 2], values, versionKey: 0n });

/** A beacon that knows some rounds, and a seal that any signature opens unless the first byte is 255. */
const beacon = (...rounds: bigint[]): Timelock => ({
  signatureOf: (_ctx, round) => (rounds.includes(round) ? Uint8Array.of(1) : undefined),
  open: (_ctx, commit) => (commit[0] === 255 ? undefined : commit),
});

/** Validators 20 and 21 (uids 0 and 1) and a miner, in epoch 6; commits of epoch 5 are due. */
function subnet(): { readonly ctx: Context; readonly netuid: NetUid } {
  const ctx = emptyChain(1000n);
  const netuid = addSubnet(ctx, 1);
  for (const n of [20, 21]) addNeuron(ctx, netuid, n, { stake: 10n * UNIT, permit: true });
  addNeuron(ctx, netuid, 22);
  CommitRevealWeightsEnabled.set(ctx, netuid, true);
  SubnetEpochIndex.set(ctx, netuid, 6n);
  return { ctx, netuid };
}
const commit = (ctx: Context, epoch: bigint, ...entries: [number, Uint8Array, bigint][]) =>
  TimelockedWeightCommits.set(
    ctx,
    INDEX,
    epoch,
    entries.map(([n, commitBytes, round]) => [account(n), 900n, commitBytes, round]),
  );

describe("timelocked commits", () => {
  test("are revealed in their epoch, and the queue is gone", () => {
    const { ctx } = subnet();
    commit(ctx, 5n, [20, sealed(account(20), [1, 1]), 77n], [21, sealed(account(21), [0, 3]), 78n]);
    revealCrv3Commits(ctx, beacon(77n, 78n));
    expect(Weights.get(ctx, INDEX, 0)).toEqual([
      [1, 65535],
      [2, 65535],
    ]);
    expect(Weights.get(ctx, INDEX, 1)).toEqual([
      [1, 0],
      [2, 65535],
    ]);
    expect(eventNames(ctx)).toEqual([
      "WeightsSet",
      "TimelockedWeightsRevealed",
      "WeightsSet",
      "TimelockedWeightsRevealed",
    ]);
    expect(TimelockedWeightCommits.has(ctx, INDEX, 5n)).toBe(false);
    // The update was noted at the commit, not now.
    expect(LastUpdate.get(ctx, INDEX)[0]).toBe(0n);
  });
  test("wait for their round within the epoch, and are dropped after it", () => {
    const { ctx, netuid } = subnet();
    commit(ctx, 5n, [20, sealed(account(20), [1, 1]), 77n], [21, sealed(account(21), [1, 1]), 78n]);
    revealCrv3Commits(ctx, beacon(78n));
    expect(TimelockedWeightCommits.get(ctx, INDEX, 5n).map(([who]) => who)).toEqual([account(20)]);
    expect([Weights.has(ctx, INDEX, 0), Weights.has(ctx, INDEX, 1)]).toEqual([false, true]);
    SubnetEpochIndex.set(ctx, netuid, 7n);
    revealCrv3Commits(ctx, beacon(77n));
    expect(Weights.has(ctx, INDEX, 0)).toBe(false);
    expect(TimelockedWeightCommits.has(ctx, INDEX, 5n)).toBe(false);
  });
  test("that can't be opened, name another hotkey or break the rules vanish without an event", () => {
    const { ctx } = subnet();
    commit(
      ctx,
      5n,
      [20, Uint8Array.of(255), 77n],
      [20, Uint8Array.of(1, 2, 3), 77n],
      [20, sealed(account(21), [1, 1]), 77n],
      [22, sealed(account(22), [1, 1]), 77n],
    );
    revealCrv3Commits(ctx, beacon(77n));
    expect(eventNames(ctx)).toEqual([]);
    expect(TimelockedWeightCommits.has(ctx, INDEX, 5n)).toBe(false);
  });
  test("of the epoch that runs, and of later ones, are left alone", () => {
    const { ctx } = subnet();
    commit(ctx, 6n, [20, sealed(account(20), [1, 1]), 77n]);
    revealCrv3Commits(ctx, beacon(77n));
    expect(TimelockedWeightCommits.has(ctx, INDEX, 6n)).toBe(true);
    expect(Weights.has(ctx, INDEX, 0)).toBe(false);
  });
  test("an epoch that is due in this block counts: its reveals come before it runs", () => {
    const { ctx } = subnet();
    commit(ctx, 6n, [20, sealed(account(20), [1, 1]), 77n]);
    ctx.block = 1360n;
    revealCrv3Commits(ctx, beacon(77n));
    expect(Weights.has(ctx, INDEX, 0)).toBe(true);
  });
});

describe("what a commit hides", () => {
  const who = account(20);
  test("names its hotkey", () => {
    expect(readWeightsPayload(sealed(who, [3, 4]), who)).toMatchObject({
      uids: [1, 2],
      values: [3, 4],
    });
    expect(readWeightsPayload(sealed(account(21), [3, 4]), who)).toBeUndefined();
  });
  test("did not name it in older clients", () => {
    const raw = encode(legacy, { uids: [1], values: [9], versionKey: 5n });
    expect(readWeightsPayload(raw, who)).toEqual({ uids: [1], values: [9], versionKey: 5n });
  });
  test("may be followed by other bytes", () => {
    const raw = Uint8Array.of(...sealed(who, [3, 4]), 0, 0);
    expect(readWeightsPayload(raw, who)).toMatchObject({ uids: [1, 2] });
  });
});
