import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accountOf, devKeypair } from "@ganglion/crypto";
import { blake2_256Hex } from "@ganglion/hash";
import { fromHex, type Hex, netUid, toSs58 } from "@ganglion/primitives";
import {
  Axon,
  attachRoutes,
  type Metagraph,
  type NeuronPlace,
  platformNetEnv,
  readOptions,
  setWeights,
} from "@ganglion/sdk";
import { GRADES } from "@ganglion/subnets/prompting/miner";
import { prompting } from "@ganglion/subnets/prompting/subnet";
import { DevNetwork, FIRST_NETUID } from "@ganglion/testing";
import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { QueryRecord } from "../src/records/query-record.ts";
import { type RunningGateway, startGateway } from "../src/start.ts";
import { until } from "./fixture.ts";

const OWNER = devKeypair("Bob");
const MINERS = ["Charlie", "Dave", "Eve"].map((name) => devKeypair(name));
const TEMPO = 30;

/** The chain refuses loopback's first address, and not every system lets others of it be bound. */
const bindable = await new Promise<boolean>((resolve) => {
  const server = createServer()
    .once("error", () => resolve(false))
    .listen(0, "127.0.0.2", () => server.close(() => resolve(true)));
});
const story = test.skipIf(!bindable);
const why = bindable
  ? ""
  : " [skipped: 127.0.0.2 can't be bound; sudo ifconfig lo0 alias 127.0.0.2 up]";

let network: DevNetwork;
let gateway: RunningGateway;
let folder: string;
const axons: Axon[] = [];
beforeAll(async () => {
  if (!bindable) return;
  folder = await mkdtemp(join(tmpdir(), "ganglion-gateway-"));
  network = await DevNetwork.start();
  await network.subnet(TEMPO, OWNER, MINERS);
  let graph: Metagraph = await network.graph();
  const place = (hotkey: typeof OWNER): NeuronPlace => ({
    client: network.client,
    hotkey,
    netuid: netUid(FIRST_NETUID),
    env: platformNetEnv,
    ip: "127.0.0.2",
    log: { info: () => undefined, trouble: (what, error) => console.error(what, error) },
    documents: [],
    options: {},
  });
  for (const [i, grade] of GRADES.entries()) {
    const hotkey = MINERS[i]!;
    const { routes } = await prompting.miner.start({
      ...place(hotkey),
      options: readOptions(prompting.miner.options, { grade }),
      backend: { kind: "builtin" },
    });
    const axon = new Axon({ keypair: hotkey });
    attachRoutes(axon, routes);
    axons.push(axon);
    await network.serve(hotkey, axon);
  }
  const { routes } = await prompting.validator.start({
    ...place(OWNER),
    validator: {
      uid: () => 0,
      metagraph: async () => graph,
      block: () => graph.block,
      reward: () => undefined,
    },
  });
  const validator = new Axon({ keypair: OWNER });
  attachRoutes(validator, routes);
  axons.push(validator);
  await network.serve(OWNER, validator);
  // The permit comes with the first epoch.
  await network.blocks(TEMPO + 1);
  graph = await network.graph();
  gateway = await startGateway({
    client: network.client,
    hotkey: devKeypair("Alice"),
    subnets: [
      {
        name: "prompting",
        netuid: FIRST_NETUID,
        minerNames: Object.fromEntries(
          MINERS.map((each, i) => [toSs58(accountOf(each)), GRADES[i]!]),
        ),
      },
    ],
    port: 0,
    recordsDir: folder,
    log: { info: () => undefined, trouble: (what, error) => console.error(what, error) },
  });
});
afterAll(async () => {
  await gateway?.close();
  for (const axon of axons) await axon.stop();
  await network?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

story(
  `a question is answered by the best miner, and the record follows it to its pay on a real chain${why}`,
  async () => {
    const openai = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: "none", maxRetries: 0 });
    const content = "What is 17 * 23, minus the number of days in February 2024?";
    const { data, response } = await openai.chat.completions
      .create({ model: "prompting", messages: [{ role: "user", content }] })
      .withResponse();
    expect(data.choices[0]!.message.content!.split("\n")[0]).toBe("362");
    const id = response.headers.get("x-ganglion-query-id")!;
    const record = async () =>
      (await (await fetch(`${gateway.url}/v1/queries/${id}`)).json()) as QueryRecord;
    const before = await record();
    expect(before.validator).toEqual({ uid: 0, hotkey: toSs58(accountOf(OWNER)) });
    expect(before.answers.map(({ miner, score }) => [miner, score])).toEqual([
      ["full", 1],
      ["weak", 0],
      ["lazy", 0],
    ]);
    expect([before.weights, before.epoch]).toEqual([null, null]);

    const weights = { uids: [1, 2], values: [65_535, 655] };
    const set = await setWeights(network.client, {
      hotkey: OWNER,
      netuid: netUid(FIRST_NETUID),
      weights,
    });
    await network.blocks(TEMPO + 1);
    await until(async () => (await record()).epoch !== null);
    const after = await record();
    expect(after.weights).toEqual({
      block: set.block.number,
      extrinsic: set.extrinsicHash,
      values: [
        [1, 65_535],
        [2, 655],
      ],
    });
    const { epoch } = after;
    expect(epoch!.block).toBeGreaterThan(set.block.number);
    const graph = await network.graph();
    expect(epoch!.block).toBe(graph.lastStep);
    expect(epoch!.incentive).toEqual(graph.neurons.map(({ uid, incentive }) => [uid, incentive]));
    const paid = new Map(epoch!.emission.map(([uid, rao]) => [uid, BigInt(rao)]));
    expect(paid.get(1)!).toBeGreaterThan(paid.get(2)! * 50n);
    expect(paid.get(2)!).toBeGreaterThan(0n);
    expect(paid.get(3)!).toBe(0n);
  },
);

story("live blocks carry the hashes under which the chain knows their extrinsics", async () => {
  const { chain } = network.node;
  const read = async () =>
    (await (await fetch(`${gateway.url}/v1/chain`)).json()) as {
      genesis: string;
      blocks: {
        number: number;
        hash: Hex;
        extrinsicHashes: Hex[];
        signed: number;
        timeMs: number;
      }[];
    };
  await until(async () => (await read()).blocks[0]?.number === chain.head.number);
  const view = await read();
  expect(view.genesis).toBe(network.node.genesisHash);
  const [newest] = view.blocks;
  expect([newest!.number, newest!.hash]).toEqual([chain.head.number, chain.head.hash]);
  const { block } = await network.client.request<{ block: { extrinsics: Hex[] } }>(
    "chain_getBlock",
    [newest!.hash],
  );
  expect(newest!.extrinsicHashes).toEqual(
    block.extrinsics.map((raw) => blake2_256Hex(fromHex(raw))),
  );
  // A signed one says so in the first bit behind its length: one, two or four bytes.
  const signed = block.extrinsics.filter((raw) => {
    const first = Number.parseInt(raw.slice(2, 4), 16);
    return raw.startsWith("84", 2 + 2 * (1 << (first & 3)));
  });
  expect(newest!.signed).toBe(signed.length);
  expect(block.extrinsics.length - signed.length).toBeGreaterThanOrEqual(2);
  expect(newest!.timeMs).toBeGreaterThan(Date.UTC(2024, 0, 1));
});

story("the subnet's page data equal the chain's own metagraph", async () => {
  const graph = await network.graph();
  const view = (await (await fetch(`${gateway.url}/v1/subnets/prompting`)).json()) as {
    price: number;
    neurons: { uid: number; incentive: number; emission: string; stake: string; axon: string }[];
    stats: { nextEpochBlock: number };
  };
  expect(view.neurons.map(({ uid, incentive, emission }) => [uid, incentive, emission])).toEqual(
    graph.neurons.map(({ uid, incentive, emission }) => [uid, incentive, emission.toString()]),
  );
  expect(view.neurons[1]!.axon).toBe(`127.0.0.2:${graph.neurons[1]!.axon!.port}`);
  expect(view.stats.nextEpochBlock).toBe(graph.lastStep + TEMPO);
  expect(view.price).toBeGreaterThan(0);
});
