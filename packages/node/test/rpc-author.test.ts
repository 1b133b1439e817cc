import { blake2_256Hex } from "@ganglion/hash";
import { toHex, toSs58 } from "@ganglion/primitives";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Client } from "./client.ts";
import { accountOf, alice, bob, extrinsic } from "./fake-runtime.ts";
import { running } from "./running.ts";

let on: Awaited<ReturnType<typeof running>>;
let client: Client;
beforeEach(async () => {
  on = await running();
  client = await Client.open(on.port);
});
afterEach(async () => {
  client.close();
  await on.node.close();
});
const ALICE = toSs58(accountOf(alice));
const hex = (raw: Uint8Array): string => toHex(raw);

describe("submitting", () => {
  test("answers the blake2b-256 of the extrinsic and puts it among the pending ones", async () => {
    const raw = extrinsic({ nonce: 0 });
    expect(await client.call("author_submitExtrinsic", hex(raw))).toBe(blake2_256Hex(raw));
    expect(await client.call("author_pendingExtrinsics")).toEqual([hex(raw)]);
  });
  test("refusals have the codes and words that clients map to errors", async () => {
    const submit = (raw: Uint8Array) => client.refusal("author_submitExtrinsic", hex(raw));
    const forged = extrinsic({ nonce: 0 });
    forged[50]! ^= 1;
    expect(await submit(forged)).toEqual({
      code: 1010,
      message: "Invalid Transaction",
      data: "Transaction has a bad signature",
    });
    expect(await submit(extrinsic({ nonce: 0, op: { type: "custom", code: 6 } }))).toEqual({
      code: 1010,
      message: "Invalid Transaction",
      data: "Custom error: 6",
    });
    const good = extrinsic({ nonce: 0, tip: 5 });
    await client.call("author_submitExtrinsic", hex(good));
    expect(await submit(good)).toMatchObject({
      code: 1013,
      message: "Transaction Already Imported",
    });
    expect(await submit(extrinsic({ nonce: 0, tip: 4 }))).toMatchObject({
      code: 1014,
      message: "Priority is too low: (5 vs 4)",
    });
    on.node.author.createBlock();
    expect(await submit(extrinsic({ nonce: 0 }))).toMatchObject({
      code: 1010,
      data: "Transaction is outdated",
    });
    expect(await submit(extrinsic({ nonce: 1, until: 1 }))).toMatchObject({
      code: 1010,
      data: "Transaction has an ancient birth block",
    });
    const crash = extrinsic({ nonce: 1, op: { type: "refuse-applying" } });
    await client.call("author_submitExtrinsic", hex(crash));
    on.node.author.createBlock();
    expect(await submit(crash)).toEqual({
      code: 1012,
      message: "Transaction is temporarily banned",
    });
  });
  test("bytes that are no extrinsic are told apart from refused ones", async () => {
    expect(await client.refusal("author_submitExtrinsic", "0x")).toMatchObject({ code: 1001 });
    expect(await client.refusal("author_submitExtrinsic", "0x10010203")).toMatchObject({
      code: 1001,
    });
    expect(await client.refusal("author_submitExtrinsic", "0x0c040203")).toMatchObject({
      code: 1002,
    });
    expect(await client.refusal("author_submitExtrinsic", "0x1")).toMatchObject({ code: -32602 });
    expect(await client.refusal("author_submitExtrinsic")).toMatchObject({ code: -32602 });
    expect(on.node.chain.state.changes()).toEqual([]);
  });
  test("the next index counts what waits, while the state's nonce does not", async () => {
    for (const nonce of [0, 1])
      await client.call("author_submitExtrinsic", hex(extrinsic({ nonce })));
    expect(await client.call("system_accountNextIndex", ALICE)).toBe(2);
    expect(await client.call("account_nextIndex", ALICE)).toBe(2);
    expect(await client.call("account_nextIndex", accountOf(alice))).toBe(2);
    const nonce = await client.call(
      "state_call",
      "AccountNonceApi_account_nonce",
      accountOf(alice),
    );
    expect(nonce).toBe("0x00000000");
    on.node.author.createBlock();
    expect(await client.call("account_nextIndex", ALICE)).toBe(2);
    expect(await client.call("account_nextIndex", toSs58(accountOf(bob)))).toBe(0);
    for (const bad of ["5Grw", "0x12", 5, null, ALICE.replace("5", "6")])
      expect((await client.refusal("account_nextIndex", bad)).code).toBe(-32602);
  });
  test("a pending transaction can be removed by hash or by its bytes, with what waits for it", async () => {
    const first = extrinsic({ nonce: 0 });
    const second = extrinsic({ nonce: 1 });
    for (const raw of [first, second]) await client.call("author_submitExtrinsic", hex(raw));
    expect(await client.call("author_removeExtrinsic", [{ extrinsic: hex(first) }])).toEqual([
      blake2_256Hex(first),
      blake2_256Hex(second),
    ]);
    expect(await client.call("author_pendingExtrinsics")).toEqual([]);
    expect(await client.call("author_removeExtrinsic", [{ hash: blake2_256Hex(first) }])).toEqual(
      [],
    );
    expect((await client.refusal("author_removeExtrinsic", [null])).code).toBe(-32602);
  });
});

describe("watching", () => {
  test("the answer comes before ready, then inBlock, then finalized; ids are 16 digits, notifications have none", async () => {
    const id = await client.call("author_submitAndWatchExtrinsic", hex(extrinsic({ nonce: 0 })));
    expect(id).toMatch(/^[0-9a-f]{16}$/);
    await client.until(id, 1);
    const { hash } = on.node.author.createBlock();
    expect(await client.until(id, 2)).toEqual(["ready", { inBlock: hash }]);
    // polkadot.js needs the time between to look at the block.
    on.env.advance(300);
    expect(await client.until(id, 3)).toEqual(["ready", { inBlock: hash }, { finalized: hash }]);
    expect(client.messages[0]).toHaveProperty("result", id);
    for (const message of client.messages.slice(1)) {
      expect(message).not.toHaveProperty("id");
      expect(message).toMatchObject({ jsonrpc: "2.0", method: "author_extrinsicUpdate" });
    }
  });
  test("a future one says so, and a usurped one who took its place", async () => {
    const future = await client.call(
      "author_submitAndWatchExtrinsic",
      hex(extrinsic({ nonce: 1, tip: 1 })),
    );
    expect(await client.until(future, 1)).toEqual(["future"]);
    await client.call("author_submitExtrinsic", hex(extrinsic({ nonce: 0 })));
    expect(await client.until(future, 2)).toEqual(["future", "ready"]);
    const usurper = extrinsic({ nonce: 1, tip: 2 });
    await client.call("author_submitExtrinsic", hex(usurper));
    expect(await client.until(future, 3)).toEqual([
      "future",
      "ready",
      { usurped: blake2_256Hex(usurper) },
    ]);
  });
  test("a refused one leaves no subscription behind", async () => {
    const bad = hex(extrinsic({ nonce: 0, op: { type: "custom", code: 1 } }));
    expect((await client.refusal("author_submitAndWatchExtrinsic", bad)).code).toBe(1010);
    const id = await client.call("author_submitAndWatchExtrinsic", hex(extrinsic({ nonce: 0 })));
    expect(await client.call("author_unwatchExtrinsic", id)).toBe(true);
    expect(await client.call("author_unwatchExtrinsic", id)).toBe(false);
    on.node.author.createBlock();
    await client.call("chain_getHead");
    expect(client.notified(id)).toEqual(["ready"]);
  });
});

describe("a node whose blocks are final two blocks later", () => {
  test("says so wherever finality is asked for", async () => {
    const late = await running({ finalityLag: 2 });
    const other = await Client.open(late.port);
    try {
      const { author, chain } = late.node;
      const heads = await other.call("chain_subscribeFinalizedHeads");
      for (let made = 1; made <= 3; made++) author.createBlock();
      expect(await other.call("chain_getFinalizedHead")).toBe(chain.hashOf(1));
      const told = (await other.until(heads, 2)) as { number: string }[];
      expect(told.map(({ number }) => number)).toEqual(["0x0", "0x1"]);
      const health = await fetch(`http://127.0.0.1:${late.port}/health`);
      expect(await health.json()).toMatchObject({ best: 3, finalized: 1 });
    } finally {
      other.close();
      await late.node.close();
    }
  });
});

describe("subscriptions", () => {
  test("heads come at once and with every block, under the name that each client listens to", async () => {
    const { chain, author } = on.node;
    const kinds = [
      ["chain_subscribeNewHeads", "chain_newHead", "chain_unsubscribeNewHeads"],
      ["chain_subscribeNewHead", "chain_newHead", "chain_unsubscribeNewHead"],
      ["subscribe_newHead", "chain_newHead", "unsubscribe_newHead"],
      ["chain_subscribeFinalizedHeads", "chain_finalizedHead", "chain_unsubscribeFinalizedHeads"],
      ["chain_subscribeAllHeads", "chain_allHead", "chain_unsubscribeAllHeads"],
    ] as const;
    const ids: unknown[] = [];
    for (const [subscribe] of kinds) ids.push(await client.call(subscribe));
    author.createBlock();
    for (const [index, [, method]] of kinds.entries()) {
      const heads = (await client.until(ids[index], 2)) as { number: string }[];
      expect(heads.map(({ number }) => number)).toEqual(["0x0", "0x1"]);
      expect(heads[1]).toEqual(JSON.parse(chain.headerText(chain.head.hash)!));
      expect(client.messages.find((m) => m.params?.subscription === ids[index])?.method).toBe(
        method,
      );
    }
    for (const [index, [, , unsubscribe]] of kinds.entries())
      expect(await client.call(unsubscribe, ids[index])).toBe(true);
    const before = client.messages.length;
    author.createBlock();
    await client.call("chain_getHead");
    expect(client.messages).toHaveLength(before + 1);
  });
  test("an unsubscribe of another kind, another client's id or nonsense is false", async () => {
    const id = await client.call("chain_subscribeNewHeads");
    expect(await client.call("state_unsubscribeStorage", id)).toBe(false);
    const stranger = await Client.open(on.port);
    expect(await stranger.call("chain_unsubscribeNewHeads", id)).toBe(false);
    for (const bad of [null, 5, {}, "00"])
      expect(await client.call("chain_unsubscribeNewHeads", bad)).toBe(false);
    expect(await client.call("chain_unsubscribeNewHeads", id)).toBe(true);
    stranger.close();
  });
  test("storage: the values now, then those that a block changed, also by hand and back", async () => {
    const { chain, author, pool } = on.node;
    const id = await client.call("state_subscribeStorage", ["0xab", "0xac"]);
    const set = (nonce: number, value: `0x${string}`) =>
      pool.submit(extrinsic({ nonce, op: { type: "set", key: "0xab", value } }));
    author.createBlock();
    set(0, "0x01");
    const { hash } = author.createBlock();
    expect(await client.until(id, 2)).toEqual([
      {
        block: chain.genesisHash,
        changes: [
          ["0xab", null],
          ["0xac", null],
        ],
      },
      { block: hash, changes: [["0xab", "0x01"]] },
    ]);
    chain.patch(new Map([["0xac", Uint8Array.of(9)]]));
    expect((await client.until(id, 3))[2]).toEqual({ block: hash, changes: [["0xac", "0x09"]] });
    chain.revertTo(0);
    expect((await client.until(id, 4))[3]).toEqual({
      block: chain.genesisHash,
      changes: [
        ["0xab", null],
        ["0xac", null],
      ],
    });
    expect(await client.call("state_unsubscribeStorage", id)).toBe(true);
  });
  test("storage without keys tells every change", async () => {
    const id = await client.call("state_subscribeStorage", null);
    on.node.author.createBlock();
    const [first] = (await client.until(id, 1)) as { changes: unknown[] }[];
    expect(first!.changes.length).toBeGreaterThan(1);
  });
  test("the runtime version comes once", async () => {
    const id = await client.call("state_subscribeRuntimeVersion");
    expect(await client.until(id, 1)).toEqual([await client.call("state_getRuntimeVersion")]);
    expect(await client.call("state_unsubscribeRuntimeVersion", id)).toBe(true);
  });
  test("too many on one connection are refused, and closing it ends them all", async () => {
    const few = await running({ limits: { maxSubscriptions: 2 } });
    const asking = await Client.open(few.port);
    const first = await asking.call("chain_subscribeNewHeads");
    await asking.call("chain_subscribeNewHeads");
    expect((await asking.refusal("chain_subscribeNewHeads")).code).toBe(-32006);
    await asking.call("chain_unsubscribeNewHeads", first);
    await asking.call("chain_subscribeNewHeads");
    asking.close();
    few.node.author.createBlock();
    await few.node.close();
  });
});
