import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { QueryRecord } from "../src/records/query-record.ts";
import { RecordFile } from "../src/records/record-file.ts";
import { RecordStore } from "../src/records/record-store.ts";
import { Fixture, get, post, until } from "./fixture.ts";
import { ss58 } from "./memory-chain.ts";

const GENESIS = `0x${"ab".repeat(32)}`;
let folder: string;
let told: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ganglion-records-"));
  told = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const log = {
  info: (what: string) => told.push(what),
  trouble: (what: string) => told.push(`TROUBLE ${what}`),
};
const open = (options: { keep?: number; keepChars?: number; genesis?: string } = {}) =>
  RecordStore.open({ folder, genesis: GENESIS, log, ...options });
const path = () => join(folder, "queries.ndjson");

function record(id: string, change: Partial<QueryRecord> = {}): QueryRecord {
  return {
    id,
    netuid: 2,
    subnet: "prompting",
    question: `question ${id}`,
    history: [],
    docs: [],
    askedAtMs: 1,
    askedAtBlock: 7,
    validator: { uid: 1, hotkey: ss58("Charlie") },
    answers: [],
    chosenUid: null,
    answer: "none",
    latencyMs: 3,
    weights: null,
    epoch: null,
    ...change,
  };
}
const WEIGHTS = { block: 9, extrinsic: "0xee", values: [[2, 65_535]] as const };
const EPOCH = { block: 11, incentive: [[2, 65_535]] as const, emission: [[2, "7"]] as const };

describe("query records", () => {
  test("survive a restart with what became of them later", async () => {
    const store = await open();
    store.add(record("a"));
    store.add(record("b"));
    store.change("a", { weights: WEIGHTS });
    store.change("a", { epoch: EPOCH });
    await store.close();
    const again = await open();
    expect(again.get("a")).toEqual(record("a", { weights: WEIGHTS, epoch: EPOCH }));
    expect(again.recent(5).map(({ id }) => id)).toEqual(["b", "a"]);
    expect(again.unpaid().map(({ id }) => id)).toEqual(["b"]);
    await again.close();
  });

  test("lose the line that a crash cut off, and no other, not even the one after it", async () => {
    const store = await open();
    store.add(record("a"));
    await store.close();
    await appendFile(path(), '{"query":{"id":"torn","netu');
    const second = await open();
    second.add(record("b"));
    await second.close();
    const third = await open();
    expect(third.recent(9).map(({ id }) => id)).toEqual(["b", "a"]);
    expect(told).toEqual(Array(2).fill("damaged lines in the query records were left out"));
    await third.close();
  });

  test.each([
    "null",
    "7",
    '"text"',
    "[]",
    "{}",
    '{"query":null}',
    '{"query":{"id":4}}',
    '{"id":"a"}',
  ])("leave out a line that is %s", async (line) => {
    const store = await open();
    store.add(record("a"));
    await store.close();
    await appendFile(path(), `${line}\n`);
    const again = await open();
    expect(again.get("a")).toEqual(record("a"));
    await again.close();
  });

  test("of another chain are moved aside whole", async () => {
    const store = await open();
    store.add(record("a"));
    await store.close();
    const before = await readFile(path(), "utf8");
    const other = await open({ genesis: `0x${"cd".repeat(32)}` });
    expect(other.size).toBe(0);
    await other.close();
    expect(await readdir(folder)).toEqual([`queries-${"ab".repeat(5)}.ndjson`, "queries.ndjson"]);
    expect(await readFile(join(folder, `queries-${"ab".repeat(5)}.ndjson`), "utf8")).toBe(before);
  });

  test("of a later format are refused with what to do, and stay as they are", async () => {
    const text = `${JSON.stringify({ format: 2, genesis: GENESIS })}\n`;
    await writeFile(path(), text);
    await expect(open()).rejects.toMatchObject({
      code: "RECORDS_UNUSABLE",
      message: expect.stringContaining("later version"),
      hint: expect.stringContaining("--data"),
    });
    expect(await readFile(path(), "utf8")).toBe(text);
  });

  test("in a place that is no folder are refused by name", async () => {
    await writeFile(join(folder, "file"), "");
    const inFile = RecordStore.open({ folder: join(folder, "file"), genesis: GENESIS, log });
    await expect(inFile).rejects.toMatchObject({ code: "RECORDS_UNUSABLE" });
  });

  test("are bounded in number: the oldest go, and the file is written anew by and by", async () => {
    const store = await open({ keep: 3 });
    for (let i = 0; i < 1_100; i++) store.add(record(`q${i}`));
    await until(async () => (await readFile(path(), "utf8")).split("\n").length < 600);
    store.add(record("last"));
    await store.close();
    const again = await open({ keep: 3 });
    expect(again.recent(9).map(({ id }) => id)).toEqual(["last", "q1099", "q1098"]);
    await again.close();
    expect(await readdir(folder)).toEqual(["queries.ndjson"]);
  });

  test("are bounded in size, but the newest is always kept", async () => {
    const store = await open({ keepChars: 10_000 });
    for (const id of ["a", "b", "c"]) store.add(record(id, { answer: "x".repeat(4_000) }));
    expect(store.recent(9).map(({ id }) => id)).toEqual(["c", "b"]);
    store.add(record("huge", { answer: "x".repeat(40_000) }));
    expect(store.recent(9).map(({ id }) => id)).toEqual(["huge"]);
    await store.close();
  });

  test("that can't be written are told, and the answer comes all the same", async () => {
    const { file } = await RecordFile.open(folder, GENESIS);
    await file.close();
    await expect(file.append({ query: record("a") })).rejects.toThrow();
    const store = await open();
    await store.close();
    store.add(record("b"));
    await until(() => told.length > 0);
    expect(told).toEqual(["TROUBLE a query record could not be written"]);
    expect(store.get("b")).toEqual(record("b"));
  });

  test("live as long as the process if there is no folder", async () => {
    const store = await RecordStore.open({ genesis: GENESIS, log });
    store.add(record("a"));
    expect(store.get("a")).toEqual(record("a"));
    await store.close();
  });
});

test("a gateway that was restarted goes on following the questions of before", async () => {
  const fixture = new Fixture();
  try {
    await fixture.validator("Charlie");
    const first = await fixture.core({ recordsDir: folder });
    const question = { model: "prompting", messages: [{ role: "user", content: "17 * 23?" }] };
    const { headers } = await first.fetch(post("/v1/chat/completions", question));
    const id = headers.get("x-ganglion-query-id")!;
    await first.close();
    fixture.chain.silently({ weights: { 1: [[2, 65_535]] } });
    fixture.chain.silently({ epoch: { incentive: [0, 0, 65_535], emission: [0n, 0n, 5n] } });
    fixture.chain.silently();
    const second = await fixture.core({ recordsDir: folder });
    const found = async () =>
      (await (await second.fetch(get(`/v1/queries/${id}`))).json()) as QueryRecord;
    await until(async () => (await found()).epoch !== null);
    expect(await found()).toMatchObject({
      answer: "362\n17 * 23 = 391",
      weights: { block: 8 },
      epoch: {
        block: 9,
        emission: [
          [0, "0"],
          [1, "0"],
          [2, "5"],
        ],
      },
    });
  } finally {
    await fixture.end();
  }
});
