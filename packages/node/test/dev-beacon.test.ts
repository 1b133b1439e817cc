import { verifyPulse } from "@ganglion/crypto";
import { twox128 } from "@ganglion/hash";
import { type Hex, toHex, utf8Bytes } from "@ganglion/primitives";
import { beaconStatus, roundAt } from "@ganglion/runtime";
import { encode, u64 } from "@ganglion/scale";
import { afterEach, describe, expect, test } from "vitest";
import { TIMESTAMP_NOW } from "../src/author/slots.ts";
import { DEVELOPMENT_BEACON_KEY, developmentBeacon } from "../src/beacon/development-key.ts";
import { u64Number } from "../src/chain/header.ts";
import type { Node } from "../src/node.ts";
import { RpcError } from "../src/rpc/error.ts";
import { beaconNode } from "./beacon-fixture.ts";
import { guestsOf } from "./real-fixture.ts";

const open: Node[] = [];
async function start(options: Parameters<typeof beaconNode>[0] = {}) {
  const started = await beaconNode(options);
  open.push(started.node);
  return started;
}
afterEach(async () => {
  for (const node of open.splice(0)) await node.close();
});

const statusOf = (node: Node) =>
  node.chain.peek((state) =>
    beaconStatus({ state, chain: { fast: true, faucet: true }, specVersion: 425 }),
  );
const last = (node: Node): bigint => statusOf(node).lastStoredRound;
/** The newest round by the head's own time. */
const newest = (node: Node): bigint =>
  roundAt(statusOf(node).config, u64Number(node.chain.get(TIMESTAMP_NOW)!));
const bend = (node: Node, options: object) => node.rpc.handle("dev_bendBeacon", [options]);
/** Writes commits that wait for these rounds, in an epoch that never comes. */
const await_ = (node: Node, ...rounds: bigint[]) =>
  node.rpc.handle("dev_setStorage", [
    {
      SubtensorModule: {
        TimelockedWeightCommits: [
          [
            [1, 1_000_000],
            rounds.map((round) => [`0x${"11".repeat(32)}`, 1, "0x01", Number(round)]),
          ],
        ],
      },
    },
  ]);
const PULSES = (toHex(twox128(utf8Bytes("Drand"))) +
  toHex(twox128(utf8Bytes("Pulses"))).slice(2)) as Hex;
/** Pulses are keyed by a hash and the round's bytes behind it. */
const hasPulse = (node: Node, round: bigint): boolean => {
  const digits = toHex(encode(u64, round)).slice(2);
  return node.chain.peek((state) => state.keys(PULSES).some((key) => key.endsWith(digits)));
};

test("the development beacon's key is the one of its seed", () => {
  const { signature } = developmentBeacon().signRound(5n);
  expect(verifyPulse({ publicKey: DEVELOPMENT_BEACON_KEY, round: 5n, signature })).toBe(true);
});

describe("a block of a chain with the development beacon", () => {
  test("brings the newest round of its time, once a minute, and what the node signed isn't verified", async () => {
    const { node, verified } = await start();
    expect(guestsOf(node.author.createBlock())).toHaveLength(1);
    expect(last(node)).toBe(newest(node));
    const before = last(node);
    // 240 blocks of 250 ms, 20 rounds of three seconds.
    const counts = Array.from({ length: 240 }, () => guestsOf(node.author.createBlock()).length);
    expect(counts.filter((count) => count === 1)).toHaveLength(1);
    expect(last(node)).toBe(before + 20n);
    expect(verified()).toBe(0);
  });
  test("follows the chain's clock into the future, without the rounds between", async () => {
    const { node } = await start();
    node.author.createBlock();
    const before = last(node);
    await node.rpc.handle("dev_timeTravel", ["2030-01-01T00:00:00Z"]);
    expect(guestsOf(node.author.createBlock())).toHaveLength(1);
    // 2030 is 1893456000: (1893456000 - 1692803367) / 3 + 1.
    expect(last(node)).toBe(66_884_212n);
    expect(hasPulse(node, before + 1n)).toBe(false);
  });
  test("is silent where the clock goes back, until it has caught up", async () => {
    const { node } = await start();
    node.author.createBlock();
    const before = last(node);
    await node.rpc.handle("dev_timeTravel", ["2023-10-01T00:00:00Z"]);
    expect(guestsOf(node.author.createBlock())).toHaveLength(0);
    expect(last(node)).toBe(before);
  });
  test("brings the rounds that something waits for as well, and no others", async () => {
    const { node } = await start();
    node.author.createBlock();
    const from = last(node);
    await_(node, from + 2n, from + 5n, from + 100n);
    await node.rpc.handle("dev_newBlock", [{ unixTimestamp: node.author.nowMs() + 60_000 }]);
    expect(last(node)).toBe(newest(node));
    expect(last(node)).toBe(from + 20n);
    expect([1n, 2n, 3n, 5n, 9n].map((ahead) => hasPulse(node, from + ahead))).toEqual([
      false,
      true,
      false,
      true,
      false,
    ]);
    expect(statusOf(node).awaited).toEqual([from + 100n]);
  });
  test("brings a round that is waited for as soon as its time has come", async () => {
    const { node } = await start();
    node.author.createBlock();
    const from = last(node);
    await_(node, from + 2n);
    // Two rounds are 24 blocks; where in its round the first block lay is not known.
    const counts = Array.from({ length: 24 }, () => guestsOf(node.author.createBlock()).length);
    expect(counts.filter((count) => count === 1)).toHaveLength(1);
    expect(last(node)).toBe(from + 2n);
    expect(newest(node)).toBe(from + 2n);
  });
  test("brings at most fifty, the oldest first, and the next block the others", async () => {
    const { node } = await start();
    node.author.createBlock();
    const from = last(node);
    await_(node, ...Array.from({ length: 60 }, (_, i) => from + 1n + BigInt(i)));
    await node.rpc.handle("dev_newBlock", [{ unixTimestamp: node.author.nowMs() + 3_000_000 }]);
    expect(last(node)).toBe(from + 50n);
    node.author.createBlock();
    expect(last(node)).toBe(newest(node));
    expect(hasPulse(node, from + 60n)).toBe(true);
  });
});

describe("the development beacon is bent", () => {
  test("withheld, no pulse comes; afterwards what was waited for comes too", async () => {
    const { node } = await start();
    node.author.createBlock();
    const from = last(node);
    await_(node, from + 1n);
    expect(bend(node, { withhold: true })).toMatchObject({
      withhold: true,
      awaited: [Number(from + 1n)],
      lastStoredRound: Number(from),
      publicKey: toHex(DEVELOPMENT_BEACON_KEY),
    });
    await node.rpc.handle("dev_newBlock", [{ count: 40 }]);
    expect(last(node)).toBe(from);
    bend(node, { withhold: false });
    node.author.createBlock();
    expect(last(node)).toBe(from + 1n);
    expect(hasPulse(node, from + 1n)).toBe(true);
  });
  test("delayed, pulses come so many rounds after their time", async () => {
    const { node } = await start();
    bend(node, { delayRounds: 4 });
    node.author.createBlock();
    expect(last(node)).toBe(newest(node) - 4n);
    await_(node, newest(node));
    expect(guestsOf(node.author.createBlock())).toHaveLength(0);
    bend(node, { delayRounds: 0 });
    node.author.createBlock();
    expect(last(node)).toBe(newest(node));
  });
  test("jumped, a pulse comes before its time, and those between never do", async () => {
    const { node } = await start();
    node.author.createBlock();
    const from = last(node);
    await_(node, from + 2n);
    bend(node, { jumpRounds: 5 });
    node.author.createBlock();
    expect(last(node)).toBe(newest(node) + 5n);
    const ahead = last(node);
    await node.rpc.handle("dev_newBlock", [{ count: 48 }]);
    expect(last(node)).toBe(ahead);
    expect(hasPulse(node, from + 2n)).toBe(false);
    await node.rpc.handle("dev_newBlock", [{ unixTimestamp: node.author.nowMs() + 90_000 }]);
    expect(last(node)).toBe(newest(node));
  });
  test.each([
    [{ withold: true }, "there is no option withold"],
    [{ withhold: 1 }, "withhold is true or false, got 1"],
    [{ delayRounds: -1 }, "delayRounds"],
    [{ jumpRounds: 1.5 }, "jumpRounds"],
    [[1], "parameter 0 is an object"],
  ])("with sensible options only: %j", async (options, message) => {
    const { node } = await start();
    expect(() => bend(node, options)).toThrow(
      expect.objectContaining({ data: expect.stringContaining(message) }),
    );
    expect(() => bend(node, { withhold: true, delayRounds: "x" })).toThrow(RpcError);
    expect(bend(node, {})).toMatchObject({ withhold: false, delayRounds: 0 });
  });
  test("where there is one", async () => {
    const { node } = await start({ from: "nothing" });
    expect(() => bend(node, {})).toThrow("start it with --drand dev");
    expect(guestsOf(node.author.createBlock())).toHaveLength(0);
  });
});

test("a chain that takes another beacon's pulses gets none, and the node says so once", async () => {
  const { node, troubles } = await start({ key: "quicknet" });
  for (let i = 0; i < 3; i++) expect(guestsOf(node.author.createBlock())).toHaveLength(0);
  expect(troubles.map(({ what }) => what)).toEqual([
    "the development beacon is silent: the chain takes another's pulses",
  ]);
});
