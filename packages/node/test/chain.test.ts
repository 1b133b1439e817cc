import { blake2_256, twox128 } from "@ganglion/hash";
import { concatBytes, type Hash, type Hex, toHex, utf8Bytes } from "@ganglion/primitives";
import { Writer, writeLength } from "@ganglion/scale";
import { memoryStore, Trie } from "@ganglion/store";
import { blockHeader } from "@polkadot-api/substrate-bindings";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Chain, type ChainEvent } from "../src/chain/chain.ts";
import { extrinsicsRoot } from "../src/chain/extrinsics-root.ts";
import { CODE_KEY, makeGenesis } from "../src/chain/genesis.ts";
import { decodeHeader, encodeHeader, type Header, hashHeader } from "../src/chain/header.ts";
import { importBlock } from "../src/chain/import.ts";
import { NodeError } from "../src/error.ts";
import {
  accountKey,
  accountOf,
  alice,
  extrinsic,
  FakeRuntime,
  SPEC,
  TIMESTAMP,
} from "./fake-runtime.ts";
import { shell } from "./harness.ts";

const hash = (n: number): Hash => `0x${n.toString(16).padStart(64, "0")}` as Hash;
const codeOf = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (error instanceof NodeError) return error.code;
    throw error;
  }
  return "no error";
};

describe("headers", () => {
  const header: Header = {
    parentHash: hash(1),
    number: 123_456,
    stateRoot: hash(2),
    extrinsicsRoot: hash(3),
    digest: [
      { type: "PreRuntime", engine: "0x61757261", data: Uint8Array.of(1, 2, 3) },
      { type: "Consensus", engine: "0x46524e4b", data: new Uint8Array(70).fill(9) },
      { type: "Seal", engine: "0x61757261", data: new Uint8Array(64).fill(7) },
    ],
  };
  test("another implementation of the header's codec reads what we write", () => {
    const read = blockHeader.dec(encodeHeader(header));
    expect(read.number).toBe(123_456);
    expect(read.parentHash).toBe(hash(1));
    expect(read.stateRoot).toBe(hash(2));
    expect(read.extrinsicRoot).toBe(hash(3));
    expect(read.digests.map(({ type }) => type)).toEqual(["preRuntime", "consensus", "seal"]);
    expect(blockHeader.enc(read)).toEqual(encodeHeader(header));
  });
  test("decoding undoes encoding, a log without an engine included", () => {
    const other: Header = { ...header, digest: [{ type: "Other", data: Uint8Array.of(5) }] };
    expect(decodeHeader(encodeHeader(other))).toEqual(other);
    expect(decodeHeader(encodeHeader(header))).toEqual(header);
  });
  test("bytes that are no header are refused with the place where they fail", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          const read = decodeHeader(bytes);
          return toHex(encodeHeader(read)) === toHex(bytes);
        } catch (error) {
          return error instanceof Error && error.name === "DecodeError";
        }
      }),
    );
  });
});

describe("extrinsics root", () => {
  test("without extrinsics it is the root of an empty trie", () => {
    // The value that every empty Substrate block has.
    expect(extrinsicsRoot([])).toBe(
      "0x03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314",
    );
  });
  test("a single extrinsic stands whole in the one leaf, however long it is", () => {
    const value = new Uint8Array(100).fill(3);
    // Leaf (01) with two nibbles, both zero (compact 0), then the value with its length 100 << 2 | 1.
    const leaf = concatBytes(Uint8Array.of(0x42, 0x00, 0x91, 0x01), value);
    expect(extrinsicsRoot([value])).toBe(toHex(blake2_256(leaf)));
  });
  test("for short extrinsics it equals the state trie's root, as both layouts agree there", () => {
    const list = fc.array(fc.uint8Array({ maxLength: 32 }), { maxLength: 300 });
    fc.assert(
      fc.property(list, (extrinsics) => {
        const trie = new Trie();
        extrinsics.forEach((value, index) => {
          const w = new Writer(5);
          writeLength(w, index);
          trie.put(toHex(w.bytes, 0, w.at), value);
        });
        return extrinsics.length === 0 || extrinsicsRoot(extrinsics) === trie.root();
      }),
      { numRuns: 40 },
    );
  });
});

describe("genesis", () => {
  test("holds the digest of the metadata where clients look for code", () => {
    const runtime = new FakeRuntime();
    const genesis = makeGenesis(runtime, SPEC);
    const code = genesis.changes.find(([key]) => key === CODE_KEY);
    expect(code?.[1]).toEqual(blake2_256(runtime.metadata()));
  });
  test("another metadata gives another genesis hash", () => {
    const other = new FakeRuntime();
    other.metadata = () => utf8Bytes("other");
    expect(makeGenesis(other, SPEC).hash).not.toBe(makeGenesis(new FakeRuntime(), SPEC).hash);
  });
});

describe("blocks", () => {
  test("a block has the roots of what it holds, and its hash is that of its header", () => {
    const { chain, author } = shell();
    const block = author.createBlock();
    expect(block.number).toBe(1);
    expect(block.header.parentHash).toBe(chain.genesisHash);
    expect(block.header.stateRoot).toBe(chain.store.root());
    expect(block.header.extrinsicsRoot).toBe(extrinsicsRoot(block.extrinsics));
    expect(block.hash).toBe(hashHeader(encodeHeader(block.header)));
    expect(chain.hashOf(1)).toBe(block.hash);
    expect(chain.numberOf(block.hash)).toBe(1);
  });
  test("a former block's state stays readable", () => {
    const { chain, pool, author } = shell();
    const key: Hex = "0xabcd";
    pool.submit(extrinsic({ nonce: 0, op: { type: "set", key, value: "0x01" } }));
    const first = author.createBlock();
    pool.submit(extrinsic({ nonce: 1, op: { type: "set", key, value: "0x02" } }));
    author.createBlock();
    expect(chain.get(key)).toEqual(Uint8Array.of(2));
    expect(chain.get(key, first.hash)).toEqual(Uint8Array.of(1));
    expect(chain.get(key, chain.genesisHash)).toBeUndefined();
  });
  test("what a runtime API writes is undone", () => {
    const { chain } = shell();
    expect(chain.call("Test_write", Uint8Array.of(5))).toEqual(Uint8Array.of(5));
    expect(chain.get("0xaa")).toBeUndefined();
    expect(chain.state.changes()).toEqual([]);
  });
  test("a listener that throws stops neither the chain nor the other listeners", () => {
    const errors: unknown[] = [];
    const runtime = new FakeRuntime();
    const chain = new Chain({
      store: memoryStore({ pruning: "archive" }),
      runtime,
      genesis: makeGenesis(runtime, SPEC),
      onListenerError: (error) => errors.push(error),
    });
    const seen: string[] = [];
    chain.subscribe(() => {
      throw new Error("listener");
    });
    chain.subscribe((event) => seen.push(event.type));
    chain.append({ extrinsics: [], digest: [] });
    expect(seen).toEqual(["block"]);
    expect(errors).toHaveLength(1);
  });
});

describe("finality", () => {
  test("a block is final at once, or as many blocks later as the options say", () => {
    const now = shell();
    const later = shell({ finalityLag: 2 });
    for (let made = 1; made <= 3; made++)
      for (const { author } of [now, later]) author.createBlock();
    expect(now.chain.finalized).toEqual({ number: 3, hash: now.chain.head.hash });
    expect(later.chain.finalized).toEqual({ number: 1, hash: later.chain.hashOf(1) });
  });
  test("before the lag has passed, the genesis block is final", () => {
    const { chain, author } = shell({ finalityLag: 2 });
    author.createBlock();
    expect(chain.finalized).toEqual({ number: 0, hash: chain.genesisHash });
  });
  test("a final block that a revert leaves stays final; one that it takes is not", () => {
    const { chain, author } = shell({ finalityLag: 2 });
    for (let made = 1; made <= 6; made++) author.createBlock();
    chain.revertTo(5);
    expect(chain.finalized.number).toBe(4);
    chain.revertTo(2);
    expect(chain.finalized.number).toBe(2);
  });
});

describe("setting the head back", () => {
  test("brings back state and hash, and the chain goes on from there", () => {
    const { chain, pool, author } = shell();
    author.createBlock();
    const at1 = chain.head;
    pool.submit(extrinsic({ nonce: 0, op: { type: "set", key: "0xab", value: "0x01" } }));
    author.createBlock();
    const events: ChainEvent["type"][] = [];
    chain.subscribe((event) => events.push(event.type));
    chain.revertTo(1);
    expect(chain.head).toEqual(at1);
    expect(chain.get("0xab")).toBeUndefined();
    expect(chain.state.readRaw("0xab")).toBeUndefined();
    expect(author.createBlock().header.parentHash).toBe(at1.hash);
    expect(events).toEqual(["reverted", "block"]);
  });
  test("to a block that is not there is refused", () => {
    const { chain } = shell();
    expect(codeOf(() => chain.revertTo(5))).toBe("UNKNOWN_BLOCK");
    expect(codeOf(() => chain.revertTo(hash(5)))).toBe("UNKNOWN_BLOCK");
  });
});

describe("storage written without a block", () => {
  test("is read at the head at once, by key and in lists, and covered by the next state root", () => {
    const { chain, author } = shell();
    const prefix = `${toHex(twox128(utf8Bytes("Many")))}${toHex(twox128(utf8Bytes("Items"))).slice(2)}`;
    const added = `${prefix}ffff` as Hex;
    const removed = `${prefix}0000` as Hex;
    const before = chain.head.header.stateRoot;
    chain.patch(
      new Map<Hex, Uint8Array | undefined>([
        [added, Uint8Array.of(1)],
        [removed, undefined],
      ]),
    );
    expect(chain.get(added)).toEqual(Uint8Array.of(1));
    expect(chain.get(removed)).toBeUndefined();
    const keys = [...chain.keys(prefix as Hex)];
    expect(keys).toContain(added);
    expect(keys).not.toContain(removed);
    expect(chain.head.header.stateRoot).toBe(before);
    const block = author.createBlock();
    expect(block.changed).toContain(added);
    expect(chain.store.stateAt(block.number).get(added)).toEqual(Uint8Array.of(1));
    expect(chain.pendingPatch.size).toBe(0);
  });
  test("survives a restart before its block comes", () => {
    const runtime = new FakeRuntime();
    const store = memoryStore({ pruning: "archive" });
    const options = {
      store,
      runtime,
      genesis: makeGenesis(runtime, SPEC),
      onListenerError: () => {},
    };
    new Chain(options).patch(new Map([["0xab" as Hex, Uint8Array.of(7)]]));
    const again = new Chain(options);
    expect(again.get("0xab")).toEqual(Uint8Array.of(7));
    expect(again.state.readRaw("0xab")).toEqual(Uint8Array.of(7));
  });
  test("is undone with a block that fails, and stays after it", () => {
    const { chain, author, runtime } = shell();
    chain.patch(new Map([["0xab" as Hex, Uint8Array.of(7)]]));
    runtime.brokenHook = new Error("hook");
    expect(codeOf(() => author.createBlock())).toBe("BLOCK_NOT_BUILT");
    expect(chain.state.readRaw("0xab")).toEqual(Uint8Array.of(7));
  });
});

describe("blocks of others", () => {
  const authored = () => {
    const from = shell();
    from.pool.submit(extrinsic({ nonce: 0, op: { type: "set", key: "0xab", value: "0x01" } }));
    const { header, extrinsics } = from.author.createBlock();
    return { header, extrinsics };
  };
  test("are executed and become the head", () => {
    const { chain } = shell();
    const block = importBlock(chain, authored());
    expect(chain.head.hash).toBe(block.hash);
    expect(chain.get("0xab")).toEqual(Uint8Array.of(1));
    expect(chain.get(TIMESTAMP)).toBeDefined();
  });
  test("with a wrong root, log, extrinsic or seal are refused and change nothing", () => {
    const { header, extrinsics } = authored();
    const other = hash(9);
    const bad: [string, Parameters<typeof importBlock>[1]][] = [
      ["state root", { header: { ...header, stateRoot: other }, extrinsics }],
      ["extrinsics root", { header: { ...header, extrinsicsRoot: other }, extrinsics }],
      ["missing extrinsic", { header, extrinsics: extrinsics.slice(0, 1) }],
      ["garbage extrinsic", { header, extrinsics: [...extrinsics, Uint8Array.of(4, 0x84)] }],
      ["invalid extrinsic", { header, extrinsics: [...extrinsics, extrinsics[1]!] }],
    ];
    const { chain } = shell();
    for (const [what, block] of bad) {
      expect(
        codeOf(() => importBlock(chain, block)),
        what,
      ).toBe("BAD_BLOCK");
      expect(chain.head.number, what).toBe(0);
      expect(chain.state.changes(), what).toEqual([]);
    }
    const refused = () => importBlock(chain, { header, extrinsics }, () => "not the author's key");
    expect(codeOf(refused)).toBe("BAD_BLOCK");
    importBlock(chain, { header, extrinsics }, () => undefined);
    expect(chain.get(accountKey(accountOf(alice)))).toEqual(Uint8Array.of(1, 0, 0, 0));
  });
  test("that do not follow the head are told apart from bad ones", () => {
    const { chain, author } = shell();
    author.createBlock();
    expect(codeOf(() => importBlock(chain, authored()))).toBe("NOT_NEXT_BLOCK");
  });
});
