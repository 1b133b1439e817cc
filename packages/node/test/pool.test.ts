import type { Hash } from "@ganglion/primitives";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PoolError } from "../src/pool/error.ts";
import { TransactionQueue } from "../src/pool/queue.ts";
import type { PoolTransaction } from "../src/pool/transaction.ts";
import { rememberVerified } from "../src/pool/verified.ts";
import type { TransactionStatus } from "../src/pool/watchers.ts";
import { accountOf, alice, bob, extrinsic } from "./fake-runtime.ts";
import { rememberingRuntime, shell } from "./harness.ts";

function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof PoolError) return error.refusal.kind;
    throw error;
  }
  return "taken";
}

describe("taking transactions in", () => {
  test("a valid one is ready, and the same bytes again are known already", () => {
    const { pool } = shell();
    const raw = extrinsic({ nonce: 0 });
    const hash = pool.submit(raw);
    expect(pool.has(hash)).toBe(true);
    expect(pool.pending()).toEqual([raw]);
    expect(refusal(() => pool.submit(raw))).toBe("already-imported");
  });
  test("a length prefix that does not fit is a bad format", () => {
    const { pool } = shell();
    const raw = extrinsic({ nonce: 0 });
    for (const bad of [raw.slice(0, -1), new Uint8Array(), Uint8Array.of(0), raw.slice(1)])
      expect(refusal(() => pool.submit(bad))).toBe("bad-format");
  });
  test("a signature over other bytes, a used nonce and a past era are refused with their reason", () => {
    const { pool, author } = shell();
    pool.submit(extrinsic({ nonce: 0 }));
    author.createBlock();
    const reason = (raw: Uint8Array): string => {
      try {
        pool.submit(raw);
      } catch (error) {
        const { refusal: why } = error as PoolError;
        return why.kind === "invalid" ? why.error.value.type : why.kind;
      }
      return "taken";
    };
    const forged = extrinsic({ nonce: 1 });
    forged[50]! ^= 1;
    expect(reason(forged)).toBe("BadProof");
    expect(reason(extrinsic({ nonce: 1, genesis: "0x01" }))).toBe("BadProof");
    expect(reason(extrinsic({ nonce: 0, tip: 5 }))).toBe("Stale");
    expect(reason(extrinsic({ nonce: 1, until: 1 }))).toBe("AncientBirthBlock");
    expect(reason(extrinsic({ nonce: 1, op: { type: "custom", code: 7 } }))).toBe("Custom");
    expect(pool.readyCount + pool.futureCount).toBe(0);
  });
  test("a runtime that throws while validating is reported with a reproduction", () => {
    const { pool, troubles, env } = shell();
    const raw = extrinsic({ nonce: 0, op: { type: "crash-validating" } });
    expect(refusal(() => pool.submit(raw))).toBe("unverifiable");
    expect(refusal(() => pool.submit(raw))).toBe("banned");
    expect(troubles).toHaveLength(1);
    const [document] = [...env.kept.values()];
    expect(JSON.parse(document!).extrinsic).toBe(`0x${Buffer.from(raw).toString("hex")}`);
  });
  test("each signature is checked once, though pool and author both ask", () => {
    const { runtime, checks } = rememberingRuntime();
    const { pool, author } = shell({ runtime });
    for (let nonce = 0; nonce < 5; nonce++) pool.submit(extrinsic({ nonce }));
    author.createBlock();
    expect(checks()).toBe(5);
    expect(runtime.verified).toBeGreaterThan(5);
  });
});

describe("order", () => {
  test("nonces of one account follow each other whatever the order of arrival", () => {
    const { pool, author } = shell();
    const raws = [0, 1, 2, 3].map((nonce) => extrinsic({ nonce }));
    for (const i of [2, 0, 3, 1]) pool.submit(raws[i]!);
    expect(pool.futureCount).toBe(0);
    expect(author.createBlock().extrinsics.slice(1)).toEqual(raws);
  });
  test("what misses an earlier nonce waits, and is ready as soon as that comes", () => {
    const { pool } = shell();
    const seen: TransactionStatus[] = [];
    pool.submitAndWatch(extrinsic({ nonce: 1 }), (status) => seen.push(status));
    expect(seen).toEqual(["future"]);
    expect(pool.pending()).toEqual([]);
    pool.submit(extrinsic({ nonce: 0 }));
    expect(seen).toEqual(["future", "ready"]);
  });
  test("a higher tip goes first, but never before what it waits for", () => {
    const { pool } = shell();
    const first = extrinsic({ nonce: 0, tip: 1 });
    const rich = extrinsic({ nonce: 1, tip: 100 });
    const others = extrinsic({ who: bob, nonce: 0, tip: 50 });
    for (const raw of [first, rich, others]) pool.submit(raw);
    expect(pool.pending()).toEqual([others, first, rich]);
  });
  test("the queue's own order always respects requirements, and offers everything once", () => {
    const arrivals = fc.array(
      fc.record({ account: fc.nat(3), nonce: fc.nat(5), priority: fc.bigInt(0n, 9n) }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(arrivals, (list) => {
        const queue = new TransactionQueue();
        list.forEach(({ account, nonce, priority }, order) => {
          const tx: PoolTransaction = {
            hash: `0x${order.toString(16).padStart(64, "0")}` as Hash,
            raw: new Uint8Array(1),
            sender: undefined,
            priority,
            requires: nonce === 0 ? [] : [`${account}:${nonce - 1}`],
            provides: [`${account}:${nonce}`],
            validTill: 100,
            order,
          };
          try {
            queue.import(tx);
          } catch (error) {
            if (!(error instanceof PoolError)) throw error;
          }
        });
        const met = new Set<string>();
        const order = queue.order();
        let count = 0;
        for (let tx = order.next(); tx; tx = order.next()) {
          for (const tag of tx.requires) expect(met).toContain(tag);
          for (const tag of tx.provides) {
            expect(met).not.toContain(tag);
            met.add(tag);
          }
          count++;
          order.accept(tx);
        }
        expect(count).toBe(queue.readyCount);
        // A future is one whose predecessor is not ready.
        for (const tx of queue.futures())
          expect(tx.requires.some((tag) => !met.has(tag))).toBe(true);
      }),
    );
  });
});

describe("the queue, whatever comes, goes and is built in", () => {
  const step = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant("import" as const),
        account: fc.nat(2),
        nonce: fc.nat(2),
        priority: fc.bigInt(0n, 5n),
        also: fc.boolean(),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("include" as const), pick: fc.nat() }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("remove" as const), pick: fc.nat() }) },
  );
  test("keeps as ready exactly what has its requirements met, and counts every byte", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const queue = new TransactionQueue();
        const onChain = new Set<string>();
        // What each asked for: the queue forgets what the chain has met meanwhile.
        const asked = new Map<Hash, readonly string[]>();
        steps.forEach((each, order) => {
          if (each.kind === "import") {
            const { account, nonce, priority, also } = each;
            const own = `${account}:${nonce}`;
            const requires = nonce === 0 ? [] : [`${account}:${nonce - 1}`];
            // A second requirement: one provider may come or go while the other is awaited.
            if (also) requires.push(`${(account + 1) % 3}:${nonce}`);
            if (onChain.has(own)) return;
            const tx: PoolTransaction = {
              hash: `0x${order.toString(16).padStart(64, "0")}` as Hash,
              raw: new Uint8Array(order),
              sender: undefined,
              priority,
              requires: requires.filter((tag) => !onChain.has(tag)),
              provides: [own],
              validTill: 100,
              order,
            };
            asked.set(tx.hash, tx.requires);
            try {
              queue.import(tx);
            } catch (error) {
              if (!(error instanceof PoolError)) throw error;
            }
          } else if (each.kind === "include") {
            const roots = [...queue.roots()];
            const tx = roots[each.pick % roots.length];
            if (!tx) return;
            queue.include(tx.hash);
            for (const tag of tx.provides) onChain.add(tag);
            // As the pool does: what the chain has already is stale.
            for (const stale of [...queue.all()])
              if (stale.provides.some((tag) => onChain.has(tag))) queue.remove(stale.hash);
          } else {
            const all = [...queue.all()];
            const tx = all[each.pick % all.length];
            if (tx) queue.remove(tx.hash);
          }
          const ready = [...queue.all()].filter((tx) => queue.isReady(tx.hash));
          const provided = new Set(ready.flatMap((tx) => tx.provides));
          for (const tx of ready)
            for (const tag of asked.get(tx.hash)!)
              expect(provided.has(tag) || onChain.has(tag)).toBe(true);
          for (const tx of queue.futures())
            expect(tx.requires.every((tag) => provided.has(tag) || onChain.has(tag))).toBe(false);
          for (const tx of queue.roots())
            expect(tx.requires.some((tag) => provided.has(tag))).toBe(false);
          const bytes = [...queue.all()].reduce((sum, tx) => sum + tx.raw.length, 0);
          expect(queue.bytes).toBe(bytes);
          expect(provided.size).toBe(ready.length);
        });
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a future with two requirements", () => {
  test("waits for one again when its provider leaves before the other comes", () => {
    const queue = new TransactionQueue();
    const tx = (order: number, requires: readonly string[], provides: string): PoolTransaction => ({
      hash: `0x${order.toString(16).padStart(64, "0")}` as Hash,
      raw: new Uint8Array(1),
      sender: undefined,
      priority: 0n,
      requires,
      provides: [provides],
      validTill: 100,
      order,
    });
    const first = tx(1, [], "a");
    queue.import(first);
    queue.import(tx(2, ["a", "b"], "c"));
    queue.remove(first.hash);
    queue.import(tx(3, [], "b"));
    expect([...queue.futures()].map(({ order }) => order)).toEqual([2]);
    queue.import(tx(4, [], "a"));
    expect(queue.futureCount).toBe(0);
    expect(queue.readyCount).toBe(3);
  });
});

describe("replacement", () => {
  test("a higher tip takes the place, the loser hears who usurped it, followers stay", () => {
    const { pool } = shell();
    const seen: TransactionStatus[] = [];
    pool.submitAndWatch(extrinsic({ nonce: 0, tip: 1 }), (status) => seen.push(status));
    const follower = extrinsic({ nonce: 1 });
    pool.submit(follower);
    const better = extrinsic({ nonce: 0, tip: 2 });
    const usurper = pool.submit(better);
    expect(seen).toEqual(["ready", { usurped: usurper }]);
    expect(pool.pending()).toEqual([better, follower]);
  });
  test("an equal or lower tip is refused", () => {
    const { pool } = shell();
    pool.submit(extrinsic({ nonce: 0, tip: 2, op: { type: "remark", text: "a" } }));
    const same = extrinsic({ nonce: 0, tip: 2, op: { type: "remark", text: "b" } });
    expect(refusal(() => pool.submit(same))).toBe("low-priority");
  });
});

describe("blocks and the pool", () => {
  test("a watcher hears ready, inBlock and finalized in this order", () => {
    const { pool, author } = shell();
    const seen: TransactionStatus[] = [];
    pool.submitAndWatch(extrinsic({ nonce: 0 }), (status) => seen.push(status));
    const { hash } = author.createBlock();
    expect(seen).toEqual(["ready", { inBlock: hash }, { finalized: hash }]);
    expect(pool.readyCount).toBe(0);
  });
  test("where blocks are final later, so are the transactions in them", () => {
    const { pool, author } = shell({ finalityLag: 2 });
    const seen: TransactionStatus[] = [];
    pool.submitAndWatch(extrinsic({ nonce: 0 }), (status) => seen.push(status));
    const { hash } = author.createBlock();
    author.createBlock();
    expect(seen).toEqual(["ready", { inBlock: hash }]);
    author.createBlock();
    expect(seen).toEqual(["ready", { inBlock: hash }, { finalized: hash }]);
  });
  test("a watcher hears that its block is no more, unless that was final", () => {
    const { chain, pool, author } = shell({ finalityLag: 1 });
    const first: TransactionStatus[] = [];
    const second: TransactionStatus[] = [];
    pool.submitAndWatch(extrinsic({ nonce: 0 }), (status) => first.push(status));
    const one = author.createBlock();
    pool.submitAndWatch(extrinsic({ nonce: 1 }), (status) => second.push(status));
    const two = author.createBlock();
    chain.revertTo(0);
    author.createBlock();
    author.createBlock();
    expect(first).toEqual(["ready", { inBlock: one.hash }, { finalized: one.hash }]);
    expect(second).toEqual(["ready", { inBlock: two.hash }, { retracted: two.hash }, "dropped"]);
  });
  test("a watcher that stopped hears nothing more", () => {
    const { pool, author } = shell();
    const seen: TransactionStatus[] = [];
    const { stop } = pool.submitAndWatch(extrinsic({ nonce: 0 }), (status) => seen.push(status));
    stop();
    author.createBlock();
    expect(seen).toEqual(["ready"]);
  });
  test("a nonce that another way used up makes the waiting one invalid, and frees its follower", () => {
    const { pool, author } = shell();
    const seen: TransactionStatus[] = [];
    pool.submitAndWatch(extrinsic({ nonce: 0, tip: 9 }), (status) => seen.push(status));
    const gap: TransactionStatus[] = [];
    pool.submitAndWatch(extrinsic({ who: bob, nonce: 1 }), (status) => gap.push(status));
    author.createBlock({
      withoutPool: true,
      transactions: [extrinsic({ nonce: 0 }), extrinsic({ who: bob, nonce: 0 })],
    });
    expect(seen).toEqual(["ready", "invalid"]);
    expect(gap).toEqual(["future", "ready"]);
  });
  test("a mortal transaction goes when its era ends", () => {
    const { pool, author } = shell();
    const seen: TransactionStatus[] = [];
    pool.submitAndWatch(extrinsic({ nonce: 0, until: 2 }), (status) => seen.push(status));
    author.createBlock({ withoutPool: true });
    expect(seen).toEqual(["ready"]);
    author.createBlock({ withoutPool: true });
    expect(seen).toEqual(["ready", "invalid"]);
    expect(pool.readyCount).toBe(0);
  });
  test("what turns out invalid in a block goes with its followers and is banned for a while", () => {
    const { pool, author, env } = shell({ limits: { banMs: 1000 } });
    const bad = extrinsic({ nonce: 0, op: { type: "refuse-applying" } });
    const seen: TransactionStatus[] = [];
    pool.submit(bad);
    pool.submitAndWatch(extrinsic({ nonce: 1 }), (status) => seen.push(status));
    expect(author.createBlock().extrinsics).toHaveLength(1);
    expect(seen).toEqual(["ready", "invalid"]);
    expect(refusal(() => pool.submit(bad))).toBe("banned");
    env.advance(1000);
    expect(refusal(() => pool.submit(bad))).toBe("taken");
  });
  test("setting the head back judges everything anew", () => {
    const { chain, pool, author } = shell();
    pool.submit(extrinsic({ nonce: 0 }));
    author.createBlock();
    const seen: TransactionStatus[] = [];
    pool.submitAndWatch(extrinsic({ nonce: 1 }), (status) => seen.push(status));
    chain.revertTo(0);
    expect(pool.readyCount).toBe(0);
    expect(pool.futureCount).toBe(1);
    pool.submit(extrinsic({ nonce: 0 }));
    expect(pool.readyCount).toBe(2);
    expect(author.createBlock().extrinsics).toHaveLength(3);
  });
});

describe("the next nonce", () => {
  test("counts what waits, stops at a gap, and follows blocks and removals", () => {
    const { pool, author } = shell();
    const account = accountOf(alice);
    expect(pool.nextNonce(account, 0)).toBe(0);
    pool.submit(extrinsic({ nonce: 0 }));
    const second = pool.submit(extrinsic({ nonce: 1 }));
    pool.submit(extrinsic({ nonce: 3 }));
    expect(pool.nextNonce(account, 0)).toBe(2);
    pool.discard(second, "removed");
    expect(pool.nextNonce(account, 0)).toBe(1);
    author.createBlock();
    expect(pool.nextNonce(account, 1)).toBe(1);
  });
});

describe("limits", () => {
  test("a full pool gives up the worst for a better one, and refuses a worse one", () => {
    const { pool } = shell({ limits: { count: 2 } });
    const worst: TransactionStatus[] = [];
    pool.submitAndWatch(extrinsic({ nonce: 0, tip: 1 }), (status) => worst.push(status));
    pool.submit(extrinsic({ who: bob, nonce: 0, tip: 5 }));
    const late = extrinsic({ who: bob, nonce: 1, tip: 0 });
    expect(refusal(() => pool.submit(late))).toBe("full");
    expect(refusal(() => pool.submit(extrinsic({ who: bob, nonce: 1, tip: 9 })))).toBe("taken");
    expect(worst).toEqual(["ready", "dropped"]);
    expect(pool.readyCount).toBe(2);
  });
  test("bytes count as well", () => {
    const { pool } = shell({ limits: { bytes: 1000 } });
    const text = "x".repeat(600);
    pool.submit(extrinsic({ nonce: 0, tip: 1, op: { type: "remark", text } }));
    expect(
      refusal(() => pool.submit(extrinsic({ who: bob, nonce: 0, op: { type: "remark", text } }))),
    ).toBe("full");
    expect(pool.bytes).toBeLessThan(1000);
  });
});

describe("remembered verification", () => {
  test("tells forged from true, also when asked again, and never mixes up neighbours", () => {
    const answers = rememberVerified(({ signature }) => signature[0] === 1, 3);
    const claim = (n: number, publicKey = new Uint8Array(32)) =>
      ({
        type: "sr25519",
        publicKey,
        message: Uint8Array.of(n),
        signature: Uint8Array.of(n, 0),
      }) as const;
    for (const round of [1, 2])
      for (const n of [1, 2, 1, 3, 4, 1]) expect(answers(claim(n)), `round ${round}`).toBe(n === 1);
    // Moving a byte from the signature to the message is another claim.
    expect(
      answers({ ...claim(1), signature: Uint8Array.of(1), message: Uint8Array.of(0, 1) }),
    ).toBe(true);
  });
});
