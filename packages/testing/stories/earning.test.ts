import { devKeypair, type Keypair, ss58Of } from "@ganglion/crypto";
import { netUid, toSs58 } from "@ganglion/primitives";
import { setWeights } from "@ganglion/sdk";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DevNetwork, FIRST_NETUID } from "../src/dev-network.ts";

const OWNER = devKeypair("Bob");
const GOOD = devKeypair("Charlie");
const FAIR = devKeypair("Dave");
const IDLE = devKeypair("Eve");
const TEMPO = 10;
const netuid = netUid(FIRST_NETUID);

let network: DevNetwork;
beforeAll(async () => {
  network = await DevNetwork.start();
  await network.subnet(TEMPO, OWNER, []);
  // Each with its own coldkey: what a subnet's owner mines on it is burned.
  for (const miner of [GOOD, FAIR, IDLE])
    await network.call(
      "SubtensorModule",
      "burned_register",
      { netuid: FIRST_NETUID, hotkey: ss58Of(miner) },
      miner,
    );
  // The first epoch gives the permit, without which nobody's weights are taken.
  await network.blocks(TEMPO + 1);
});
afterAll(() => network.close());

/** Free TAO of an account, in rao. */
const free = async (key: Keypair): Promise<bigint> => {
  const account = (await network.client.api.query.System!.Account!.getValue(ss58Of(key))) as {
    data: { free: bigint };
  };
  return account.data.free;
};

test("the validator's weights decide what the epoch pays to whom", async () => {
  const before = await network.graph();
  const uidOf = (key: Keypair) =>
    before.neurons.find(({ hotkey }) => toSs58(hotkey) === ss58Of(key))!.uid;
  const [good, fair, idle] = [uidOf(GOOD), uidOf(FAIR), uidOf(IDLE)];
  await setWeights(network.client, {
    hotkey: OWNER,
    netuid,
    weights: { uids: [good, fair], values: [65_535, 21_845] },
  });
  await network.blocks(2 * TEMPO + 2);
  const { neurons } = await network.graph();
  const at = (uid: number) => neurons.find((neuron) => neuron.uid === uid)!;
  expect(at(good).incentive).toBe(49_151);
  expect(at(fair).incentive).toBe(16_383);
  expect(at(idle).incentive).toBe(0);
  expect(at(idle).emission).toBe(0n);
  expect(at(good).emission).toBeGreaterThan(2n * at(fair).emission);
  expect(at(fair).emission).toBeGreaterThan(0n);
  expect(at(uidOf(OWNER)).dividends).toBe(65_535);
});

test("what a miner earned is stake that it can sell for TAO", async () => {
  const { neurons } = await network.graph();
  const good = neurons.find(({ hotkey }) => toSs58(hotkey) === ss58Of(GOOD))!;
  expect(good.alphaStake).toBeGreaterThan(0n);
  const before = await free(GOOD);
  const earned = good.alphaStake;
  await network.call(
    "SubtensorModule",
    "remove_stake",
    { hotkey: ss58Of(GOOD), netuid: FIRST_NETUID, amount_unstaked: earned },
    GOOD,
  );
  expect(await free(GOOD)).toBeGreaterThan(before);
  const after = (await network.graph()).neurons.find(({ uid }) => uid === good.uid)!;
  expect(after.alphaStake).toBeLessThan(earned);
});

test("a hotkey without a permit or without a uid is told why its weights are refused", async () => {
  const weights = { uids: [1], values: [1] };
  await expect(
    setWeights(network.client, { hotkey: devKeypair("Ferdie"), netuid, weights }),
  ).rejects.toMatchObject({ name: "ChainError", message: expect.stringMatching(/set_weights/) });
  await expect(
    network.call("SubtensorModule", "add_stake", {
      hotkey: ss58Of(GOOD),
      netuid: 99,
      amount_staked: 1_000_000_000n,
    }),
  ).rejects.toThrow(/add_stake was/);
});
