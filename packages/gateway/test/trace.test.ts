import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { GatewayCore } from "../src/gateway.ts";
import type { QueryRecord } from "../src/records/query-record.ts";
import { Fixture, get, post, until } from "./fixture.ts";
import { extrinsicHash, ss58 } from "./memory-chain.ts";

let fixture: Fixture;
let core: GatewayCore;
beforeEach(async () => {
  fixture = new Fixture();
  await fixture.validator("Charlie");
  core = await fixture.core();
});
afterEach(() => fixture.end());

/** Asks in the present block, 7 at the beginning of each test; returns the id. */
async function ask(): Promise<string> {
  const question = { model: "prompting", messages: [{ role: "user", content: "17 * 23?" }] };
  const response = await core.fetch(post("/v1/chat/completions", question));
  return response.headers.get("x-ganglion-query-id")!;
}
const record = async (id: string) =>
  (await (await core.fetch(get(`/v1/queries/${id}`))).json()) as QueryRecord;
/** Lets the gateway look at every block so far. */
async function seen(): Promise<void> {
  const { height } = fixture.chain;
  await until(async () => {
    const chain = (await (await core.fetch(get("/v1/chain"))).json()) as {
      blocks: { number: number }[];
    };
    return chain.blocks[0]?.number === height;
  });
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
}

const VALUES = [
  [2, 65_535],
  [3, 92],
] as const;
const PAY = {
  incentive: [0, 0, 65_000, 535, 0],
  emission: [0n, 9n, 18_446_744_073_709_551_615n, 1n, 0n],
};

describe("a question's record", () => {
  test("has every field that scripts rely on, and null where nothing happened yet", async () => {
    const id = await ask();
    expect(await record(id)).toMatchObject({
      id,
      netuid: 2,
      subnet: "prompting",
      question: "17 * 23?",
      askedAtBlock: 7,
      validator: { uid: 1, hotkey: ss58("Charlie") },
      answers: [
        {
          uid: 2,
          hotkey: ss58("Dave"),
          miner: "full",
          backend: "builtin/2",
          text: "362\n17 * 23 = 391",
          citations: [],
          latencyMs: 5,
          status: "ok",
          score: 1,
          reason: "verified_by_checker",
        },
        { uid: 3, miner: "weak", score: 0, reason: "wrong", status: "ok" },
        { uid: 4, miner: "lazy", text: "", status: "timeout", reason: "timeout" },
      ],
      chosenUid: 2,
      answer: "362\n17 * 23 = 391",
      weights: null,
      epoch: null,
    });
  });

  test("gets the first weights after the question, with block, extrinsic and values", async () => {
    const id = await ask();
    fixture.chain.add({ weights: { 0: [[2, 1]] } });
    fixture.chain.add({ weights: { 0: [[3, 2]], 1: VALUES } });
    fixture.chain.add({ weights: { 1: [[4, 65_535]] } });
    await seen();
    expect((await record(id)).weights).toEqual({
      block: 9,
      // Behind the timestamp and the other validator's.
      extrinsic: extrinsicHash(9, 2),
      values: [
        [2, 65_535],
        [3, 92],
      ],
    });
  });

  test("gets the first epoch after those weights, not one before or in their block", async () => {
    const id = await ask();
    fixture.chain.add({ epoch: { incentive: [1, 1, 1, 1, 1], emission: [1n, 1n, 1n, 1n, 1n] } });
    fixture.chain.add({ weights: { 1: VALUES }, epoch: { incentive: [9], emission: [9n] } });
    await seen();
    expect((await record(id)).epoch).toBeNull();
    fixture.chain.add();
    fixture.chain.add({ epoch: PAY });
    fixture.chain.add({ epoch: { incentive: [8], emission: [8n] } });
    await seen();
    expect((await record(id)).epoch).toEqual({
      block: 11,
      incentive: [
        [0, 0],
        [1, 0],
        [2, 65_000],
        [3, 535],
        [4, 0],
      ],
      emission: [
        [0, "0"],
        [1, "9"],
        [2, "18446744073709551615"],
        [3, "1"],
        [4, "0"],
      ],
    });
  });

  test("ignores weights that were set before the question, in its own block too", async () => {
    fixture.chain.add({ weights: { 1: [[4, 65_535]] } });
    await seen();
    const id = await ask();
    fixture.chain.add();
    fixture.chain.add({ epoch: PAY });
    await seen();
    expect(await record(id)).toMatchObject({ askedAtBlock: 8, weights: null, epoch: null });
  });

  test("takes a commit for what it is, and waits for the reveal", async () => {
    const id = await ask();
    fixture.chain.add({ commits: [1] });
    fixture.chain.add();
    await seen();
    expect((await record(id)).weights).toBeNull();
    fixture.chain.add({ weights: { 1: VALUES }, reveals: true, epoch: PAY });
    await seen();
    // The chain reveals before the epoch of the same block runs.
    expect(await record(id)).toMatchObject({
      weights: { block: 10, extrinsic: null },
      epoch: { block: 10 },
    });
  });

  test("finds blocks that nobody told about, in the middle of many", async () => {
    const id = await ask();
    for (let i = 0; i < 300; i++) fixture.chain.silently();
    fixture.chain.silently({ weights: { 1: VALUES } });
    for (let i = 0; i < 300; i++) fixture.chain.silently();
    fixture.chain.silently({ epoch: PAY });
    for (let i = 0; i < 300; i++) fixture.chain.silently({ weights: { 1: [[0, 1]] } });
    fixture.chain.add({ epoch: { incentive: [], emission: [] } });
    await until(async () => (await record(id)).epoch !== null);
    const { weights, epoch } = await record(id);
    expect([weights!.block, epoch!.block]).toEqual([308, 609]);
    // Halving, not reading a thousand blocks.
    expect(fixture.chain.asked.get("blockHash")!).toBeLessThan(150);
  });

  test("never takes another hotkey's weights for its validator's", async () => {
    const id = await ask();
    fixture.chain.add({ replaced: { 1: ss58("Eve") } });
    fixture.chain.add({ weights: { 1: VALUES } });
    fixture.chain.add({ epoch: PAY });
    await seen();
    expect(await record(id)).toMatchObject({ weights: null, epoch: null });
    expect(fixture.log.filter((line) => line.includes("has left the subnet"))).toHaveLength(1);
  });

  test("stays open while the chain is away and is followed when it is back", async () => {
    const id = await ask();
    fixture.chain.down = true;
    fixture.chain.add({ weights: { 1: VALUES } });
    await until(() => fixture.log.some((line) => line.includes("can't be followed to its pay")));
    fixture.chain.down = false;
    fixture.chain.add({ epoch: PAY });
    fixture.chain.add();
    fixture.chain.add();
    await until(async () => (await record(id)).epoch !== null);
    expect(await record(id)).toMatchObject({ weights: { block: 8 }, epoch: { block: 9 } });
  });

  test("whose blocks are pruned is tried ever less often and harms no other", async () => {
    const lost = await ask();
    fixture.chain.silently({ weights: { 1: VALUES }, pruned: true });
    fixture.chain.add({});
    await seen();
    const fine = await ask();
    fixture.chain.add({ weights: { 1: VALUES } });
    fixture.chain.add({ epoch: PAY });
    await seen();
    expect((await record(lost)).weights).toBeNull();
    expect(await record(fine)).toMatchObject({ weights: { block: 10 }, epoch: { block: 11 } });
    expect(fixture.log.filter((line) => line.includes(lost))).toHaveLength(1);
  });

  test("asks the chain once per block for what many records want to know", async () => {
    for (let i = 0; i < 10; i++) await ask();
    await seen();
    const before = fixture.chain.asked.get("lastUpdates") ?? 0;
    fixture.chain.add();
    await seen();
    expect((fixture.chain.asked.get("lastUpdates") ?? 0) - before).toBe(1);
  });
});

describe("the list of questions", () => {
  test("has the newest first and as many as wanted", async () => {
    const ids = [await ask(), await ask(), await ask()];
    const list = async (query: string) =>
      (await (await core.fetch(get(`/v1/queries${query}`))).json()) as {
        total: number;
        data: QueryRecord[];
      };
    const { total, data } = await list("?limit=2");
    expect([total, data.map(({ id }) => id)]).toEqual([3, [ids[2], ids[1]]]);
    expect((await list("")).data).toHaveLength(3);
  });

  test.each(["0", "-1", "1.5", "x", "201"])("refuses the limit %s", async (limit) => {
    expect((await core.fetch(get(`/v1/queries?limit=${limit}`))).status).toBe(400);
  });

  test("does not know an id that nobody got", async () => {
    const response = await core.fetch(get("/v1/queries/none"));
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: "query_not_found" } });
    expect((await core.fetch(get(`/v1/queries/${await ask()}/citations/0`))).status).toBe(404);
  });
});
