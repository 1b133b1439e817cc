import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { blake2_256Hex } from "@ganglion/hash";
import { equalBytes, type Hex } from "@ganglion/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Changes,
  MemoryKv,
  type Pruning,
  type Store,
  StoreError,
  storeOn,
  Trie,
  verifyProof,
} from "../src/index.ts";
import { LmdbKv } from "../src/kv/lmdb.ts";

type State = Map<Hex, Uint8Array>;
const PROBES: Hex[] = ["0x00", "0x01", "0x0100", "0x01ff", "0xff", "0xffff", "0x7f"];

const key = fc.constantFrom(...PROBES);
const value = fc
  .tuple(fc.constantFrom(0, 1, 32, 33, 60), fc.nat(255))
  .map(([size, fill]) => new Uint8Array(size).fill(fill));
const changes = fc.array(fc.tuple(key, fc.option(value, { nil: undefined })), { maxLength: 6 });
const command = fc.oneof(
  { weight: 8, arbitrary: changes.map((c) => ({ kind: "commit" as const, changes: c })) },
  { weight: 1, arbitrary: fc.nat(5).map((back) => ({ kind: "revert" as const, back })) },
  { weight: 1, arbitrary: fc.constant({ kind: "reopen" as const }) },
  { weight: 2, arbitrary: changes.map((c) => ({ kind: "ask" as const, changes: c })) },
);

/** The plainest thing that could be right: a whole copy of every state. */
class Model {
  readonly states: State[] = [];
  readonly hashes: Hex[] = [];
  salt = 0;

  next(changes: Changes): State {
    const state: State = new Map(this.states.at(-1) ?? []);
    for (const [k, v] of changes) {
      if (v === undefined) state.delete(k);
      else state.set(k, v);
    }
    return state;
  }

  static root(state: State): Hex {
    const trie = new Trie();
    for (const [k, v] of state) trie.put(k, v);
    return trie.root();
  }

  check(store: Store, oldest: number): void {
    expect(store.head).toEqual(
      this.states.length === 0
        ? undefined
        : { number: this.states.length - 1, hash: this.hashes.at(-1) },
    );
    expect(store.oldestState).toBe(oldest);
    for (const [number, state] of this.states.entries()) {
      if (number < oldest) {
        const view = () => store.stateAt(number).get("0x00");
        expect(view).toThrow(expect.objectContaining({ code: "STATE_DISCARDED" }));
        continue;
      }
      const view = store.stateAt(this.hashes[number]!);
      const keys = [...state.keys()].sort();
      expect([...view.keys("0x")]).toEqual(keys);
      expect([...view.keys("0x01")]).toEqual(keys.filter((k) => k.startsWith("0x01")));
      expect([...view.keys("0x", "0x0100")]).toEqual(keys.filter((k) => k > "0x0100"));
      for (const probe of PROBES) expect(view.get(probe)).toEqual(state.get(probe));
    }
    store.verify();
  }
}

function obey(
  pruning: Pruning,
  commands: readonly (typeof command extends fc.Arbitrary<infer C> ? C : never)[],
  open: () => Store,
): void {
  const model = new Model();
  let store = open();
  let oldest = 0;
  for (const step of commands) {
    const head = model.states.length - 1;
    if (step.kind === "commit") {
      const state = model.next(step.changes);
      const number = head + 1;
      const hash = blake2_256Hex(Uint8Array.of(number, ++model.salt));
      store.commitBlock({
        number,
        hash,
        header: Uint8Array.of(number),
        body: [],
        changes: step.changes,
      });
      model.states.push(state);
      model.hashes.push(hash);
      if (pruning !== "archive") oldest = Math.max(oldest, number - pruning + 1);
      expect(store.root()).toBe(Model.root(state));
    } else if (step.kind === "ask") {
      expect(store.rootWith(step.changes)).toBe(Model.root(model.next(step.changes)));
    } else if (step.kind === "revert" && head >= 0) {
      const to = Math.max(oldest, head - step.back);
      store.revertTo(to);
      model.states.length = to + 1;
      model.hashes.length = to + 1;
    } else if (step.kind === "reopen") store = open();
  }
  model.check(store, oldest);
  for (const [number, state] of model.states.entries()) {
    if (number < oldest) continue;
    const proof = store.proof(number, PROBES);
    expect(verifyProof(Model.root(state), PROBES, proof)).toEqual(
      new Map(PROBES.map((k) => [k, state.get(k)])),
    );
  }
}

for (const pruning of ["archive", 1, 3] as const)
  test(`with pruning ${pruning} every kept state reads, lists and proves like a copy of it`, () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 25 }), (commands) => {
        const kv = new MemoryKv();
        obey(pruning, commands, () => storeOn(kv, { pruning, cacheBytes: 2000 }));
      }),
      { numRuns: 150 },
    );
  });

test("the same holds on disk", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ganglion-laws-"));
  let run = 0;
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 20 }), async (commands) => {
        const kv = new LmdbKv(join(folder, `${run++}`));
        try {
          obey(4, commands, () => storeOn(kv, { pruning: 4, cacheBytes: 2000 }));
        } finally {
          await kv.close();
        }
      }),
      { numRuns: 10 },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("a key that changed in each of 700 blocks has its right value at every one of them", () => {
  const store = storeOn(new MemoryKv(), { pruning: "archive" });
  // In blocks divisible by 97 it is deleted, and in the one after it comes back.
  const at = (n: number) => (n % 97 === 0 ? undefined : Uint8Array.of(n >> 8, n & 255));
  for (let number = 0; number < 700; number++)
    store.commitBlock({
      number,
      hash: blake2_256Hex(Uint8Array.of(number >> 8, number & 255)),
      header: new Uint8Array(),
      body: [],
      changes: [
        ["0xaa", at(number)],
        ["0xbb", Uint8Array.of(number % 2)],
      ],
    });
  for (let number = 0; number < 700; number++) {
    const view = store.stateAt(number);
    expect(view.get("0xaa")).toEqual(at(number));
    expect([...view.keys("0x")]).toEqual(at(number) ? ["0xaa", "0xbb"] : ["0xbb"]);
  }
  // Beyond the near blocks the trie is built from the past state instead of from the head's.
  const root = store.root(100);
  const far = store.proof(100, ["0xaa"]);
  expect(verifyProof(root, ["0xaa"], far).get("0xaa")).toEqual(at(100));
});

test("a past view goes on listing its own keys while blocks are committed between two of them", () => {
  const store = storeOn(new MemoryKv(), { pruning: "archive" });
  const keys = Array.from({ length: 200 }, (_, i) => blake2_256Hex(Uint8Array.of(i))).sort();
  let number = 0;
  const commit = (changes: Changes) => {
    store.commitBlock({
      number,
      hash: blake2_256Hex(Uint8Array.of(number, 1)),
      header: new Uint8Array(),
      body: [],
      changes,
    });
    number++;
  };
  commit(keys.map((k) => [k, Uint8Array.of(1)]));
  const seen: Hex[] = [];
  const view = store.stateAt(0);
  for (const k of view.keys("0x")) {
    seen.push(k);
    if (seen.length % 40 === 0 && seen.length < 180)
      commit([
        [keys[seen.length + 20]!, undefined],
        [`${k}00`, Uint8Array.of(2)],
      ]);
  }
  expect(seen).toEqual(keys);
  expect(equalBytes(view.get(keys[60]!)!, Uint8Array.of(1))).toBe(true);
  expect(store.stateAt(number - 1).get(keys[60]!)).toBeUndefined();
});

test("an archive that is pruned later sheds its states and keeps the last ones readable", () => {
  const kv = new MemoryKv();
  const write = (store: Store, number: number) =>
    store.commitBlock({
      number,
      hash: blake2_256Hex(Uint8Array.of(number, 2)),
      header: Uint8Array.of(number),
      body: [],
      changes: [
        ["0xaa", Uint8Array.of(number)],
        [`0xbb0${number % 10}`, number % 3 ? Uint8Array.of(1) : undefined],
      ],
    });
  const archive = storeOn(kv, { pruning: "archive" });
  for (let n = 0; n < 60; n++) write(archive, n);
  const pruned = storeOn(kv, { pruning: 5 });
  for (let n = 60; n < 75; n++) write(pruned, n);
  expect(pruned.oldestState).toBe(70);
  expect(
    kv
      .keys("diffs", { limit: 99 })
      .map((k) => Number.parseInt(k.slice(2, 10), 16))
      .sort()[0],
  ).toBe(71);
  for (let n = 70; n < 75; n++) expect(pruned.stateAt(n).get("0xaa")).toEqual(Uint8Array.of(n));
  expect(() => pruned.stateAt(69)).toThrow(StoreError);
  // Blocks outlive their states.
  expect(pruned.header(pruned.hashOf(3)!)).toEqual(Uint8Array.of(3));
  expect(() => pruned.revertTo(69)).toThrow(expect.objectContaining({ code: "STATE_DISCARDED" }));
  pruned.revertTo(70);
  pruned.verify();
});
