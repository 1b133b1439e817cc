import { accountOf, devKeypair, sealTimelock, ss58Of } from "@ganglion/crypto";
import { netUid, utf8Bytes, utf8Text } from "@ganglion/primitives";
import { QUICKNET } from "@ganglion/runtime";
import {
  type CallArgs,
  commitTimelockedWeights,
  type Mechanism,
  setWeights,
  startValidator,
  timelockedCommit,
  timelockTerms,
} from "@ganglion/sdk";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DevNetwork, FIRST_NETUID } from "../src/dev-network.ts";

// Commit-reveal on a chain with the development beacon. A block is 250 ms of the chain's clock, so twelve
// blocks are a round of the beacon.

const OWNER = devKeypair("Bob");
const MINER = devKeypair("Charlie");
const TEMPO = 40;
const U16_MAX = 65_535;
const netuid = netUid(FIRST_NETUID);

let network: DevNetwork;
/** Uids of the validator, who owns the subnet, and of the miner. */
let validator: number;
let miner: number;
beforeAll(async () => {
  network = await DevNetwork.start({ beacon: true });
  await network.subnet(TEMPO, OWNER, []);
  // With a coldkey of its own: what a subnet's owner mines on it is burned.
  await network.call(
    "SubtensorModule",
    "burned_register",
    { netuid, hotkey: ss58Of(MINER) },
    MINER,
  );
  await network.sudo("AdminUtils", "sudo_set_commit_reveal_weights_enabled", {
    netuid,
    enabled: true,
  });
  // The first epoch gives the permit, without which nobody's weights are taken.
  await toEpoch();
  validator = (await network.client.uidOf(accountOf(OWNER), netuid))!;
  miner = (await network.client.uidOf(accountOf(MINER), netuid))!;
});
afterAll(() => network.close());
// One chain that goes on; each test begins without weights and commits, and with an honest beacon.
beforeEach(async () => {
  await bend({ withhold: false, delayRounds: 0 });
  await network.client.request("dev_setStorage", [
    { SubtensorModule: { $removePrefix: ["Weights", "TimelockedWeightCommits"] } },
  ]);
  await network.blocks(1);
  network.troubles.length = 0;
});

const seen = () => network.client.waitForBlock(network.node.chain.head.number);
const toEpoch = async (epochs = 1) => {
  await network.client.request("dev_mineToEpoch", [FIRST_NETUID, epochs]);
  await seen();
};
const toBlock = (number: number) => network.blocks(number - network.node.chain.head.number);
const bend = (options: object) => network.client.request("dev_bendBeacon", [options]);
const subtensor = (item: string, ...key: unknown[]) =>
  network.client.api.query.SubtensorModule![item]!.getValue(...(key as never[]));
const weightsOnChain = async () => await subtensor("Weights", netuid, validator);
/** Commits that wait, of all epochs. */
const waiting = async (): Promise<number> => {
  const entries =
    await network.client.api.query.SubtensorModule!.TimelockedWeightCommits!.getEntries();
  return entries.reduce((sum, { value }) => sum + (value as unknown[]).length, 0);
};
const commit = () =>
  commitTimelockedWeights(network.client, {
    hotkey: OWNER,
    netuid,
    weights: { uids: [miner], values: [7] },
  });
/** A commit as a call, so that a test can change it. */
const commitCall = async (change: (args: CallArgs) => CallArgs | Promise<CallArgs>) => {
  const terms = await timelockTerms(network.client, netuid);
  const weights = { uids: [miner], values: [7] };
  const { pallet, name, args } = timelockedCommit(
    { hotkey: accountOf(OWNER), netuid, weights },
    terms,
  );
  return network.call(pallet, name, await change(args), OWNER);
};

describe("a validator's timelocked weights", () => {
  test("are hidden until their epoch, then opened by the chain, and the miner is paid by them", async () => {
    await expect(
      setWeights(network.client, {
        hotkey: OWNER,
        netuid,
        weights: { uids: [miner], values: [1] },
      }),
    ).rejects.toMatchObject({ reason: "CommitRevealEnabled" });
    const { terms, block } = await commit();
    expect(terms.revealBlock - block.number).toBeLessThanOrEqual(TEMPO + 3);
    expect(terms.revealRound).toBeGreaterThan(terms.lastStoredRound);
    await toBlock(terms.revealBlock - 4);
    expect(await weightsOnChain()).toEqual([]);
    await toBlock(terms.revealBlock);
    expect(await weightsOnChain()).toEqual([[miner, U16_MAX]]);
    expect(await waiting()).toBe(0);
    await toEpoch();
    const { neurons } = await network.graph();
    expect(neurons[miner]).toMatchObject({ incentive: U16_MAX });
    expect(neurons[miner]!.emission).toBeGreaterThan(0n);
    expect(neurons[validator]).toMatchObject({ dividends: U16_MAX });
    expect(network.troubles).toEqual([]);
  });
  test("of a reveal period of two epochs wait for two", async () => {
    const setPeriod = (interval: bigint) =>
      network.sudo("AdminUtils", "sudo_set_commit_reveal_weights_interval", { netuid, interval });
    await setPeriod(2n);
    const { terms } = await commit();
    await toEpoch();
    expect(await weightsOnChain()).toEqual([]);
    await toBlock(terms.revealBlock);
    expect(await weightsOnChain()).toEqual([[miner, U16_MAX]]);
    await setPeriod(1n);
  });
  test("for another mechanism are opened for it", async () => {
    await network.sudo("AdminUtils", "sudo_set_max_allowed_uids", {
      netuid,
      max_allowed_uids: 128,
    });
    await network.sudo("AdminUtils", "sudo_set_mechanism_count", {
      netuid,
      mechanism_count: 2,
    });
    const { terms } = await commitTimelockedWeights(network.client, {
      hotkey: OWNER,
      netuid,
      mecid: 1,
      weights: { uids: [miner], values: [7] },
    });
    await toBlock(terms.revealBlock);
    expect(await weightsOnChain()).toEqual([]);
    // Mechanism times 4096 and netuid.
    expect(await subtensor("Weights", 4096 + netuid, validator)).toEqual([[miner, U16_MAX]]);
  });
  test("are what the validator harness commits to by itself", async () => {
    const mechanism: Mechanism = {
      round: async () => [],
      shares: () => new Map([[miner, 1]]),
    };
    const lines: string[] = [];
    let told = (_committed: unknown) => {};
    const committed = new Promise((resolve) => (told = resolve));
    const running = await startValidator({
      client: network.client,
      hotkey: OWNER,
      netuid,
      mechanism,
      weightsEveryBlocks: 5,
      log: {
        info(what, details) {
          lines.push(what);
          if (what === "weights committed") told(details);
        },
        trouble: (what, error) => void lines.push(`${what}: ${error}`),
      },
    });
    try {
      await network.blocks(6);
      expect(await committed).toMatchObject({ uids: [miner], values: [U16_MAX] });
      const last = running.lastWeights()!;
      expect(last.weights).toEqual({ uids: [miner], values: [U16_MAX] });
      expect(last.revealRound).toBeGreaterThan(0n);
    } finally {
      await running.stop();
    }
    await toEpoch();
    await network.blocks(3);
    expect(await weightsOnChain()).toEqual([[miner, U16_MAX]]);
    expect(new Set(lines)).toEqual(new Set(["weights committed"]));
  });
});

describe("where the beacon fails", () => {
  test("a withheld pulse lets the commit wait until its epoch is over, then it is gone", async () => {
    await bend({ withhold: true });
    const { terms } = await commit();
    await toBlock(terms.revealBlock + TEMPO / 2);
    expect(await weightsOnChain()).toEqual([]);
    expect(await waiting()).toBe(1);
    await toEpoch();
    expect(await waiting()).toBe(0);
    await bend({ withhold: false });
    await network.blocks(5);
    expect(await weightsOnChain()).toEqual([]);
  });
  test("a pulse that was withheld for a while still opens the commit in its epoch", async () => {
    await bend({ withhold: true });
    const { terms } = await commit();
    await toBlock(terms.revealBlock + 10);
    await bend({ withhold: false });
    // One block brings the pulse, the next one's start opens.
    await network.blocks(1);
    expect(await weightsOnChain()).toEqual([]);
    await network.blocks(1);
    expect(await weightsOnChain()).toEqual([[miner, U16_MAX]]);
  });
  test("a delayed pulse opens it later", async () => {
    await bend({ delayRounds: 2 });
    const { terms } = await commit();
    await toBlock(terms.revealBlock - 3);
    expect(await weightsOnChain()).toEqual([]);
    // The round is known a round before the reveal at the latest, and two rounds later than that are 24 blocks.
    await toBlock(terms.revealBlock + 14);
    expect(await weightsOnChain()).toEqual([[miner, U16_MAX]]);
  });
});

describe("a commit that does not open", () => {
  const opened = "a timelocked commit did not open and is dropped";
  const dropped = async () => {
    const { revealBlock } = await timelockTerms(network.client, netuid);
    await toBlock(revealBlock);
    expect(await weightsOnChain()).toEqual([]);
    expect(await waiting()).toBe(0);
  };
  test("because it is encrypted for quicknet is dropped, and the node says why", async () => {
    await commitCall((args) => ({
      ...args,
      commit: sealTimelock({
        message: new Uint8Array(60),
        publicKey: QUICKNET.publicKey,
        round: args["reveal_round"] as bigint,
      }),
    }));
    await dropped();
    expect(network.troubles).toEqual([opened]);
  });
  test("because it is no ciphertext is dropped; blocks go on, and other commits open", async () => {
    const broken: ((commit: Uint8Array) => Uint8Array)[] = [
      () => new Uint8Array(),
      () => new Uint8Array(5000).fill(0xff),
      (whole) => whole.subarray(0, 100),
      (whole) => whole.map((byte, i) => (i === 10 ? byte ^ 1 : byte)),
      (whole) => whole.map((byte, i) => (i === 96 ? 255 : byte)),
      (whole) => whole.map((byte, i) => (i === whole.length - 40 ? byte ^ 1 : byte)),
    ];
    for (const breakIt of broken)
      await commitCall((args) => ({ ...args, commit: breakIt(args["commit"] as Uint8Array) }));
    const { terms } = await commit();
    expect(await waiting()).toBe(broken.length + 1);
    await toBlock(terms.revealBlock);
    expect(await weightsOnChain()).toEqual([[miner, U16_MAX]]);
    expect(await waiting()).toBe(0);
  });
  test("because it hides another hotkey's weights is dropped without a word", async () => {
    const terms = await timelockTerms(network.client, netuid);
    const weights = { uids: [miner], values: [7] };
    const others = timelockedCommit({ hotkey: accountOf(MINER), netuid, weights }, terms);
    await network.call(others.pallet, others.name, others.args, OWNER);
    await dropped();
    expect(network.troubles).toEqual([]);
  });
  test("of an old version is not taken at all", async () => {
    await expect(
      commitCall((args) => ({ ...args, commit_reveal_version: 3 })),
    ).rejects.toMatchObject({ reason: "IncorrectCommitRevealVersion" });
    expect(await waiting()).toBe(0);
  });
});

test("what a neuron publishes timelocked opens with its round as well", async () => {
  const { beaconKey: publicKey, lastStoredRound } = await timelockTerms(network.client, netuid);
  const round = lastStoredRound + 2n;
  const encrypted = sealTimelock({ message: utf8Bytes("my model"), publicKey, round });
  const field = { type: "TimelockEncrypted", value: { encrypted, reveal_round: round } };
  // polkadot-api takes a struct of one field as what is in it.
  await network.call("Commitments", "set_commitment", { netuid, info: [field] }, MINER);
  const revealed = () =>
    network.client.api.query.Commitments!.RevealedCommitments!.getValue(netuid, ss58Of(MINER));
  expect(await revealed()).toBeUndefined();
  // Two rounds are 24 blocks.
  await network.blocks(26);
  const [[bytes]] = (await revealed()) as unknown as [[Uint8Array, bigint]];
  expect(utf8Text(bytes)).toBe("my model");
});

// Last, since the beacon is ahead of the chain's clock afterwards.
describe("a beacon that jumps", () => {
  test("leaves out rounds that never come: their commits expire, later ones are refused", async () => {
    const { terms } = await commit();
    await bend({ jumpRounds: 20 });
    await network.blocks(1);
    const after = await timelockTerms(network.client, netuid);
    expect(after.lastStoredRound).toBeGreaterThan(terms.revealRound);
    expect(after.revealRound).toBe(after.lastStoredRound + 1n);
    await expect(
      commitCall((args) => ({ ...args, reveal_round: terms.revealRound })),
    ).rejects.toMatchObject({ reason: "InvalidRevealRound" });
    await toBlock(terms.revealBlock + 5);
    expect(await weightsOnChain()).toEqual([]);
    expect(await waiting()).toBe(1);
    await toEpoch();
    expect(await waiting()).toBe(0);
  });
});
