import { blake2_256Hex } from "@ganglion/hash";
import { type Hex, toHex } from "@ganglion/primitives";
import { expect, test } from "vitest";
import { EMPTY_ROOT, memoryStore, type Store, StoreError, verifyProof } from "../src/index.ts";

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
