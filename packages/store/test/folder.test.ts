import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { blake2_256Hex } from "@ganglion/hash";
import type { Hex } from "@ganglion/primitives";
import { afterEach, expect, test } from "vitest";
import { metaKey, numberKey } from "../src/chain/keys.ts";
import { FORMAT_VERSION, openStore, type Store } from "../src/index.ts";
import { LmdbKv } from "../src/kv/lmdb.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "ganglion-folder-"));
  folders.push(path);
  return path;
}
const GENESIS = blake2_256Hex(Uint8Array.of(1));
const OTHER = blake2_256Hex(Uint8Array.of(2));
const archive = { pruning: "archive" } as const;

function commit(store: Store, hash: Hex = GENESIS): void {
  store.commitBlock({
    number: store.head === undefined ? 0 : store.head.number + 1,
    hash,
    header: Uint8Array.of(1, 2),
    body: [Uint8Array.of(3)],
    changes: [
      ["0xaa", Uint8Array.of(4)],
      ["0xbb", new Uint8Array(64)],
    ],
  });
}
async function made(): Promise<string> {
  const path = folder();
  const store = await openStore({ path, ...archive, genesisHash: GENESIS });
  commit(store);
  await store.close();
  return path;
}
/** Changes one entry behind the store's back. */
async function tamper(path: string, change: (kv: LmdbKv) => void): Promise<void> {
  const kv = new LmdbKv(path);
  change(kv);
  await kv.close();
}

test("what was committed is there after closing and opening again, the node's values too", async () => {
  const path = join(folder(), "made", "on", "demand");
  const store = await openStore({ path, ...archive });
  commit(store);
  store.meta.set("pool", Uint8Array.of(9));
  const root = store.root();
  await store.close();
  await store.close();
  const again = await openStore({ path, ...archive });
  expect(again.head).toEqual({ number: 0, hash: GENESIS });
  expect(again.root()).toBe(root);
  expect(again.body(GENESIS)).toEqual([Uint8Array.of(3)]);
  expect(again.meta.get("pool")).toEqual(Uint8Array.of(9));
  again.meta.set("pool", undefined);
  expect(again.meta.get("pool")).toBeUndefined();
  await again.close();
  expect(() => again.stateAt(0).get("0xcc")).toThrow(expect.objectContaining({ code: "CLOSED" }));
});

test("a folder of another chain is refused and can still be opened as what it is", async () => {
  const path = await made();
  await expect(openStore({ path, ...archive, genesisHash: OTHER })).rejects.toMatchObject({
    code: "OTHER_GENESIS",
    hint: expect.stringContaining("--reset"),
  });
  const store = await openStore({ path, ...archive, genesisHash: GENESIS });
  await store.close();
});

test("a first block of another chain than the one asked for is refused", async () => {
  const path = folder();
  const store = await openStore({ path, ...archive, genesisHash: OTHER });
  expect(() => commit(store, GENESIS)).toThrow(expect.objectContaining({ code: "OTHER_GENESIS" }));
  expect(store.head).toBeUndefined();
  commit(store, OTHER);
  await store.close();
});

test("a folder of a newer format is refused before anything is written", async () => {
  const path = await made();
  const format = metaKey("store", "format");
  await tamper(path, (kv) =>
    kv.transaction([
      { table: "meta", key: format, value: Uint8Array.of(0, 0, 0, FORMAT_VERSION + 1) },
    ]),
  );
  await expect(openStore({ path, ...archive })).rejects.toMatchObject({ code: "NEWER_FORMAT" });
  await tamper(path, (kv) => expect(kv.get("meta", format)).toEqual(Uint8Array.of(0, 0, 0, 2)));
});

test("a path that is a file is refused with its reason", async () => {
  const path = join(folder(), "file");
  writeFileSync(path, "here");
  await expect(openStore({ path, ...archive })).rejects.toMatchObject({ code: "CANNOT_OPEN" });
  expect(readFileSync(path, "utf8")).toBe("here");
});

test("the same folder can't be opened twice in one process, but again after closing", async () => {
  const path = folder();
  const store = await openStore({ path, ...archive });
  await expect(openStore({ path: `${path}/.`, ...archive })).rejects.toMatchObject({
    code: "LOCKED",
  });
  await store.close();
  await (await openStore({ path, ...archive })).close();
});

test("a folder that can't be opened is left unlocked", async () => {
  const path = await made();
  await expect(openStore({ path, ...archive, genesisHash: OTHER })).rejects.toThrow();
  await expect(openStore({ path, pruning: 0 })).rejects.toMatchObject({ code: "BAD_OPTION" });
  await (await openStore({ path, ...archive })).close();
});

for (const [what, content] of [
  [
    "of a process that is gone",
    JSON.stringify({ pid: 2 ** 22 + 1, thread: 0, born: "", token: "x" }),
  ],
  [
    "of a former process with our number",
    JSON.stringify({ pid: process.pid, thread: 0, born: "1", token: "x" }),
  ],
  ["that is empty, as after a power cut", ""],
  ["that is no JSON", "{"],
  ["with a process number that is none", JSON.stringify({ pid: -1 })],
] as const)
  test(`a lock file ${what} is taken over`, async () => {
    const path = folder();
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, "ganglion.lock"), content);
    const store = await openStore({ path, ...archive });
    expect(JSON.parse(readFileSync(join(path, "ganglion.lock"), "utf8"))).toMatchObject({
      pid: process.pid,
    });
    await store.close();
  });

test("a lock file of a living process is respected", async () => {
  const path = folder();
  writeFileSync(
    join(path, "ganglion.lock"),
    JSON.stringify({ pid: process.ppid, thread: 0, born: "", token: "x" }),
  );
  await expect(openStore({ path, ...archive })).rejects.toMatchObject({ code: "LOCKED" });
});

for (const [what, change] of [
  [
    "value that was changed",
    (kv) =>
      kv.transaction([
        { table: "state", key: "0xaa", value: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 5) },
      ]),
  ],
  [
    "value that is missing",
    (kv) => kv.transaction([{ table: "state", key: "0xbb", value: undefined }]),
  ],
  [
    "value too many",
    (kv) => kv.transaction([{ table: "state", key: "0xcc", value: kv.get("state", "0xaa") }]),
  ],
  [
    "record too short",
    (kv) => kv.transaction([{ table: "state", key: "0xaa", value: Uint8Array.of(0, 1) }]),
  ],
  [
    "record of nonsense",
    (kv) => kv.transaction([{ table: "state", key: "0xaa", value: new Uint8Array(40).fill(255) }]),
  ],
  [
    "head pointer of the wrong size",
    (kv) =>
      kv.transaction([{ table: "meta", key: metaKey("store", "head"), value: Uint8Array.of(1) }]),
  ],
  [
    "head pointer to nowhere",
    (kv) =>
      kv.transaction([
        { table: "meta", key: metaKey("store", "head"), value: Uint8Array.of(0, 0, 1, 0) },
      ]),
  ],
  [
    "hash of the wrong size",
    (kv) => kv.transaction([{ table: "canon", key: numberKey(0), value: new Uint8Array(63) }]),
  ],
  [
    "format mark of the wrong size",
    (kv) =>
      kv.transaction([
        { table: "meta", key: metaKey("store", "format"), value: new Uint8Array(3) },
      ]),
  ],
  [
    "format mark that is gone",
    (kv) => kv.transaction([{ table: "meta", key: metaKey("store", "format"), value: undefined }]),
  ],
  [
    "pruning mark of the wrong size",
    (kv) =>
      kv.transaction([
        { table: "meta", key: metaKey("store", "oldest-state"), value: new Uint8Array(3) },
      ]),
  ],
] as [string, (kv: LmdbKv) => void][])
  test(`a damaged folder is refused at opening: ${what}`, async () => {
    const path = await made();
    await tamper(path, change);
    await expect(openStore({ path, ...archive })).rejects.toMatchObject({ code: "CORRUPT" });
  });

test("a damaged block or diff is reported by who reads it, and a revert over it changes nothing", async () => {
  const path = await made();
  const first = await openStore({ path, ...archive });
  first.commitBlock({
    number: 1,
    hash: OTHER,
    header: new Uint8Array(),
    body: [Uint8Array.of(7)],
    changes: [["0xaa", Uint8Array.of(8)]],
  });
  await first.close();
  await tamper(path, (kv) => {
    const [chunk] = kv.entries("diffs", { limit: 1 });
    const wrong = chunk![1].slice();
    wrong[wrong.length - 1]! ^= 1; // the former value of 0xaa
    kv.transaction([
      { table: "bodies", key: OTHER, value: Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 9, 1) },
      { table: "headers", key: GENESIS, value: Uint8Array.of(1) },
      { table: "diffs", key: chunk![0], value: wrong },
    ]);
  });
  const store = await openStore({ path, ...archive });
  const damage = expect.objectContaining({ code: "CORRUPT" });
  expect(() => store.body(OTHER)).toThrow(damage);
  expect(() => store.header(GENESIS)).toThrow(damage);
  expect(() => store.verify(0)).toThrow(damage);
  expect(() => store.revertTo(0)).toThrow(damage);
  expect(store.head?.number).toBe(1);
  expect(store.stateAt(1).get("0xaa")).toEqual(Uint8Array.of(8));
  store.verify();
  await store.close();
  await tamper(path, (kv) =>
    kv.transaction(
      kv.keys("diffs", { limit: 9 }).map((key) => ({ table: "diffs", key, value: undefined })),
    ),
  );
  const gone = await openStore({ path, ...archive });
  expect(() => gone.stateAt(0).get("0xaa")).toThrow(damage);
  expect(gone.stateAt(1).get("0xaa")).toEqual(Uint8Array.of(8));
  await gone.close();
});
