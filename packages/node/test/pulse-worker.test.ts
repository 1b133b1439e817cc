import { readFileSync } from "node:fs";
import { join } from "node:path";
import { keypairFromSeed } from "@ganglion/crypto";
import { toHex } from "@ganglion/primitives";
import { beaconStatus } from "@ganglion/runtime";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { developmentBeacon } from "../src/beacon/development-key.ts";
import { PulseWorker } from "../src/beacon/pulse-worker.ts";
import type { Node } from "../src/node.ts";
import { beaconNode, FakeBeacon, pulseJson, type Trouble } from "./beacon-fixture.ts";
import { guestsOf } from "./real-fixture.ts";

const CHAIN = { fast: true, faucet: true };
let fake: FakeBeacon;
const open: Node[] = [];
beforeEach(async () => {
  fake = await FakeBeacon.start();
});
afterEach(async () => {
  for (const node of open.splice(0)) await node.close();
  await fake.close();
});

/** A node without a beacon of its own, and a worker beside it that a test polls by hand. */
async function started(
  options: Parameters<typeof beaconNode>[0] & {
    readonly urls?: readonly string[];
    readonly verifyPulse?: () => boolean;
  } = {},
) {
  const { node, env, host, spec } = await beaconNode({ from: "nothing", ...options });
  open.push(node);
  const troubles: Trouble[] = [];
  const worker = new PulseWorker({
    chain: node.chain,
    mode: spec.chain,
    pool: node.pool,
    env,
    key: keypairFromSeed(new Uint8Array(32)),
    urls: options.urls ?? [fake.url],
    verifyPulse: options.verifyPulse ?? ((claim) => host.verifyPulse(claim)),
    onTrouble: (what, details) => troubles.push({ what, details }),
  });
  return { node, env, worker, troubles };
}
const status = (node: Node) =>
  node.chain.peek((state) => beaconStatus({ state, chain: CHAIN, specVersion: 425 }));
const whats = (troubles: readonly Trouble[]) => troubles.map(({ what }) => what);
const paths = () => fake.asked.map((path) => path.split("/public/")[1]);

describe("pulses are fetched", () => {
  test("from the address of the chain's beacon, and verified against its key", async () => {
    const { node, worker, troubles } = await started({ key: "quicknet" });
    const vectors = JSON.parse(
      readFileSync(join(import.meta.dirname, "../../../conformance/vectors/timelock.json"), "utf8"),
    ) as { pulses: unknown[] };
    fake.answer = () => ({ body: JSON.stringify(vectors.pulses[0]) });
    expect(await worker.poll()).toBe(3000);
    expect(fake.asked).toEqual([
      "/52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971/public/latest",
    ]);
    node.author.createBlock();
    expect(status(node).lastStoredRound).toBe(1000n);
    expect(troubles).toEqual([]);
  });
  test("all that are missing, the oldest first, each in an extrinsic of its own", async () => {
    const { node, worker } = await started();
    fake.signing(2_000_000n);
    await worker.poll();
    expect(guestsOf(node.author.createBlock())).toHaveLength(1);
    expect(status(node).lastStoredRound).toBe(2_000_000n);
    fake.signing(2_000_004n);
    fake.asked.length = 0;
    await worker.poll();
    expect(paths()).toEqual(["latest", "2000001", "2000002", "2000003"]);
    expect(guestsOf(node.author.createBlock())).toHaveLength(4);
    expect(status(node).lastStoredRound).toBe(2_000_004n);
  });
  test("once, though blocks are slow: neither asked for nor sent again", async () => {
    const { node, worker, troubles } = await started();
    fake.signing(2_000_000n);
    await worker.poll();
    node.author.createBlock();
    fake.signing(2_000_002n);
    await worker.poll();
    fake.asked.length = 0;
    await worker.poll();
    expect(paths()).toEqual(["latest"]);
    expect(node.pool.readyCount).toBe(2);
    expect(troubles).toEqual([]);
    node.author.createBlock();
    expect(status(node).lastStoredRound).toBe(2_000_002n);
  });
  test("at most fifty at a time", async () => {
    const { node, worker } = await started({ verifyPulse: () => true });
    fake.signing(2_000_000n);
    await worker.poll();
    node.author.createBlock();
    fake.signing(2_000_100n);
    fake.asked.length = 0;
    await worker.poll();
    expect(paths()).toHaveLength(51);
    expect(node.pool.readyCount).toBe(50);
  });
  test("from the next address where one doesn't answer, with the chain's hash or without it", async () => {
    const gone = await FakeBeacon.start();
    const dead = gone.url;
    await gone.close();
    const urls = [dead, `${fake.url}/`];
    const { node, worker, troubles } = await started({ urls });
    const hash = toHex(status(node).config.hash).slice(2);
    fake.signing(2_000_000n);
    await worker.poll();
    expect(node.pool.readyCount).toBe(1);
    urls[1] = `${fake.url}/${hash}`;
    await worker.poll();
    expect(fake.asked).toEqual(Array(2).fill(`/${hash}/public/latest`));
    expect(troubles).toEqual([]);
  });
});

describe("a beacon that can't be reached", () => {
  test("is told once and asked again later and later, up to five minutes", async () => {
    const gone = await FakeBeacon.start();
    const dead = gone.url;
    await gone.close();
    const { worker, troubles } = await started({ urls: [dead] });
    const pauses: number[] = [];
    for (let i = 0; i < 9; i++) pauses.push(await worker.poll());
    expect(pauses).toEqual([3000, 6000, 12_000, 24_000, 48_000, 96_000, 192_000, 300_000, 300_000]);
    expect(whats(troubles)).toEqual(["no pulses from the beacon"]);
    expect(troubles[0]!.details).toMatchObject({
      error: expect.stringContaining("ECONNREFUSED"),
      urls: [dead],
      hint: expect.stringContaining("--drand dev"),
    });
  });
  test("and then can, is told as well, and asked at its own pace again", async () => {
    const { worker, troubles } = await started();
    await worker.poll();
    await worker.poll();
    fake.signing(2_000_000n);
    expect(await worker.poll()).toBe(3000);
    expect(whats(troubles)).toEqual(["no pulses from the beacon", "the beacon answers again"]);
  });
  test("doesn't keep the node from making blocks", async () => {
    const { node, env } = await beaconNode({ from: ["http://127.0.0.1:1"] });
    open.push(node);
    env.advance(1);
    expect(node.author.createBlock().number).toBe(1);
  });
});

describe("an answer that is no pulse is not sent on", () => {
  const genuine = developmentBeacon().signRound(2_000_000n);
  const other = developmentBeacon().signRound(7n);
  const json = JSON.parse(pulseJson(genuine)) as Record<string, unknown>;
  test.each([
    ["no JSON", "<html>"],
    ["null", "null"],
    ["nothing", ""],
    ["no round", JSON.stringify({ ...json, round: "2000000" })],
    ["round 0", JSON.stringify({ ...json, round: 0 })],
    ["half a round", JSON.stringify({ ...json, round: 1.5 })],
    ["no signature", JSON.stringify({ ...json, signature: undefined })],
    ["a signature that is no hexadecimal", JSON.stringify({ ...json, signature: "zz" })],
    ["a signature that is too long", JSON.stringify({ ...json, signature: "ab".repeat(145) })],
    ["randomness that is too long", JSON.stringify({ ...json, randomness: "ab".repeat(33) })],
    ["pages of text", `${" ".repeat(5000)}${JSON.stringify(json)}`],
    ["another round's signature", pulseJson({ ...genuine, signature: other.signature })],
    ["a point that is none", pulseJson({ ...genuine, signature: new Uint8Array(48) })],
  ])("%s", async (_what, body) => {
    const { node, worker, troubles } = await started();
    fake.answer = () => ({ body });
    await worker.poll();
    expect(node.pool.readyCount).toBe(0);
    expect(whats(troubles)).toEqual(["no pulses from the beacon"]);
  });
  test("status 500, though a pulse comes with it", async () => {
    const { node, worker } = await started();
    fake.answer = () => ({ status: 500, body: pulseJson(genuine) });
    await worker.poll();
    expect(node.pool.readyCount).toBe(0);
  });
  test("the pulse of another round than was asked for", async () => {
    const { node, worker, troubles } = await started();
    fake.signing(2_000_000n);
    await worker.poll();
    node.author.createBlock();
    fake.answer = () => ({ body: pulseJson(developmentBeacon().signRound(2_000_005n)) });
    await worker.poll();
    expect(node.pool.readyCount).toBe(0);
    expect(troubles[0]!.details["error"]).toBe(
      "round 2000001 was asked for, the answer is of round 2000005",
    );
  });
});

test("a worker that was stopped asks no more", async () => {
  const { env, worker } = await started();
  fake.signing(2_000_000n);
  worker.start();
  worker.stop();
  env.advance(10_000);
  expect(fake.asked).toEqual([]);
});
