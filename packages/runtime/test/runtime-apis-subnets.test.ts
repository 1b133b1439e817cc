import { mechId, utf8Text } from "@ganglion/primitives";
import { describe, expect, test } from "vitest";
import {
  AlphaSigmoidSteepness,
  Incentive,
  MechanismCountCurrent,
  Tempo,
  ValidatorPermit,
} from "../src/pallets/subtensor/epoch/storage.ts";
import { StakeThreshold } from "../src/pallets/subtensor/staking/storage.ts";
import { ask } from "./ask-fixture.ts";
import {
  account,
  addNeuron,
  addStake,
  addSubnet,
  emptyChain,
  mechanismIndex,
  UNIT,
  votingSubnet,
} from "./subnet-fixture.ts";

const GONE = 9;

describe("subnets", () => {
  test("are listed by number in infos and by storage key in dynamic infos", () => {
    const ctx = emptyChain(1000n);
    for (const id of [1, 2, 256]) addSubnet(ctx, id);
    const numbers = (list: readonly { netuid: number }[]) => list.map(({ netuid }) => netuid);
    expect(numbers(ask(ctx, "getSubnetsInfo"))).toEqual([1, 2, 256]);
    expect(numbers(ask(ctx, "getSubnetsInfoV2"))).toEqual([1, 2, 256]);
    expect(numbers(ask(ctx, "getAllDynamicInfo"))).toEqual([256, 1, 2]);
    expect(numbers(ask(ctx, "currentAlphaPriceAll"))).toEqual([256, 1, 2]);
  });

  test("that aren't there have no answer", () => {
    const { ctx } = votingSubnet();
    const methods = [
      "getSubnetInfo",
      "getSubnetInfoV2",
      "getSubnetHyperparams",
      "getSubnetHyperparamsV2",
      "getSubnetHyperparamsV3",
      "getDynamicInfo",
      "getMetagraph",
      "getSubnetState",
      "getSubnetAccountId",
    ];
    for (const method of methods) expect(ask(ctx, method, { netuid: GONE })).toBeUndefined();
    for (const method of ["getSelectiveMetagraph", "getSelectiveMechagraph"])
      expect(ask(ctx, method, { netuid: GONE, subid: 0, metagraphIndexes: [0] })).toBeUndefined();
  });

  test("tell their settings by name, the activity cutoff in blocks and the steepness in whole", () => {
    const { ctx, netuid } = votingSubnet();
    AlphaSigmoidSteepness.set(ctx, netuid, -5);
    const entries = ask(ctx, "getSubnetHyperparamsV3", { netuid }) as {
      name: Uint8Array;
      value: unknown;
    }[];
    const byName = new Map(entries.map(({ name, value }) => [utf8Text(name), value]));
    expect([...byName.keys()].slice(0, 3)).toEqual([
      "kappa",
      "immunity_period",
      "min_allowed_weights",
    ]);
    expect(byName.size).toBe(33);
    // 13.889 tempi of 360 blocks.
    expect(byName.get("activity_cutoff")).toEqual({ type: "U64", value: 5000n });
    expect(byName.get("alpha_sigmoid_steepness")).toEqual({ type: "I32F32", value: -5n << 32n });
    expect(byName.get("yuma_version")).toEqual({ type: "U16", value: 2 });
  });

  test("start their next epoch a tempo after the last one, and never with a tempo of 0", () => {
    const { ctx, netuid } = votingSubnet();
    expect(ask(ctx, "getNextEpochStartBlock", { netuid })).toBe(1360n);
    Tempo.set(ctx, netuid, 0);
    expect(ask(ctx, "getNextEpochStartBlock", { netuid })).toBeUndefined();
  });
});

describe("metagraphs", () => {
  test("show a mechanism under its storage index, with its own incentives", () => {
    const { ctx, netuid } = votingSubnet();
    MechanismCountCurrent.set(ctx, netuid, mechId(2));
    Incentive.set(ctx, mechanismIndex(1, 0), [1, 2, 3]);
    Incentive.set(ctx, mechanismIndex(1, 1), [4, 5, 6]);
    const all = ask(ctx, "getAllMechagraphs");
    expect(
      all.map((each: { netuid: number; incentives: number[] }) => [each.netuid, each.incentives]),
    ).toEqual([
      [1, [1, 2, 3]],
      [4097, [4, 5, 6]],
    ]);
    expect(ask(ctx, "getMechagraph", { netuid, mecid: 2 })).toBeUndefined();
  });

  test("have an entry per uid", () => {
    const { ctx, netuid } = votingSubnet();
    expect(ask(ctx, "getMetagraph", { netuid })).toMatchObject({
      numUids: 3,
      block: 1000n,
      hotkeys: [account(20), account(21), account(22)],
      coldkeys: [account(120), account(121), account(122)],
      identities: [undefined, undefined, undefined],
      alphaStake: [1000n * UNIT, 0n, 0n],
      totalStake: [1000n * UNIT, 0n, 0n],
      alphaDividendsPerHotkey: [
        [account(20), 0n],
        [account(21), 0n],
        [account(22), 0n],
      ],
    });
  });
});

describe("selective metagraphs", () => {
  const asked = (answer: object) =>
    Object.entries(answer)
      .filter(([, value]) => value !== undefined)
      .map(([name]) => name);

  test("hold what was asked for; numbers that mean nothing are passed over", () => {
    const { ctx, netuid } = votingSubnet();
    const answer = ask(ctx, "getSelectiveMetagraph", { netuid, metagraphIndexes: [8, 52, 74, 8] });
    expect(asked(answer)).toEqual(["netuid", "tempo", "hotkeys"]);
    expect(answer).toMatchObject({ tempo: 360, hotkeys: [account(20), account(21), account(22)] });
  });

  test("of a subnet tell its netuid only if asked, of a mechanism always", () => {
    const { ctx, netuid } = votingSubnet();
    const subnet = (metagraphIndexes: number[]) =>
      ask(ctx, "getSelectiveMetagraph", { netuid, metagraphIndexes }).netuid;
    expect([subnet([]), subnet([0])]).toEqual([0, 1]);
    const mechanism = ask(ctx, "getSelectiveMechagraph", {
      netuid,
      subid: 1,
      metagraphIndexes: [],
    });
    expect(mechanism.netuid).toBe(1);
  });

  test("list validators with a permit above the stake threshold, least stake first", () => {
    const { ctx, netuid } = votingSubnet();
    addStake(ctx, netuid, { hotkey: account(21), coldkey: account(121), amount: 30n * UNIT });
    addNeuron(ctx, netuid, 23, { stake: 20n * UNIT });
    addNeuron(ctx, netuid, 24, { stake: 10n * UNIT });
    addNeuron(ctx, netuid, 25, { stake: 50n * UNIT });
    ValidatorPermit.set(ctx, netuid, [true, true, true, true, true, false]);
    StakeThreshold.set(ctx, 10n * UNIT);
    const answer = ask(ctx, "getSelectiveMetagraph", { netuid, metagraphIndexes: [72] });
    expect(answer.validators).toEqual([3, 1, 0]);
  });
});
