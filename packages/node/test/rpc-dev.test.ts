import { blake2, identity, map, map2, pallet, twox, value } from "@ganglion/frame";
import { toHex, toSs58 } from "@ganglion/primitives";
import {
  accountId,
  bool,
  bytes,
  compact,
  encode,
  fixedBytes,
  literals,
  option,
  str,
  struct,
  tuple,
  u8,
  u16,
  u32,
  u64,
  u64f64,
  variant,
  vec,
} from "@ganglion/scale";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { u64Number } from "../src/chain/header.ts";
import { scaleOfJson } from "../src/rpc/dev/scale-json.ts";
import { Client } from "./client.ts";
import { accountOf, alice, extrinsic, FakeRuntime, SLOT_MS, TIMESTAMP } from "./fake-runtime.ts";
import { START_MS } from "./harness.ts";
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
const height = (): number => on.node.chain.head.number;
const hex = (raw: Uint8Array): string => toHex(raw);
const now = (): number => u64Number(on.node.chain.get(TIMESTAMP)!);

describe("dev_newBlock", () => {
  test("makes one block, many, or up to a height; answers the last one's hash", async () => {
    expect(await client.call("dev_newBlock")).toBe(on.node.chain.hashOf(1));
    expect(await client.call("dev_newBlock", { count: 4 })).toBe(on.node.chain.hashOf(5));
    await client.call("dev_newBlock", { to: 9 });
    expect(height()).toBe(9);
    await client.call("dev_newBlock", { to: 3 });
    expect(height()).toBe(10);
  });
  test("takes what waits in the pool, and given transactions past the pool", async () => {
    await client.call("author_submitExtrinsic", hex(extrinsic({ nonce: 0 })));
    const given = hex(extrinsic({ nonce: 1 }));
    const refused = await client.refusal("dev_newBlock", { transactions: [given] });
    expect(refused.message).toContain("Future");
    expect(height()).toBe(0);
    await client.call("dev_newBlock");
    const hash = await client.call("dev_newBlock", { transactions: [given] });
    const { block } = (await client.call("chain_getBlock", hash)) as {
      block: { extrinsics: string[] };
    };
    expect(block.extrinsics[1]).toBe(given);
  });
  test("takes a time for the first block, in seconds or milliseconds", async () => {
    const later = START_MS + 3_600_000;
    await client.call("dev_newBlock", { unixTimestamp: later });
    expect(now()).toBe(later);
    await client.call("dev_newBlock", { unixTimestamp: later / 1000 + 60 });
    expect(now()).toBe(later + 60_000);
  });
  test("refuses nonsense and changes nothing", async () => {
    for (const bad of [
      { count: -1 },
      { count: "1" },
      { to: 1.5 },
      { transactions: "0x" },
      { count: 10 ** 9 },
      [1],
      5,
    ])
      expect((await client.refusal("dev_newBlock", bad)).code).toBe(-32602);
    expect(height()).toBe(0);
  });
  test("lets other requests through while it makes many blocks", async () => {
    const real = await running({ env: undefined as never });
    const busy = await Client.open(real.port);
    const many = busy.ask("dev_newBlock", [{ count: 400 }]);
    await new Promise((done) => setTimeout(done, 1));
    const { number } = (await busy.call("chain_getHeader")) as { number: string };
    expect(Number(number)).toBeLessThan(400);
    expect((await many).result).toBe(real.node.chain.hashOf(400));
    busy.close();
    await real.node.close();
  });
});

describe("dev_mineToEpoch", () => {
  test("stops at the block of the subnet's next epoch, or of the n-th", async () => {
    await client.call("dev_newBlock", { count: 3 });
    expect(await client.call("dev_mineToEpoch", 1)).toBe(on.node.chain.hashOf(10));
    await client.call("dev_mineToEpoch", 1, 3);
    expect(height()).toBe(40);
    expect((await client.refusal("dev_mineToEpoch", 9)).message).toContain("no epochs");
  });
});

describe("the clock", () => {
  test("dev_timeTravel takes a date or milliseconds; the next block follows it", async () => {
    await client.call("dev_newBlock");
    const date = "2030-01-01T00:00:00Z";
    expect(await client.call("dev_timeTravel", date)).toBe(Date.parse(date));
    expect(now()).toBe(Date.parse(date));
    await client.call("dev_newBlock");
    expect(now()).toBeGreaterThan(Date.parse(date));
    expect(now()).toBeLessThanOrEqual(Date.parse(date) + 2 * SLOT_MS);
    on.env.advance(5000);
    await client.call("dev_newBlock");
    expect(now()).toBe(Date.parse(date) + 5000);
  });
  test("it travels back as well", async () => {
    await client.call("dev_newBlock");
    const past = START_MS - 86_400_000;
    await client.call("dev_timeTravel", past);
    await client.call("dev_newBlock");
    expect(now()).toBeLessThan(past + 1000);
  });
  test("nonsense is refused", async () => {
    for (const bad of ["yesterday", -5, null, {}, Number.MAX_VALUE])
      expect((await client.refusal("dev_timeTravel", bad)).code).toBe(-32602);
  });
});

describe("the head", () => {
  test("dev_setHead takes a hash, a height, or steps back", async () => {
    await client.call("dev_newBlock", { count: 5 });
    const hashes = [0, 1, 2, 3].map((n) => on.node.chain.hashOf(n));
    expect(await client.call("dev_setHead", hashes[3])).toBe(hashes[3]);
    expect(await client.call("dev_setHead", -1)).toBe(hashes[2]);
    expect(await client.call("dev_setHead", 1)).toBe(hashes[1]);
    expect(await client.call("dev_setHead", 0)).toBe(hashes[1]);
    expect((await client.refusal("dev_setHead", 9)).message).toContain("no block 9");
    expect((await client.refusal("dev_setHead", -9)).code).toBe(4003);
    expect((await client.refusal("dev_setHead", "x")).code).toBe(-32602);
    const heads = await client.call("chain_subscribeNewHeads");
    await client.call("dev_newBlock");
    await client.call("dev_setHead", 1);
    const seen = (await client.until(heads, 3)) as { number: string }[];
    expect(seen.map(({ number }) => number)).toEqual(["0x1", "0x2", "0x1"]);
  });
  test("a snapshot brings back blocks, written storage and clock, once", async () => {
    await client.call("dev_newBlock");
    await client.call("dev_setStorage", [["0xab", "0x01"]]);
    const id = await client.call("dev_snapshot");
    const later = await client.call("dev_snapshot");
    await client.call("dev_setStorage", [["0xab", "0x02"]]);
    await client.call("dev_newBlock", { unixTimestamp: START_MS + 10 ** 9 });
    expect(await client.call("dev_revert", id)).toBe(true);
    expect(height()).toBe(1);
    expect(await client.call("state_getStorage", "0xab")).toBe("0x01");
    await client.call("dev_newBlock");
    expect(now()).toBeLessThan(START_MS + 10_000);
    for (const gone of [id, later, "0x99", 5])
      expect((await client.refusal("dev_revert", gone)).code).toBeLessThan(5000);
  });
  test("a snapshot that the head was set back beyond is gone", async () => {
    await client.call("dev_newBlock", { count: 3 });
    const id = await client.call("dev_snapshot");
    await client.call("dev_setHead", 1);
    await client.call("dev_newBlock", { count: 2 });
    expect((await client.refusal("dev_revert", id)).message).toContain("no longer in the chain");
    expect(height()).toBe(3);
  });
});

describe("dev_setBlockBuildMode", () => {
  test("takes chopsticks' names and numbers, and an interval", async () => {
    const { author } = on.node;
    for (const [mode, type] of [
      ["Instant", "instant"],
      ["batch", "batch"],
      [3, "manual"],
      [2, "instant"],
      [1, "batch"],
      [{ Interval: 500 }, "interval"],
      ["Manual", "manual"],
    ] as const) {
      expect(await client.call("dev_setBlockBuildMode", mode)).toBeNull();
      expect(author.mode.type).toBe(type);
    }
    for (const bad of ["Fast", 0, 4, null, { Interval: 0 }])
      expect((await client.refusal("dev_setBlockBuildMode", bad)).code).toBe(-32602);
  });
  test("instant then makes a block per submission", async () => {
    await client.call("dev_setBlockBuildMode", "Instant");
    const id = await client.call("author_submitAndWatchExtrinsic", hex(extrinsic({ nonce: 0 })));
    on.env.advance(500);
    const { hash } = on.node.chain.head;
    expect(await client.until(id, 3)).toEqual(["ready", { inBlock: hash }, { finalized: hash }]);
    expect(height()).toBe(1);
  });
});

describe("engine", () => {
  test("engine_createBlock makes a block as manual seal does", async () => {
    expect(await client.refusal("engine_createBlock", false, false)).toMatchObject({ code: 12000 });
    const made = (await client.call("engine_createBlock", true, true)) as { hash: string };
    expect(made).toMatchObject({
      hash: on.node.chain.head.hash,
      proof_size: 0,
      aux: { is_new_best: true },
    });
    await client.call("author_submitExtrinsic", hex(extrinsic({ nonce: 0 })));
    await client.call("engine_createBlock", false, false, made.hash);
    expect(height()).toBe(2);
    expect(await client.refusal("engine_createBlock", true, true, made.hash)).toMatchObject({
      code: 13000,
    });
    expect(await client.call("engine_finalizeBlock", made.hash)).toBe(true);
    expect(await client.refusal("engine_finalizeBlock", `0x${"ab".repeat(32)}`)).toMatchObject({
      code: 13000,
    });
  });
});

const account = struct("test::Account", {
  nonce: u32,
  data: struct("test::Data", { freeBalance: u64, note: option(bytes) }),
});
const shape = variant("test::Shape", { Nothing: null, Size: u16, Box: { width: u8, height: u8 } });
const testPallet = pallet({
  name: "Test",
  index: 0,
  module: "test::pallet",
  storage: {
    Plain: value(u64),
    Account: map(blake2(accountId), account),
    Pair: map2(twox(u16), identity(u32), tuple(bool, str)),
  },
  constants: {},
  errors: {},
  events: {},
  calls: {},
});

describe("dev_setStorage", () => {
  test("writes and deletes raw keys at once, and the next root covers them", async () => {
    const { chain } = on.node;
    const head = chain.head.hash;
    expect(
      await client.call("dev_setStorage", [
        ["0xab", "0x01"],
        ["0xac", "0x"],
      ]),
    ).toBe(head);
    expect(await client.call("state_getStorage", "0xab")).toBe("0x01");
    expect(await client.call("state_getStorage", "0xac", head)).toBe("0x");
    expect(await client.call("state_getKeysPaged", "0xa", 10).catch((e) => e.message)).toContain(
      "-32602",
    );
    expect(await client.call("state_getKeys", "0xab")).toEqual(["0xab"]);
    await client.call("dev_setStorage", [["0xab", null]], head);
    expect(await client.call("state_getStorage", "0xab")).toBeNull();
    await client.call("dev_newBlock");
    expect(await client.call("state_getStorage", "0xac")).toBe("0x");
    expect(chain.head.header.stateRoot).toBe(chain.store.root());
  });
  test("refuses what is no pair of key and value, and other blocks than the head", async () => {
    const old = on.node.chain.head.hash;
    await client.call("dev_newBlock");
    for (const bad of [[["0xab"]], [["0x", "0x01"]], [["0xab", 5]], [5], null, "0x"])
      expect((await client.refusal("dev_setStorage", bad)).code).toBe(-32602);
    expect((await client.refusal("dev_setStorage", [], old)).data).toContain("at the head");
    expect(on.node.chain.pendingPatch.size).toBe(0);
  });
  test("by names is refused where the runtime declares none", async () => {
    const { message } = await client.refusal("dev_setStorage", { Test: { Plain: 1 } });
    expect(message).toContain("declares no storage");
  });
  test("by names finds the item's key and encodes keys and value", async () => {
    const runtime = Object.assign(new FakeRuntime(), { declaration: { pallets: [testPallet] } });
    const named = await running({ runtime });
    const asked = await Client.open(named.port);
    const who = accountOf(alice);
    await asked.call("dev_setStorage", {
      Test: {
        Plain: "18446744073709551615",
        account: [[[toSs58(who)], { nonce: 7, data: { free_balance: 5, note: "0x0102" } }]],
        Pair: [
          [
            [1, 2],
            [true, "hi"],
          ],
          [
            [3, 4],
            [false, ""],
          ],
        ],
      },
    });
    const { storage } = testPallet;
    const read = (key: string) => asked.call("state_getStorage", key);
    expect(await read(storage.Plain.keyOf())).toBe("0xffffffffffffffff");
    expect(await read(storage.Account.keyOf(who))).toBe(
      toHex(encode(account, { nonce: 7, data: { freeBalance: 5n, note: Uint8Array.of(1, 2) } })),
    );
    expect(await read(storage.Pair.keyOf(1, 2))).toBe("0x01086869");
    await asked.call("dev_setStorage", {
      Test: { $removePrefix: ["Pair"], Account: [[[who], null]] },
    });
    expect(await read(storage.Pair.keyOf(3, 4))).toBeNull();
    expect(await read(storage.Account.keyOf(who))).toBeNull();
    for (const bad of [
      { Nowhere: {} },
      { Test: { Nothing: 1 } },
      { Test: { Plain: -1 } },
      { Test: { Plain: 2 ** 60 } },
      { Test: { Account: 5 } },
      { Test: { Account: [[[1, 2], null]] } },
      { Test: { Account: [[[toSs58(who)], { data: {} }]] } },
      { Test: { $removePrefix: "Pair" } },
      { Test: null },
    ])
      expect((await asked.refusal("dev_setStorage", bad)).code).toBe(-32602);
    asked.close();
    await named.node.close();
  });
});

describe("JSON to SCALE", () => {
  const scale = (codec: Parameters<typeof scaleOfJson>[0], json: unknown): string =>
    toHex(scaleOfJson(codec, json, "value"));
  test("each kind of type takes its natural JSON", () => {
    expect(scale(u64f64, { bits: "5" })).toBe(`0x05${"00".repeat(15)}`);
    expect(scale(u64f64, 5)).toBe(`0x05${"00".repeat(15)}`);
    expect(scale(compact(u32), 16384)).toBe("0x02000100");
    expect(scale(compact(u64), "18446744073709551615")).toBe("0x13ffffffffffffffff");
    expect(scale(bytes, "text")).toBe("0x1074657874");
    expect(scale(bytes, [1, 2])).toBe("0x080102");
    expect(scale(fixedBytes(2), "0x0102")).toBe("0x0102");
    expect(scale(vec(u16), [1, 2])).toBe("0x0801000200");
    expect(scale(option(u8), null)).toBe("0x00");
    expect(scale(option(u8), 3)).toBe("0x0103");
    expect(scale(shape, "Nothing")).toBe("0x00");
    expect(scale(shape, { Size: 258 })).toBe("0x010201");
    expect(scale(shape, { type: "Box", value: { width: 1, height: 2 } })).toBe("0x020102");
    expect(scale(literals("test::L", ["A", "B"]), "B")).toBe("0x01");
    expect(scale(tuple(bool, str), [true, "a"])).toBe("0x010461");
    expect(scale(account, "0x01020304")).toBe("0x01020304");
  });
  test("what does not fit its type is refused with the way to it", () => {
    const refused: [Parameters<typeof scaleOfJson>[0], unknown][] = [
      [u8, 256],
      [u8, -1],
      [u8, 1.5],
      [bool, 1],
      [str, 5],
      [compact(u8), 256],
      [vec(u8), 5],
      [fixedBytes(2), "0x01"],
      [tuple(u8, u8), [1]],
      [shape, "Sphere"],
      [shape, { Box: { width: 1 } }],
      [accountId, "5Grw"],
      [accountId, 5],
      [account, { nonce: 1, data: { free_balance: {} } }],
    ];
    for (const [codec, json] of refused) expect(() => scale(codec, json)).toThrow("Invalid params");
    try {
      scale(account, { nonce: 1, data: { free_balance: "x" } });
    } catch (error) {
      expect((error as { data: string }).data).toContain("value.data.free_balance");
    }
  });
});

describe("whole states", () => {
  test("a dumped state can be loaded again, on the same chain or into a file", async () => {
    await client.call("dev_newBlock", { count: 2 });
    const dump = (await client.call("dev_dumpState")) as { pairs: string[][] };
    await client.call("dev_setStorage", [["0xab", "0x01"]]);
    expect(await client.call("dev_loadState", dump)).toBe(on.node.chain.head.hash);
    expect(await client.call("state_getStorage", "0xab")).toBeNull();
    expect(((await client.call("dev_dumpState")) as typeof dump).pairs).toEqual(dump.pairs);
    expect(await client.call("dev_dumpState", "dump.json")).toBe("memory:dump.json");
    expect(JSON.parse(on.env.kept.get("dump.json")!).pairs).toEqual(dump.pairs);
    await client.call("dev_newBlock");
  });
  test("a document of another kind or spec is refused", async () => {
    const dump = (await client.call("dev_dumpState")) as object;
    for (const bad of [
      null,
      {},
      { ...dump, specVersion: 1 },
      { ...dump, format: "x" },
      { ...dump, pairs: 5 },
    ])
      expect((await client.refusal("dev_loadState", bad)).code).toBe(-32602);
  });
});

describe("where they are not wanted", () => {
  test("development methods are refused with the flag that would allow them, and not listed", async () => {
    const plain = await running({ dev: false, unsafe: false });
    const asked = await Client.open(plain.port);
    for (const method of ["dev_newBlock", "dev_setStorage", "engine_createBlock", "dev_snapshot"]) {
      const { code, message } = await asked.refusal(method);
      expect(code).toBe(-32601);
      expect(message).toContain("--dev");
    }
    const { message } = await asked.refusal("author_removeExtrinsic", []);
    expect(message).toBe("RPC call is unsafe to be called externally");
    const { methods } = (await asked.call("rpc_methods")) as { methods: string[] };
    expect(methods.filter((name) => /^(dev|engine)_/.test(name))).toEqual([]);
    expect(methods).not.toContain("author_removeExtrinsic");
    expect(plain.node.chain.head.number).toBe(0);
    asked.close();
    await plain.node.close();
  });
});
