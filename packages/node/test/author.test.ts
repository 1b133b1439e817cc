import { devKeypair, verify } from "@ganglion/crypto";
import { equalBytes, fromHex, type Hash, type Hex } from "@ganglion/primitives";
import { StoreError } from "@ganglion/store";
import { describe, expect, test } from "vitest";
import { encodeHeader, hashHeader, u64Number } from "../src/chain/header.ts";
import { NodeError } from "../src/error.ts";
import type { TransactionStatus } from "../src/pool/watchers.ts";
import { bob, extrinsic, SLOT_MS, TIMESTAMP } from "./fake-runtime.ts";
import { START_MS, shell } from "./harness.ts";

const timeOf = (chain: ReturnType<typeof shell>["chain"]): number =>
  u64Number(chain.get(TIMESTAMP)!);

describe("time and slots", () => {
  test("a block's slot log names the slot of its time, and its seal is the authority's", () => {
    const { chain, author } = shell();
    const { header } = author.createBlock();
    const [pre, seal] = header.digest;
    expect(pre?.type).toBe("PreRuntime");
    expect(u64Number(pre!.data)).toBe(Math.floor(timeOf(chain) / SLOT_MS));
    const preHash = hashHeader(encodeHeader({ ...header, digest: [pre!] }));
    expect(
      verify({
        type: "sr25519",
        publicKey: devKeypair("One").publicKey,
        message: fromHex(preHash),
        signature: seal!.data,
      }),
    ).toBe(true);
  });
  test("blocks made faster than slots pass each get a later slot of their own", () => {
    const { chain, author } = shell();
    const times = [1, 2, 3].map(() => {
      author.createBlock();
      return timeOf(chain);
    });
    expect(times).toEqual([START_MS, START_MS + SLOT_MS, START_MS + 2 * SLOT_MS]);
  });
  test("after a wait the time is the clock's own", () => {
    const { chain, author, env } = shell();
    author.createBlock();
    env.advance(1234);
    author.createBlock();
    expect(timeOf(chain)).toBe(START_MS + 1234);
  });
  test("a slot whose authority's key is missing is not filled", () => {
    const { author } = shell({ keys: [bob] });
    expect(() => author.createBlock()).toThrow(NodeError);
  });
});

describe("modes", () => {
  test("an interval makes blocks on whole multiples, empty ones too", () => {
    const { chain, env } = shell({ mode: { type: "interval", ms: 1000 } });
    env.advance(999);
    expect(chain.head.number).toBe(0);
    env.advance(1);
    expect(chain.head.number).toBe(1);
    env.advance(10_000);
    expect(chain.head.number).toBe(11);
  });
  test("instant makes a block for what is ready, and none otherwise", () => {
    const { chain, pool, env } = shell({ mode: { type: "instant" } });
    env.advance(60_000);
    expect(chain.head.number).toBe(0);
    pool.submit(extrinsic({ nonce: 0 }));
    expect(chain.head.number).toBe(0);
    env.advance(1);
    expect(chain.head.number).toBe(1);
    pool.submit(extrinsic({ nonce: 2 }));
    env.advance(1);
    expect(chain.head.number).toBe(1);
  });
  test("batch waits a moment for company", () => {
    const { chain, pool, env } = shell({ mode: { type: "batch", ms: 50 } });
    pool.submit(extrinsic({ nonce: 0 }));
    env.advance(49);
    pool.submit(extrinsic({ nonce: 1 }));
    expect(chain.head.number).toBe(0);
    env.advance(1);
    expect(chain.head.number).toBe(1);
    expect(pool.readyCount).toBe(0);
  });
  test("manual waits to be asked, and a change of mode takes effect at once", () => {
    const { chain, pool, author, env } = shell();
    pool.submit(extrinsic({ nonce: 0 }));
    env.advance(60_000);
    expect(chain.head.number).toBe(0);
    author.mode = { type: "instant" };
    env.advance(1);
    expect(chain.head.number).toBe(1);
    author.mode = { type: "interval", ms: 100 };
    env.advance(1000);
    expect(chain.head.number).toBe(11);
    author.stop();
    env.advance(1000);
    expect(chain.head.number).toBe(11);
  });
  test("two runs from one seed make the same blocks, another seed other seals", () => {
    const run = (seed: number): Hash => {
      const { chain, pool, env } = shell({ seed, mode: { type: "interval", ms: 250 } });
      pool.submit(FIXED);
      env.advance(2000);
      return chain.head.hash;
    };
    expect(run(7)).toBe(run(7));
    expect(run(7)).not.toBe(run(8));
  });
});
// Signed once: an sr25519 signature differs each time.
const FIXED = extrinsic({ nonce: 0 });

describe("filling a block", () => {
  test("what does not fit waits for the next block, smaller ones pass it by", () => {
    const { pool, author } = shell();
    const heavy = (nonce: number) => extrinsic({ nonce, op: { type: "heavy" }, tip: 5 });
    const light = extrinsic({ who: bob, nonce: 0 });
    for (let nonce = 0; nonce < 3; nonce++) pool.submit(heavy(nonce));
    pool.submit(light);
    const first = author.createBlock();
    expect(first.extrinsics).toHaveLength(1 + 2 + 1);
    expect(first.extrinsics.at(-1)).toEqual(light);
    expect(pool.readyCount).toBe(1);
    expect(author.createBlock().extrinsics).toHaveLength(2);
  });
  test("requested transactions go first, and a refused one leaves the chain as it was", () => {
    const { chain, pool, author } = shell();
    pool.submit(extrinsic({ who: bob, nonce: 0 }));
    const asked = extrinsic({ nonce: 0 });
    const block = author.createBlock({ transactions: [asked] });
    expect(block.extrinsics[1]).toEqual(asked);
    expect(block.extrinsics).toHaveLength(3);
    const head = chain.head.hash;
    expect(() => author.createBlock({ transactions: [asked] })).toThrow(/Stale/);
    expect(chain.head.hash).toBe(head);
    expect(chain.state.changes()).toEqual([]);
  });
  test("a requested transaction that also waits in the pool stands in the block once", () => {
    const { pool, author } = shell();
    const raw = extrinsic({ nonce: 0 });
    pool.submit(raw);
    pool.submit(extrinsic({ nonce: 1 }));
    expect(author.createBlock({ transactions: [raw] }).extrinsics).toHaveLength(3);
  });
});

describe("a transaction that crashes the runtime", () => {
  const set = (key: Hex) => ({ type: "set", key, value: "0x01" }) as const;
  test("is left out, banned and written down; the block goes on with the others", () => {
    const { chain, pool, author, env, troubles } = shell();
    const crash = extrinsic({ nonce: 1, op: { type: "crash" }, tip: 3 });
    const seen: TransactionStatus[] = [];
    pool.submit(extrinsic({ nonce: 0, op: set("0xa1"), tip: 3 }));
    const hash = pool.submitAndWatch(crash, (status) => seen.push(status)).hash;
    pool.submit(extrinsic({ who: bob, nonce: 0, op: set("0xa2") }));
    const block = author.createBlock();
    expect(block.extrinsics).toHaveLength(3);
    expect(chain.get("0xa1")).toBeDefined();
    expect(chain.get("0xa2")).toBeDefined();
    expect(seen).toEqual(["ready", "invalid"]);
    expect(() => pool.submit(crash)).toThrow(/banned/);
    const document = JSON.parse([...env.kept.values()][0]!);
    expect(document).toMatchObject({
      while: "authoring",
      extrinsic: `0x${Buffer.from(crash).toString("hex")}`,
      extrinsicHash: hash,
      parent: { number: 0, hash: chain.genesisHash },
    });
    expect(document.error).toContain("the fake crashed");
    expect(troubles[0]!.details["reproduction"]).toMatch(/^memory:crash-1-/);
  });
  test("many of them in one block don't stop it", () => {
    const { pool, author, troubles } = shell();
    for (let i = 0; i < 30; i++)
      pool.submit(extrinsic({ who: devKeypair(`Crasher${i}`), nonce: 0, op: { type: "crash" } }));
    expect(author.createBlock().number).toBe(1);
    expect(troubles.length).toBeGreaterThan(0);
    while (pool.readyCount > 0) author.createBlock();
    expect(troubles).toHaveLength(30);
  });
  test("only at the block's end, or by a key that can't be stored, is found among the others", () => {
    const long: Hex = `0x${"ab".repeat(3000)}`;
    for (const op of [{ type: "crash-finalizing" }, set(long)] as const) {
      const { chain, pool, author, troubles } = shell();
      const users = Array.from({ length: 9 }, (_, i) => devKeypair(`User${i}`));
      const raws = users.map((who, i) => extrinsic({ who, nonce: 0, ...(i === 6 && { op }) }));
      for (const raw of raws) pool.submit(raw);
      while (pool.readyCount > 0) author.createBlock();
      const built = Array.from({ length: chain.head.number }, (_, i) =>
        chain.body(chain.hashOf(i + 1)!)!.slice(1),
      ).flat();
      expect(built.map((raw) => raws.findIndex((each) => equalBytes(each, raw)))).toEqual([
        0, 1, 2, 3, 4, 5, 7, 8,
      ]);
      expect(troubles).toHaveLength(1);
      expect(() => pool.submit(raws[6]!)).toThrow(/banned/);
    }
  });
  test("when asked for by hand is refused, and nothing has changed", () => {
    const { chain, author, env } = shell();
    const crash = extrinsic({ nonce: 0, op: { type: "crash" } });
    expect(() => author.createBlock({ transactions: [crash] })).toThrow(/crashed/);
    expect(chain.head.number).toBe(0);
    expect(chain.state.changes()).toEqual([]);
    expect(env.kept.size).toBe(1);
  });
});

describe("trouble", () => {
  test("a hook that throws costs that block alone: the next one is made", () => {
    const { chain, runtime, env, troubles } = shell({ mode: { type: "interval", ms: 1000 } });
    runtime.brokenHook = new Error("a hook broke");
    env.advance(2000);
    expect(chain.head.number).toBe(0);
    expect(troubles).toHaveLength(2);
    expect(troubles[0]!.details["error"]).toContain("a hook broke");
    runtime.brokenHook = undefined;
    env.advance(1000);
    expect(chain.head.number).toBe(1);
  });
  test("a disk that is full keeps state and pool; the node goes on when there is room again", () => {
    const { chain, pool, env, troubles } = shell({ mode: { type: "instant" } });
    const commit = chain.store.commitBlock.bind(chain.store);
    chain.store.commitBlock = () => {
      throw new StoreError("DISK_FULL", { message: "the disk is full", hint: "make room" });
    };
    pool.submit(extrinsic({ nonce: 0 }));
    env.advance(1);
    expect(chain.head.number).toBe(0);
    expect(pool.readyCount).toBe(1);
    expect(chain.state.changes()).toEqual([]);
    expect(troubles[0]!.details["hint"]).toBe("make room");
    chain.store.commitBlock = commit;
    env.advance(1000);
    expect(chain.head.number).toBe(1);
    expect(pool.readyCount).toBe(0);
  });
});
