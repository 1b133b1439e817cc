import { blake2_256Hex } from "@ganglion/hash";
import { type Hex, toHex } from "@ganglion/primitives";
import { expect, test } from "vitest";
import {
  EMPTY_ROOT,
  type Kv,
  type KvOp,
  MAX_PROOF_KEYS,
  MAX_STORAGE_KEY_BYTES,
  MemoryKv,
  memoryStore,
  type Store,
  StoreError,
  storeOn,
  verifyProof,
} from "../src/index.ts";

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const hashOf = (number: number, salt = 0): Hex =>
  blake2_256Hex(bytes(number & 255, number >> 8, salt));

type Change = [Hex, Uint8Array | undefined];
function commit(store: Store, changes: Change[], salt = 0): Hex {
  const number = store.head === undefined ? 0 : store.head.number + 1;
  const hash = hashOf(number, salt);
  store.commitBlock({
    number,
    hash,
    header: bytes(1, number),
    body: [bytes(number), bytes()],
    changes,
  });
  return hash;
}
function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof StoreError) return error.code;
    throw error;
  }
  return "no error";
}

test("an empty store has no head and the empty root", () => {
  const store = memoryStore({ pruning: "archive" });
  expect(store.head).toBeUndefined();
  expect(store.root()).toBe(EMPTY_ROOT);
  expect(codeOf(() => store.stateAt(0))).toBe("UNKNOWN_BLOCK");
});

test("a committed block can be read by number and hash", () => {
  const store = memoryStore({ pruning: "archive" });
  const hash = commit(store, [["0xaa", bytes(1)]]);
  expect(store.head).toEqual({ number: 0, hash });
  expect(store.hashOf(0)).toBe(hash);
  expect(store.numberOf(hash)).toBe(0);
  expect(store.header(hash)).toEqual(bytes(1, 0));
  expect(store.body(hash)).toEqual([bytes(0), bytes()]);
  expect(store.justification(hash)).toBeUndefined();
  expect(store.stateAt(hash).get("0xaa")).toEqual(bytes(1));
});

test("a past state stays readable after changes, deletions and returns of a key", () => {
  const store = memoryStore({ pruning: "archive" });
  commit(store, [
    ["0xaa", bytes(1)],
    ["0xab01", bytes(2)],
  ]);
  commit(store, [
    ["0xaa", undefined],
    ["0xab02", bytes(3)],
  ]);
  commit(store, [
    ["0xaa", bytes(4)],
    ["0xab01", undefined],
  ]);
  const at = (n: number) =>
    [...store.stateAt(n).keys("0x")].map((k) => [k, toHex(store.stateAt(n).get(k)!)]);
  expect(at(0)).toEqual([
    ["0xaa", "0x01"],
    ["0xab01", "0x02"],
  ]);
  expect(at(1)).toEqual([
    ["0xab01", "0x02"],
    ["0xab02", "0x03"],
  ]);
  expect(at(2)).toEqual([
    ["0xaa", "0x04"],
    ["0xab02", "0x03"],
  ]);
  expect([...store.stateAt(1).keys("0xab", "0xab01")]).toEqual(["0xab02"]);
});

test("asking for a root keeps nothing, and the commit of the same changes has that root", () => {
  const store = memoryStore({ pruning: "archive" });
  commit(store, [["0xaa", bytes(1)]]);
  const before = store.root();
  const changes: Change[] = [
    ["0xaa", bytes(2)],
    ["0xbb", new Uint8Array(40)],
  ];
  const root = store.rootWith(changes);
  expect(store.rootWith([])).toBe(before);
  expect(store.root()).toBe(before);
  commit(store, changes);
  expect(store.root()).toBe(root);
  store.verify();
});

test("a proof of a past block verifies against its root and proves absence", () => {
  const store = memoryStore({ pruning: "archive" });
  commit(store, [
    ["0xaa", bytes(1)],
    ["0xab", new Uint8Array(33).fill(7)],
  ]);
  const root = store.root();
  commit(store, [["0xab", undefined]]);
  const proof = store.proof(0, ["0xab", "0xcc"]);
  expect(verifyProof(root, ["0xab", "0xcc"], proof)).toEqual(
    new Map<Hex, Uint8Array | undefined>([
      ["0xab", new Uint8Array(33).fill(7)],
      ["0xcc", undefined],
    ]),
  );
  expect(store.root(0)).toBe(root);
});

test("going back to a former block brings its state, root and head back", () => {
  const store = memoryStore({ pruning: "archive" });
  commit(store, [["0xaa", bytes(1)]]);
  const root = store.root();
  const lost = commit(store, [
    ["0xaa", undefined],
    ["0xbb", bytes(2)],
  ]);
  const view = store.stateAt(lost);
  expect(store.revertTo(0)).toEqual({ number: 0, hash: hashOf(0) });
  expect(store.root()).toBe(root);
  expect(store.header(lost)).toBeUndefined();
  expect([...store.stateAt(0).keys("0x")]).toEqual(["0xaa"]);
  expect(codeOf(() => view.get("0xaa"))).toBe("UNKNOWN_BLOCK");
  commit(store, [["0xcc", bytes(3)]], 1);
  expect(codeOf(() => view.get("0xaa"))).toBe("UNKNOWN_BLOCK");
  store.verify();
});

test("a block that is not the next, or is in the chain already, is refused", () => {
  const store = memoryStore({ pruning: "archive" });
  const block = { hash: hashOf(1), header: bytes(), body: [], changes: [] };
  expect(codeOf(() => store.commitBlock({ ...block, number: 1 }))).toBe("NOT_NEXT_BLOCK");
  const genesis = commit(store, []);
  expect(codeOf(() => store.commitBlock({ ...block, number: 0 }))).toBe("NOT_NEXT_BLOCK");
  expect(codeOf(() => store.commitBlock({ ...block, number: 2 }))).toBe("NOT_NEXT_BLOCK");
  expect(codeOf(() => store.commitBlock({ ...block, number: 1, hash: genesis }))).toBe(
    "NOT_NEXT_BLOCK",
  );
  expect(store.head).toEqual({ number: 0, hash: genesis });
});

test("a key that is no storage key is refused wherever it could do harm", () => {
  const store = memoryStore({ pruning: "archive" });
  commit(store, [["0xaa", bytes(1)]]);
  const root = store.root();
  const longest = `0x${"ab".repeat(MAX_STORAGE_KEY_BYTES)}` as const;
  for (const bad of ["0x", "0xA0", "0xabc", "aa", "0xzz", `${longest}ab`] as Hex[]) {
    expect(
      codeOf(() =>
        store.rootWith([
          ["0xbb", bytes(1)],
          [bad, bytes(1)],
        ]),
      ),
    ).toBe("BAD_KEY");
    expect(
      codeOf(() =>
        commit(store, [
          ["0xbb", bytes(1)],
          [bad, bytes(1)],
        ]),
      ),
    ).toBe("BAD_KEY");
    expect(codeOf(() => store.proof(0, [bad]))).toBe("BAD_KEY");
  }
  expect(store.head!.number).toBe(0);
  expect(store.root()).toBe(root);
  commit(store, [[longest, bytes(1)]]);
  commit(store, [[longest, undefined]]);
  expect(store.stateAt(1).get(longest)).toEqual(bytes(1));
  store.verify();
});

test("a proof of more keys than allowed is refused", () => {
  const store = memoryStore({ pruning: "archive" });
  commit(store, [["0xaa", bytes(1)]]);
  const keys = Array.from({ length: MAX_PROOF_KEYS + 1 }, (): Hex => "0xaa");
  expect(codeOf(() => store.proof(0, keys))).toBe("PROOF_TOO_LARGE");
  expect(store.proof(0, keys.slice(1))).toHaveLength(1);
});

test("the node's values are written with the block or not at all", () => {
  const store = memoryStore({ pruning: "archive" });
  const block = { number: 0, hash: hashOf(0), header: bytes(), body: [], justification: bytes(6) };
  const meta = [["finalized", bytes(5)]] as const;
  expect(codeOf(() => store.commitBlock({ ...block, changes: [["0x", bytes()]], meta }))).toBe(
    "BAD_KEY",
  );
  expect(store.meta.get("finalized")).toBeUndefined();
  store.commitBlock({ ...block, changes: [], meta });
  expect(store.meta.get("finalized")).toEqual(bytes(5));
  expect(store.justification(hashOf(0))).toEqual(bytes(6));
});

test("the last change of a key counts, and a change to the same value is none", () => {
  const store = memoryStore({ pruning: "archive" });
  commit(store, [
    ["0xaa", bytes(1)],
    ["0xaa", undefined],
    ["0xaa", bytes(2)],
  ]);
  const root = store.root();
  expect(store.stateAt(0).get("0xaa")).toEqual(bytes(2));
  commit(store, [
    ["0xaa", bytes(3)],
    ["0xaa", bytes(2)],
    ["0xcc", undefined],
  ]);
  expect(store.root()).toBe(root);
  store.verify();
});

test("changes that were altered after their root was asked for are computed again", () => {
  const store = memoryStore({ pruning: "archive" });
  commit(store, []);
  const changes: Change[] = [["0xaa", bytes(1)]];
  const first = store.rootWith(changes);
  changes[0]![1] = bytes(2);
  expect(store.rootWith(changes)).not.toBe(first);
  changes.push(["0xbb", bytes(3)]);
  commit(store, changes);
  expect(store.stateAt(1).get("0xbb")).toEqual(bytes(3));
  store.verify();
});

/** A disk that refuses the n-th transaction from now. */
class FailingKv implements Kv {
  readonly #kv = new MemoryKv();
  failIn = 0;
  get: Kv["get"] = (table, key) => this.#kv.get(table, key);
  peek: Kv["peek"] = (table, key) => this.#kv.peek(table, key);
  floor: Kv["floor"] = (table, key) => this.#kv.floor(table, key);
  keys: Kv["keys"] = (table, range) => this.#kv.keys(table, range);
  entries: Kv["entries"] = (table, range) => this.#kv.entries(table, range);
  close: Kv["close"] = () => this.#kv.close();
  transaction(ops: readonly KvOp[]): void {
    if (--this.failIn === 0)
      throw new StoreError("DISK_FULL", { message: "no room", hint: "make room" });
    this.#kv.transaction(ops);
  }
}

test("a write that fails changes nothing, and the same block can be committed later", () => {
  const kv = new FailingKv();
  const store = storeOn(kv, { pruning: 2 });
  for (let i = 0; i < 4; i++)
    commit(store, [
      ["0xaa", bytes(i)],
      [`0xb${i}`, new Uint8Array(40)],
    ]);
  const before = { head: store.head, root: store.root(), oldest: store.oldestState };
  const changes: Change[] = [
    ["0xaa", undefined],
    ["0xb1", undefined],
    ["0xcc", bytes(7)],
  ];
  const unchanged = () => {
    expect(store.head).toEqual(before.head);
    expect(store.root()).toBe(before.root);
    expect(store.oldestState).toBe(before.oldest);
    expect(store.stateAt(3).get("0xaa")).toEqual(bytes(3));
    expect(store.stateAt(2).get("0xaa")).toEqual(bytes(2));
    expect(store.stateAt(3).get("0xcc")).toBeUndefined();
    store.verify();
  };

  kv.failIn = 1;
  expect(codeOf(() => commit(store, changes))).toBe("DISK_FULL");
  unchanged();
  kv.failIn = 1;
  expect(codeOf(() => store.revertTo(2))).toBe("DISK_FULL");
  unchanged();
  kv.failIn = 1;
  expect(codeOf(() => store.meta.set("x", bytes(1)))).toBe("DISK_FULL");
  expect(store.meta.get("x")).toBeUndefined();

  commit(store, changes);
  expect([...store.stateAt(4).keys("0x")]).toEqual(["0xb0", "0xb2", "0xb3", "0xcc"]);
  store.verify();
  store.revertTo(3);
  expect(store.root()).toBe(before.root);
});
