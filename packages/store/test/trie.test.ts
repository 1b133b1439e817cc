import { readFileSync } from "node:fs";
import { blake2_128, blake2_256, blake2_256Hex } from "@ganglion/hash";
import { concatBytes, fromHex, type Hex, toHex } from "@ganglion/primitives";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EMPTY_ROOT, prove, StoreError, Trie, verifyProof } from "../src/index.ts";

interface Vectors {
  empty: Hex;
  emptyProof: Hex[];
  large: { count: number; root: Hex; rootWithoutEveryThird: Hex };
}
interface Long {
  keyBytes: number;
  valueBytes: number;
  alone: Hex;
  branch: Hex;
}
interface Sequence {
  seed: number;
  steps: { changes: [Hex, Hex | null][]; root: Hex; keys: Hex[]; proof: Hex[] }[];
}
// Made by the reference's own trie: see "source" in the first line.
const lines = readFileSync(new URL("vectors/sp-trie.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Vectors & { long?: Long; sequence?: Sequence });
const vectors: Vectors = lines[0]!;
const longs = lines.flatMap(({ long }) => long ?? []);
const sequences = lines.flatMap(({ sequence }) => sequence ?? []);

type Entries = Map<Hex, Uint8Array>;
const fresh = (entries: Entries): Trie => {
  const trie = new Trie();
  for (const [key, value] of entries) trie.put(key, value);
  return trie;
};
const u32le = (n: number): Uint8Array =>
  Uint8Array.of(n & 255, (n >> 8) & 255, (n >> 16) & 255, n >>> 24);

describe("the trie and the reference's sp-trie", () => {
  test("a trie without keys has the reference's root and proof", () => {
    expect(new Trie().root()).toBe(vectors.empty);
    expect(EMPTY_ROOT).toBe(vectors.empty);
    expect(EMPTY_ROOT).toBe("0x03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314");
    expect(
      prove(new Trie(), { keys: ["0x01"], get: () => undefined }).map((n) => toHex(n)),
    ).toEqual(vectors.emptyProof);
  });

  test("roots and proofs are equal after every step of random puts and deletes", () => {
    expect(sequences).toHaveLength(40);
    for (const { seed, steps } of sequences) {
      const trie = new Trie();
      const state: Entries = new Map();
      for (const [i, step] of steps.entries()) {
        for (const [key, value] of step.changes) {
          if (value === null) {
            expect(trie.delete(key)).toBe(state.delete(key));
          } else {
            trie.put(key, fromHex(value));
            state.set(key, fromHex(value));
          }
        }
        const where = `seed ${seed}, step ${i}`;
        expect(trie.root(), where).toBe(step.root);
        const proof = prove(trie, { keys: step.keys, get: (key) => state.get(key) });
        expect(
          proof.map((node) => toHex(node)),
          where,
        ).toEqual(step.proof);
        const read = verifyProof(step.root, step.keys, step.proof.map(fromHex));
        for (const key of step.keys) expect(read.get(key), where).toEqual(state.get(key));
      }
    }
  });

  test("partial keys of every header size have the reference's root, in leaves and branches", () => {
    expect(longs.length).toBeGreaterThan(40);
    for (const { keyBytes, valueBytes, alone, branch } of longs) {
      const key = toHex(Uint8Array.from({ length: keyBytes }, (_, i) => (37 * i + 11) & 255));
      const entries: Entries = new Map([[key, new Uint8Array(valueBytes).fill(7)]]);
      expect(fresh(entries).root()).toBe(alone);
      entries.set(`${key}1234`, Uint8Array.of(1));
      entries.set(`${key}92`, new Uint8Array(50).fill(9));
      expect(fresh(entries).root()).toBe(branch);
    }
  });

  test("a state of 5,000 keys has the reference's root, also after every third is deleted", () => {
    const keys = Array.from({ length: vectors.large.count }, (_, i) =>
      toHex(concatBytes(blake2_256(u32le(i % 7)), blake2_128(u32le(i)), u32le(i))),
    );
    const trie = new Trie();
    keys.forEach((key, i) => {
      trie.put(key, new Uint8Array(i % 70).fill(i & 255));
    });
    expect(trie.root()).toBe(vectors.large.root);
    keys.forEach((key, i) => {
      if (i % 3 === 0) trie.delete(key);
    });
    expect(trie.root()).toBe(vectors.large.rootWithoutEveryThird);
  });
});

const key = fc
  .array(fc.constantFrom("00", "01", "10", "1f", "ff"), { minLength: 1, maxLength: 5 })
  .map((parts): Hex => `0x${parts.join("")}`);
const value = fc
  .tuple(fc.constantFrom(0, 1, 20, 31, 32, 33, 70), fc.nat(255))
  .map(([size, fill]) => new Uint8Array(size).fill(fill));
const change = fc.tuple(key, fc.option(value, { nil: undefined }));

describe("laws of the trie", () => {
  test("kept incrementally it equals one built at once, in any order of keys", () => {
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 12 }), { maxLength: 8 }), (batches) => {
        const trie = new Trie();
        const state: Entries = new Map();
        for (const batch of batches) {
          trie.apply(batch);
          for (const [k, v] of batch) {
            if (v === undefined) state.delete(k);
            else state.set(k, v);
          }
          expect(trie.root()).toBe(fresh(state).root());
        }
        const sorted: Entries = new Map([...state].sort(([a], [b]) => (a < b ? -1 : 1)));
        expect(fresh(sorted).root()).toBe(trie.root());
      }),
      { numRuns: 300 },
    );
  });

  test("changes and their inverse in reverse order bring the root back", () => {
    fc.assert(
      fc.property(fc.array(change), fc.array(change), (before, changes) => {
        const trie = new Trie();
        trie.apply(before);
        const root = trie.root();
        const state: Entries = new Map();
        for (const [k, v] of before) {
          if (v === undefined) state.delete(k);
          else state.set(k, v);
        }
        trie.apply(changes);
        trie.root();
        trie.apply([...new Set(changes.map(([k]) => k))].map((k) => [k, state.get(k)] as const));
        expect(trie.root()).toBe(root);
      }),
    );
  });

  test("a proof proves exactly the state, for present and absent keys", () => {
    fc.assert(
      fc.property(fc.array(change), fc.array(key, { minLength: 1 }), (changes, asked) => {
        const state: Entries = new Map();
        for (const [k, v] of changes) {
          if (v === undefined) state.delete(k);
          else state.set(k, v);
        }
        const trie = fresh(state);
        const proof = prove(trie, { keys: asked, get: (k) => state.get(k) });
        const read = verifyProof(trie.root(), asked, proof);
        for (const k of asked) expect(read.get(k)).toEqual(state.get(k));
      }),
    );
  });

  test("a proof with a node missing or a byte changed is refused or proves the same", () => {
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 5 }),
        key,
        fc.nat(),
        fc.nat(),
        fc.boolean(),
        (changes, asked, at, bit, drop) => {
          const state: Entries = new Map();
          for (const [k, v] of changes) {
            if (v === undefined) state.delete(k);
            else state.set(k, v);
          }
          const trie = fresh(state);
          const proof = prove(trie, { keys: [asked], get: (k) => state.get(k) });
          const bad = proof.map((node) => node.slice());
          const node = at % bad.length;
          if (drop) bad.splice(node, 1);
          else bad[node]![bit % bad[node]!.length]! ^= 1 << (bit % 8);
          // Every node of a proof of one key is needed, and its hash pins every bit of it.
          expect(() => verifyProof(trie.root(), [asked], bad)).toThrow(StoreError);
        },
      ),
    );
  });

  test("bytes that are no proof are refused with PROOF_INVALID, whatever they are", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 80 }), key, (node, asked) => {
        // The root is right, the node is rubbish: the parser itself must hold.
        try {
          verifyProof(blake2_256Hex(node), [asked], [node]);
        } catch (error) {
          expect(error).toBeInstanceOf(StoreError);
          expect((error as StoreError).code).toBe("PROOF_INVALID");
        }
      }),
      { numRuns: 2000 },
    );
  });
});

test("deleting what is not there changes nothing and says so", () => {
  const trie = fresh(
    new Map([
      ["0x1234", Uint8Array.of(1)],
      ["0x1256", Uint8Array.of(2)],
    ]),
  );
  const root = trie.root();
  for (const absent of ["0x12", "0x99", "0x123400", "0x1278"] as const)
    expect(trie.delete(absent)).toBe(false);
  expect(trie.root()).toBe(root);
});

test("a key of 80 bytes takes less than 400 bytes of memory", () => {
  const trie = new Trie();
  const prefix = blake2_256(Uint8Array.of(1));
  for (let i = 0; i < 20_000; i++)
    trie.put(toHex(concatBytes(prefix, blake2_128(u32le(i)), blake2_256(u32le(i)))), u32le(i));
  trie.root();
  // Arrays double when they grow, so this is the worst moment at most twice over.
  expect(trie.reservedBytes / 20_000).toBeLessThan(400);
});
