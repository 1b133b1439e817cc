import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { devKeypair, type Keypair, loadShield } from "@ganglion/crypto";
import { eventRecord, type RuntimeCall } from "@ganglion/frame";
import { blake2_256Hex, twox128 } from "@ganglion/hash";
import { concatBytes, type Hex, toHex, utf8Bytes } from "@ganglion/primitives";
import { bareExtrinsic, MevShield, System } from "@ganglion/runtime";
import { decode, vec } from "@ganglion/scale";
import { afterEach, describe, expect, test } from "vitest";
import { importBlock } from "../src/chain/import.ts";
import type { Node, NodeOptions } from "../src/node.ts";
import type { TransactionStatus } from "../src/pool/watchers.ts";
import { ShieldKeystore } from "../src/shield/shield-keystore.ts";
import { FakeRuntime, extrinsic as fakeExtrinsic } from "./fake-runtime.ts";
import { shell } from "./harness.ts";
import {
  accountOf,
  alice,
  bob,
  callOf,
  guestsOf,
  realNode,
  signed,
  transfer,
} from "./real-fixture.ts";

const shield = await loadShield();
const TAO = 1_000_000_000n;
/** Whose slots all are. */
const ONE = devKeypair("One");

const open: Node[] = [];
interface Told {
  readonly what: string;
  readonly details: Readonly<Record<string, unknown>>;
}
/** A node whose keys have come round: block 3, so that the next block opens what is sealed. */
async function start(options: Partial<NodeOptions> & { readonly blocks?: number } = {}) {
  const { blocks = 3, ...rest } = options;
  const told: Told[] = [];
  const { node, env } = await realNode({
    log: { trouble: (what, details) => told.push({ what, details }) },
    ...rest,
  });
  open.push(node);
  for (let i = 0; i < blocks; i++) node.author.createBlock();
  return { node, env, told };
}
afterEach(async () => {
  for (const node of open.splice(0)) await node.close();
});

const { AuthorKeys, NextKey, PendingKey } = MevShield.storage;
const keyAt = (node: Node, item: typeof NextKey | typeof PendingKey): Uint8Array | undefined => {
  const raw = node.chain.get(item.keyOf());
  return raw && decode(item.value as never, raw);
};
const nextKey = (node: Node): Uint8Array => keyAt(node, NextKey)!;

/** Signed for eight blocks, as an encrypted transaction must be. */
function brief(node: Node, call: RuntimeCall, nonce: number, who: Keypair = alice): Uint8Array {
  const { number, hash } = node.chain.head;
  const era = { type: "Mortal", period: 8, phase: number % 8 } as const;
  return signed({ call, nonce, who, era, birth: hash, genesis: node.genesisHash });
}
interface Sealing {
  readonly who?: Keypair;
  readonly nonce?: number;
  readonly key?: Uint8Array;
  /** Changes the bytes on their way. */
  readonly bend?: (ciphertext: Uint8Array) => Uint8Array;
}
/** An encrypted transaction that hides these bytes. */
function sealed(node: Node, message: Uint8Array, options: Sealing = {}): Uint8Array {
  const { who = alice, nonce = 0, key = nextKey(node), bend = (same) => same } = options;
  const parts = shield.sealShielded({ message, publicKey: key });
  const ciphertext = bend(shield.encodeShielded(twox128(key), parts));
  return brief(node, callOf("MevShield", "submitEncrypted", { ciphertext }), nonce, who);
}
const ask = (node: Node, method: string, ...params: unknown[]): unknown =>
  node.rpc.handle(method, params);
const submit = (node: Node, raw: Uint8Array): unknown =>
  ask(node, "author_submitExtrinsic", toHex(raw));
const free = (node: Node, who: Keypair): bigint =>
  node.chain.peek((state) =>
    System.storage.Account.get(
      { state, chain: { fast: true, faucet: true }, specVersion: 425 },
      accountOf(who),
    ),
  ).data.free;
/** Names of the last block's events that tell of extrinsics behind the author's own. */
function outcomes(node: Node): string[] {
  const raw = node.chain.get(System.storage.Events.keyOf())!;
  return decode(vec(eventRecord), raw).flatMap(({ phase, event }) =>
    phase.type === "ApplyExtrinsic" &&
    phase.value >= 2 &&
    /^(Extrinsic|Encrypted)/.test(event.event.name)
      ? [`${phase.value} ${event.event.name}`]
      : [],
  );
}

describe("the author's key", () => {
  test("is announced by every block, and comes round to the client in the second", async () => {
    const { node } = await start({ blocks: 1 });
    expect(keyAt(node, NextKey)).toBeUndefined();
    const own = node.chain.get(AuthorKeys.keyOf(accountOf(ONE)))!;
    node.author.createBlock();
    // A compact length of two bytes in front: 1184 is 0x8112.
    expect(toHex(own)).toBe(`0x8112${toHex(nextKey(node)).slice(2)}`);
    expect(keyAt(node, PendingKey)).toBeUndefined();
    node.author.createBlock();
    expect(keyAt(node, PendingKey)).toEqual(nextKey(node));
  });
  test("is the same after a restart, and what was sealed before still opens", async () => {
    const path = mkdtempSync(join(tmpdir(), "ganglion-shield-"));
    try {
      const { node } = await start({ path });
      const raw = sealed(node, brief(node, transfer(bob, TAO), 1));
      const key = nextKey(node);
      await open.pop()!.close();
      const { node: again } = await start({ path, blocks: 0 });
      submit(again, raw);
      expect(guestsOf(again.author.createBlock())).toHaveLength(2);
      expect(nextKey(again)).toEqual(key);
    } finally {
      await open.pop()?.close();
      rmSync(path, { recursive: true });
    }
  });
  test("stays where the head is set back, and a snapshot undoes what was hidden", async () => {
    const { node } = await start();
    const before = free(node, bob);
    const id = ask(node, "dev_snapshot");
    for (let turn = 0; turn < 2; turn++) {
      submit(node, sealed(node, brief(node, transfer(bob, TAO), 1)));
      ask(node, "dev_newBlock");
      expect(free(node, bob)).toBe(before + TAO);
      if (turn === 0) ask(node, "dev_revert", id);
    }
    ask(node, "dev_setHead", 3);
    expect(free(node, bob)).toBe(before);
  });
  test("follows from the authority's secret: another authority has another", () => {
    const of = (key: Keypair): string => toHex(new ShieldKeystore(shield, key).publicKey);
    expect(of(ONE)).toBe(of(devKeypair("One")));
    expect(of(ONE)).not.toBe(of(devKeypair("Two")));
  });
});

describe("what an encrypted transaction hides", () => {
  test("stands behind it in the same block, and another node comes to the same", async () => {
    const { node } = await start();
    const { node: other } = await start({ blocks: 0 });
    const before = free(node, bob);
    const inner = brief(node, transfer(bob, 5n * TAO), 1);
    const outer = sealed(node, inner);
    const seen: TransactionStatus[] = [];
    node.pool.submitAndWatch(outer, (status) => seen.push(status));
    const block = node.author.createBlock();
    expect(guestsOf(block)).toEqual([outer, inner]);
    expect(outcomes(node)).toEqual([
      "2 EncryptedSubmitted",
      "2 ExtrinsicSuccess",
      "3 ExtrinsicSuccess",
    ]);
    expect(free(node, bob)).toBe(before + 5n * TAO);
    expect(seen).toEqual(["ready", { inBlock: block.hash }, { finalized: block.hash }]);
    for (let number = 1; number <= 4; number++) {
      const hash = node.chain.hashOf(number)!;
      importBlock(other.chain, {
        header: node.chain.header(hash)!,
        extrinsics: node.chain.body(hash)!,
      });
    }
    expect(other.chain.head.hash).toBe(node.chain.head.hash);
  });
  test("is run for each of several, and what waited for it comes in the next block", async () => {
    const { node } = await start();
    const before = free(node, bob);
    const charlies = callOf("System", "remark", { remark: utf8Bytes("later") });
    submit(node, sealed(node, brief(node, transfer(bob, TAO), 1)));
    const after = brief(node, charlies, 2);
    submit(node, after);
    // Bob's is hidden by Bob: his nonce is his own.
    const own = brief(node, transfer(alice, TAO), 1, bob);
    submit(node, sealed(node, own, { who: bob }));
    expect(guestsOf(node.author.createBlock())).toHaveLength(4);
    expect(free(node, bob)).toBeLessThan(before);
    expect(guestsOf(node.author.createBlock())).toEqual([after]);
  });
  test("is signed by anybody: who pays for the wrapper needn't be who acts", async () => {
    const { node } = await start();
    const before = free(node, bob);
    submit(node, sealed(node, brief(node, transfer(alice, TAO), 0, bob)));
    expect(guestsOf(node.author.createBlock())).toHaveLength(2);
    expect(free(node, bob)).toBeLessThan(before - TAO + 1n);
  });
  test("is there though its call fails, and costs its fee", async () => {
    const { node, told } = await start();
    submit(node, sealed(node, brief(node, transfer(bob, 9_000_000n * TAO), 1)));
    expect(guestsOf(node.author.createBlock())).toHaveLength(2);
    expect(outcomes(node)).toEqual([
      "2 EncryptedSubmitted",
      "2 ExtrinsicSuccess",
      "3 ExtrinsicFailed",
    ]);
    expect(told).toEqual([]);
  });
  test("is what its length says; bytes behind it are nothing", async () => {
    const { node } = await start();
    const inner = brief(node, transfer(bob, TAO), 1);
    submit(node, sealed(node, concatBytes(inner, Uint8Array.of(1, 2, 3))));
    expect(guestsOf(node.author.createBlock())[1]).toEqual(inner);
  });
  test("is not opened a second time: an encrypted one inside is run as it is", async () => {
    const { node } = await start();
    const innermost = brief(node, transfer(bob, TAO), 2);
    const inner = sealed(node, innermost, { nonce: 1 });
    submit(node, sealed(node, inner));
    expect(guestsOf(node.author.createBlock()).slice(1)).toEqual([inner]);
  });
  test("is opened for one that dev_newBlock puts into the block too", async () => {
    const { node } = await start();
    const inner = brief(node, transfer(bob, TAO), 1);
    const outer = sealed(node, inner);
    ask(node, "dev_newBlock", { transactions: [toHex(outer)] });
    expect(guestsOf({ extrinsics: node.chain.body(node.chain.head.hash)! })).toEqual([
      outer,
      inner,
    ]);
  });
});

describe("an encrypted transaction of which nothing comes", () => {
  const onlyWrapper = [
    [
      "bytes that open to nothing",
      (node: Node) =>
        sealed(node, brief(node, transfer(bob, TAO), 1), {
          bend: (bytes) => bytes.with(-1, bytes.at(-1)! ^ 1),
        }),
      "no extrinsic opens out of it",
    ],
    [
      "a KEM's ciphertext of the wrong length",
      (node: Node) =>
        sealed(node, new Uint8Array(), {
          bend: (bytes) =>
            concatBytes(bytes.slice(0, 16), Uint8Array.of(4, 0), new Uint8Array(4 + 24 + 16)),
        }),
      "no extrinsic opens out of it",
    ],
    [
      "nothing at all",
      (node: Node) => sealed(node, new Uint8Array()),
      "no extrinsic opens out of it",
    ],
    [
      "a length of zero",
      (node: Node) => sealed(node, Uint8Array.of(0, 1, 2)),
      "no extrinsic opens out of it",
    ],
    [
      "less than its length says",
      (node: Node) => sealed(node, brief(node, transfer(bob, TAO), 1).slice(0, -1)),
      "no extrinsic opens out of it",
    ],
    [
      "garbage",
      (node: Node) => sealed(node, Uint8Array.of(12, 13, 14, 15)),
      "what it hides is refused: Call",
    ],
    [
      "a nonce that is used up",
      (node: Node) => sealed(node, brief(node, transfer(bob, TAO), 0)),
      "what it hides is refused: Stale",
    ],
    [
      "a nonce too far on",
      (node: Node) => sealed(node, brief(node, transfer(bob, TAO), 2)),
      "what it hides is refused: Future",
    ],
    [
      "a wrong signature",
      (node: Node) => {
        const inner = brief(node, transfer(bob, TAO), 1);
        return sealed(node, inner.with(60, inner[60]! ^ 1));
      },
      "what it hides is refused: BadProof",
    ],
    [
      "the time",
      (node: Node) => sealed(node, bareExtrinsic(callOf("Timestamp", "set", { now: 1n }))),
      "only a block's author may bring what it hides",
    ],
    [
      "another author's key",
      (node: Node) =>
        sealed(
          node,
          bareExtrinsic(callOf("MevShield", "announceNextKey", { encKey: new Uint8Array(1184) })),
        ),
      "only a block's author may bring what it hides",
    ],
  ] as const;
  test.each(onlyWrapper)(
    "%s: the wrapper alone is in the block and paid for, and the node says why",
    async (_what, make, why) => {
      const { node, told } = await start();
      const before = [free(node, alice), free(node, bob)] as const;
      const raw = make(node);
      submit(node, raw);
      expect(guestsOf(node.author.createBlock())).toEqual([raw]);
      expect(outcomes(node)).toEqual(["2 EncryptedSubmitted", "2 ExtrinsicSuccess"]);
      expect(free(node, alice)).toBeLessThan(before[0]);
      expect(free(node, bob)).toBe(before[1]);
      const extrinsic = blake2_256Hex(raw);
      expect(told).toEqual([
        { what: "an encrypted transaction was not run", details: { extrinsic, why } },
      ]);
      expect(keyAt(node, NextKey)).toEqual(keyAt(node, PendingKey));
      expect(node.pool.readyCount).toBe(0);
    },
  );
  test("sealed to another key waits for its author, and goes with its era", async () => {
    const { node, told } = await start();
    const { publicKey } = shield.shieldKeyFromSeed(new Uint8Array(64));
    submit(node, sealed(node, brief(node, transfer(bob, TAO), 1), { key: publicKey }));
    for (let left = 7; left > 0; left--) {
      expect(node.pool.readyCount, `${left}`).toBe(1);
      expect(guestsOf(node.author.createBlock())).toEqual([]);
    }
    expect(node.pool.readyCount).toBe(0);
    expect(told).toEqual([]);
  });
  test("that waits holds up what its signer sent after it, and nobody else", async () => {
    const { node } = await start();
    const { publicKey } = shield.shieldKeyFromSeed(new Uint8Array(64));
    submit(node, sealed(node, brief(node, transfer(bob, TAO), 1), { key: publicKey }));
    submit(node, brief(node, transfer(bob, TAO), 1));
    const bobs = brief(node, transfer(alice, TAO), 0, bob);
    submit(node, bobs);
    expect(guestsOf(node.author.createBlock())).toEqual([bobs]);
  });
  test("that can't be taken apart, or would wait too long, is refused with the reference's numbers", async () => {
    const { node } = await start();
    const call = (bytes: number) =>
      callOf("MevShield", "submitEncrypted", { ciphertext: new Uint8Array(bytes) });
    expect(() => submit(node, brief(node, call(1), 0))).toThrow(
      expect.objectContaining({ code: 1010, data: "Custom error: 23" }),
    );
    const immortal = signed({ call: call(100), nonce: 0, genesis: node.genesisHash });
    expect(() => submit(node, immortal)).toThrow(
      expect.objectContaining({ code: 1010, data: "Transaction is outdated" }),
    );
  });
});

describe("before the keys have come round", () => {
  test("what is sealed to the next key waits for the block that opens it, whatever the mode", async () => {
    const { node, env } = await start({ blocks: 2, seal: { type: "instant" } });
    const before = free(node, bob);
    submit(node, sealed(node, brief(node, transfer(bob, TAO), 1)));
    env.advance(10);
    // Block 3 moves the key on, block 4 opens.
    expect(node.chain.head.number).toBe(4);
    expect(free(node, bob)).toBe(before + TAO);
  });
  test("instant blocks end with the era of what nobody opens", async () => {
    const { node, env } = await start({ seal: { type: "instant" } });
    const { publicKey } = shield.shieldKeyFromSeed(new Uint8Array(64));
    submit(node, sealed(node, brief(node, transfer(bob, TAO), 1), { key: publicKey }));
    env.advance(60_000);
    expect(node.chain.head.number).toBe(3 + 7);
  });
});

describe("a block", () => {
  test("whose inherent stands behind others is refused", async () => {
    const { node } = await start();
    const { node: other } = await start();
    submit(node, brief(node, transfer(bob, TAO), 0));
    const { header, extrinsics } = node.author.createBlock();
    const [time, key, guest] = extrinsics;
    const moved = [time!, guest!, key!];
    expect(() => importBlock(other.chain, { header, extrinsics: moved })).toThrow(
      "extrinsic 2 is an inherent behind others",
    );
    importBlock(other.chain, { header, extrinsics });
    expect(other.chain.head.hash).toBe(node.chain.head.hash);
  });
  test("takes no encrypted transaction in where nobody has a key to open", () => {
    const { pool, author } = shell({ runtime: new HidingRuntime() });
    pool.submit(fakeExtrinsic({ nonce: 0 }));
    expect(author.createBlock().extrinsics).toHaveLength(1);
  });
  test("goes on without whoever hid what crashes the runtime", () => {
    const crash = fakeExtrinsic({ nonce: 1, op: { type: "crash" } });
    const runtime = new HidingRuntime();
    const keystore = { publicKey: new Uint8Array(1184), open: () => crash };
    const { pool, author, env } = shell({ runtime, shield: keystore });
    const wrapper = fakeExtrinsic({ nonce: 0 });
    const seen: TransactionStatus[] = [];
    pool.submitAndWatch(wrapper, (status) => seen.push(status));
    expect(author.createBlock().extrinsics).toHaveLength(1);
    expect(seen).toEqual(["ready", "invalid"]);
    const document = JSON.parse([...env.kept.values()][0]!);
    // What is needed to see it again is what was hidden.
    expect(document.extrinsic).toBe(toHex(crash));
    expect(() => pool.submit(wrapper)).toThrow(/banned/);
  });
});

/** The fake, in which every transaction is an encrypted one. */
class HidingRuntime extends FakeRuntime {
  override validateTransaction(...args: Parameters<FakeRuntime["validateTransaction"]>) {
    const validity = super.validateTransaction(...args);
    const keyHash = new Uint8Array(16);
    const empty = new Uint8Array();
    return validity.ok
      ? {
          ...validity,
          shielded: { keyHash, kemCt: empty, aeadCt: empty, nonce: new Uint8Array(24) },
        }
      : validity;
  }
  override shieldKeyHash(): Hex {
    return `0x${"00".repeat(16)}`;
  }
}
