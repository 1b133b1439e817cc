import {
  type Context,
  Refusal,
  ROOT,
  type RuntimeCall,
  runtimeCallOf,
  signed,
} from "@ganglion/frame";
import { hash, mechId, netUid } from "@ganglion/primitives";
import { describe, expect, test } from "vitest";
import { LastStoredRound } from "../src/pallets/drand/storage.ts";
import { getMechanismStorageIndex } from "../src/pallets/subtensor/epoch/mechanisms.ts";
import { LastUpdate, MechanismCountCurrent } from "../src/pallets/subtensor/epoch/storage.ts";
import { Errors } from "../src/pallets/subtensor/errors.ts";
import { customErrorOf, guardsOf } from "../src/pallets/subtensor/guards/guards.ts";
import { keysCalls } from "../src/pallets/subtensor/keys/calls.ts";
import {
  ColdkeySwapAnnouncements,
  ColdkeySwapDisputes,
  LastRateLimitedBlock,
} from "../src/pallets/subtensor/keys/storage.ts";
import { servingCalls } from "../src/pallets/subtensor/serving/calls.ts";
import { stakingCalls } from "../src/pallets/subtensor/staking/calls.ts";
import {
  MaxDelegateTake,
  MinDelegateTake,
  StakeThreshold,
} from "../src/pallets/subtensor/staking/storage.ts";
import { subnetsCalls } from "../src/pallets/subtensor/subnets/calls.ts";
import { weightsCalls } from "../src/pallets/subtensor/weights/calls.ts";
import { getCommitHash } from "../src/pallets/subtensor/weights/reveal.ts";
import {
  CommitRevealWeightsEnabled,
  WeightCommits,
  WeightsSetRateLimit,
} from "../src/pallets/subtensor/weights/storage.ts";
import {
  account,
  addNeuron,
  addSubnet,
  emptyChain,
  setOwnerHotkey,
  UNIT,
} from "./subnet-fixture.ts";

const NETUID = netUid(1);
const INDEX = getMechanismStorageIndex(NETUID, mechId(0));
const HOTKEY = account(20);
const COLDKEY = account(120);
const ANYBODY = account(99);

/** Subnet 1 with hotkey 20 on uid 0. */
function subnet(): Context {
  const ctx = emptyChain(1000n);
  addSubnet(ctx, 1);
  addNeuron(ctx, NETUID, 20);
  return ctx;
}
/** What the guards say before the call is dispatched: a refusal and its number in the pool, or nothing. */
function guarded(ctx: Context, who: typeof HOTKEY | "root", call: RuntimeCall) {
  try {
    for (const guard of guardsOf(ctx)) guard.check(ctx, who === "root" ? ROOT : signed(who), call);
  } catch (thrown) {
    if (thrown instanceof Refusal) return [thrown.label, customErrorOf(thrown)];
    throw thrown;
  }
  return undefined;
}
const setWeights = runtimeCallOf(weightsCalls.setWeights, {
  netuid: NETUID,
  dests: [0],
  weights: [1],
  versionKey: 0n,
});
const setMechanismWeights = runtimeCallOf(weightsCalls.setMechanismWeights, {
  netuid: NETUID,
  mecid: mechId(1),
  dests: [0],
  weights: [1],
  versionKey: 0n,
});
const commit = runtimeCallOf(weightsCalls.commitWeights, {
  netuid: NETUID,
  commitHash: hash(`0x${"11".repeat(32)}`),
});
const associate = runtimeCallOf(keysCalls.tryAssociateHotkey, { hotkey: account(70) });

describe("a coldkey that announced its swap", () => {
  const announced = () => {
    const ctx = subnet();
    ColdkeySwapAnnouncements.set(ctx, COLDKEY, [2000, hash(`0x${"22".repeat(32)}`)]);
    return ctx;
  };
  test("does nothing but what concerns the swap", () => {
    const ctx = announced();
    expect(guarded(ctx, COLDKEY, associate)).toEqual(["ColdkeySwapAnnounced", 0]);
    for (const call of [
      runtimeCallOf(keysCalls.swapColdkeyAnnounced, { newColdkey: account(70) }),
      runtimeCallOf(keysCalls.announceColdkeySwap, {
        newColdkeyHash: hash(`0x${"33".repeat(32)}`),
      }),
      runtimeCallOf(keysCalls.disputeColdkeySwap, {}),
      runtimeCallOf(keysCalls.clearColdkeySwapAnnouncement, {}),
    ])
      expect(guarded(ctx, COLDKEY, call)).toBeUndefined();
  });
  test("does nothing at all once it is disputed", () => {
    const ctx = announced();
    ColdkeySwapDisputes.set(ctx, COLDKEY, 1000);
    expect(
      guarded(ctx, COLDKEY, runtimeCallOf(keysCalls.swapColdkeyAnnounced, { newColdkey: ANYBODY })),
    ).toEqual(["ColdkeySwapDisputed", 21]);
  });
  test("is no concern of others, and root isn't asked", () => {
    const ctx = announced();
    expect(guarded(ctx, ANYBODY, associate)).toBeUndefined();
    expect(guarded(ctx, "root", associate)).toBeUndefined();
  });
});

describe("rate limits", () => {
  test("keep weights that follow too fast out of the pool, by mechanism", () => {
    const ctx = subnet();
    MechanismCountCurrent.set(ctx, NETUID, mechId(2));
    WeightsSetRateLimit.set(ctx, NETUID, 100n);
    LastUpdate.set(ctx, INDEX, [901n]);
    expect(guarded(ctx, HOTKEY, setWeights)).toEqual(["SettingWeightsTooFast", 6]);
    expect(guarded(ctx, HOTKEY, commit)).toEqual(["CommittingWeightsTooFast", 6]);
    expect(guarded(ctx, HOTKEY, setMechanismWeights)).toBeUndefined();
    LastUpdate.set(ctx, INDEX, [900n]);
    expect(guarded(ctx, HOTKEY, setWeights)).toBeUndefined();
  });
  test("don't look at set_weights where weights are committed: the call refuses it", () => {
    const ctx = subnet();
    CommitRevealWeightsEnabled.set(ctx, NETUID, true);
    LastUpdate.set(ctx, INDEX, [1000n]);
    expect(guarded(ctx, HOTKEY, setWeights)).toBeUndefined();
  });
  test("let pass who isn't registered: the call refuses that too", () => {
    expect(guarded(subnet(), ANYBODY, setWeights)).toBeUndefined();
  });
  test("refuse a mechanism that doesn't exist", () => {
    expect(guarded(subnet(), HOTKEY, setMechanismWeights)).toEqual(["SettingWeightsTooFast", 6]);
  });
  test("keep a second subnet out of the pool until NetworkRateLimit is over", () => {
    const ctx = subnet();
    const call = runtimeCallOf(subnetsCalls.registerNetwork, { hotkey: account(70) });
    expect(guarded(ctx, COLDKEY, call)).toBeUndefined();
    LastRateLimitedBlock.set(ctx, { type: "NetworkLastRegistered" }, 999n);
    expect(guarded(ctx, COLDKEY, call)).toEqual(["NetworkTxRateLimitExceeded", 6]);
  });
});

describe("weights", () => {
  test("need the threshold's stake, save those of the owner's hotkey", () => {
    const ctx = subnet();
    StakeThreshold.set(ctx, UNIT);
    expect(guarded(ctx, HOTKEY, setWeights)).toEqual(["NotEnoughStakeToSetWeights", 1]);
    setOwnerHotkey(ctx, NETUID, HOTKEY);
    expect(guarded(ctx, HOTKEY, setWeights)).toBeUndefined();
  });
  test("of a batch need it on every subnet, and lists of one length first", () => {
    const ctx = subnet();
    StakeThreshold.set(ctx, UNIT);
    const batch = (netuids: number[]) =>
      runtimeCallOf(weightsCalls.batchCommitWeights, {
        netuids: netuids.map(netUid),
        commitHashes: [hash(`0x${"11".repeat(32)}`)],
      });
    expect(guarded(ctx, HOTKEY, batch([1, 2]))).toEqual(["InputLengthsUnequal", 18]);
    expect(guarded(ctx, HOTKEY, batch([2]))).toEqual(["NotEnoughStakeToSetWeights", 1]);
  });
  test("are revealed only where they were committed, and in time", () => {
    const ctx = subnet();
    const reveal = { uids: [0], values: [1], salt: [7], versionKey: 0n };
    const call = runtimeCallOf(weightsCalls.revealWeights, { netuid: NETUID, ...reveal });
    expect(guarded(ctx, HOTKEY, call)).toEqual(["NoWeightsCommitFound", 16]);
    const committed = getCommitHash(HOTKEY, INDEX, reveal);
    // This is epoch 0; a commit of epoch 0 is revealed in epoch 1.
    WeightCommits.set(ctx, INDEX, HOTKEY, [[committed, 0n, 1000n, 0n]]);
    expect(guarded(ctx, HOTKEY, call)).toEqual(["RevealTooEarly", 17]);
    ctx.block += 360n;
    expect(guarded(ctx, HOTKEY, call)).toBeUndefined();
    const other = runtimeCallOf(weightsCalls.revealWeights, {
      netuid: NETUID,
      ...reveal,
      salt: [8],
    });
    expect(guarded(ctx, HOTKEY, other)).toEqual(["NoWeightsCommitFound", 16]);
  });
  test("of a batch of reveals are each looked for", () => {
    const ctx = subnet();
    const reveal = { uids: [0], values: [1], salt: [7], versionKey: 0n };
    WeightCommits.set(ctx, INDEX, HOTKEY, [[getCommitHash(HOTKEY, INDEX, reveal), 0n, 1000n, 0n]]);
    ctx.block += 360n;
    const batch = (salts: number[]) =>
      runtimeCallOf(weightsCalls.batchRevealWeights, {
        netuid: NETUID,
        uidsList: salts.map(() => [0]),
        valuesList: salts.map(() => [1]),
        saltsList: salts.map((salt) => [salt]),
        versionKeys: salts.map(() => 0n),
      });
    expect(guarded(ctx, HOTKEY, batch([7]))).toBeUndefined();
    expect(guarded(ctx, HOTKEY, batch([7, 8]))).toEqual(["NoWeightsCommitFound", 16]);
  });
});

describe("timelocked commits", () => {
  const commit = Uint8Array.of(1);
  const at = { netuid: NETUID, commit, commitRevealVersion: 4 };
  const callsFor = (revealRound: bigint): RuntimeCall[] => [
    runtimeCallOf(weightsCalls.commitTimelockedWeights, { ...at, revealRound }),
    runtimeCallOf(weightsCalls.commitTimelockedMechanismWeights, {
      ...at,
      mecid: mechId(0),
      revealRound,
    }),
    runtimeCallOf(weightsCalls.commitCrv3MechanismWeights, {
      netuid: NETUID,
      mecid: mechId(0),
      commit,
      revealRound,
    }),
  ];
  test("for a round before the last stored one hide nothing and are kept out", () => {
    const ctx = subnet();
    LastStoredRound.set(ctx, 1000n);
    for (const call of callsFor(999n))
      expect(guarded(ctx, HOTKEY, call)).toEqual(["InvalidRevealRound", 15]);
    for (const call of callsFor(1000n)) expect(guarded(ctx, HOTKEY, call)).toBeUndefined();
    for (const call of callsFor(999n)) expect(guarded(ctx, "root", call)).toBeUndefined();
  });
  test("need the threshold's stake before that is looked at", () => {
    const ctx = subnet();
    LastStoredRound.set(ctx, 1000n);
    StakeThreshold.set(ctx, UNIT);
    for (const call of callsFor(999n))
      expect(guarded(ctx, HOTKEY, call)).toEqual(["NotEnoughStakeToSetWeights", 1]);
  });
});

describe("takes", () => {
  const take = (amount: number) =>
    runtimeCallOf(stakingCalls.increaseTake, { hotkey: HOTKEY, take: amount });
  test("stay between the bounds, and are the owner's to set", () => {
    const ctx = subnet();
    MinDelegateTake.set(ctx, 100);
    MaxDelegateTake.set(ctx, 200);
    expect(guarded(ctx, COLDKEY, take(99))).toEqual(["DelegateTakeTooLow", 26]);
    expect(guarded(ctx, COLDKEY, take(201))).toEqual(["DelegateTakeTooHigh", 27]);
    expect(guarded(ctx, ANYBODY, take(150))).toEqual(["NonAssociatedColdKey", 25]);
    expect(guarded(ctx, COLDKEY, take(150))).toBeUndefined();
  });
});

describe("endpoints", () => {
  const axon = (ip: bigint, port: number) =>
    runtimeCallOf(servingCalls.serveAxon, {
      netuid: NETUID,
      version: 1,
      ip,
      port,
      ipType: 4,
      protocol: 0,
      placeholder1: 0,
      placeholder2: 0,
    });
  test("that nobody could reach don't get into the pool", () => {
    const ctx = subnet();
    expect(guarded(ctx, HOTKEY, axon(0x7f000001n, 1))).toEqual(["InvalidIpAddress", 11]);
    expect(guarded(ctx, HOTKEY, axon(1n, 0))).toEqual(["InvalidPort", 13]);
    expect(guarded(ctx, ANYBODY, axon(1n, 1))).toEqual(["HotKeyNotRegisteredInNetwork", 10]);
    expect(guarded(ctx, HOTKEY, axon(1n, 1))).toBeUndefined();
    expect(ctx.events).toEqual([]);
  });
});

test("a refusal without a number of its own has none", () => {
  expect(customErrorOf(Errors.InvalidIpType)).toBeUndefined();
});
