import { blake2_256, twox128 } from "@ganglion/hash";
import { fromHex, type Hex, toHex, utf8Bytes } from "@ganglion/primitives";
import { verifyProof } from "@ganglion/store";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Client } from "./client.ts";
import { accountKey, accountOf, alice, extrinsic } from "./fake-runtime.ts";
import { running } from "./running.ts";

const MANY = `${toHex(twox128(utf8Bytes("Many")))}${toHex(twox128(utf8Bytes("Items"))).slice(2)}`;
const ACCOUNT = accountKey(accountOf(alice));
const UNKNOWN = `0x${"ab".repeat(32)}`;
const hexText = (raw: Uint8Array): string => toHex(raw);

let on: Awaited<ReturnType<typeof running>>;
let client: Client;
beforeAll(async () => {
  on = await running();
  client = await Client.open(on.port);
  on.node.pool.submit(extrinsic({ nonce: 0, op: { type: "set", key: "0xab", value: "0x0102" } }));
  on.node.author.createBlock();
  on.node.author.createBlock();
});
afterAll(async () => {
  client.close();
  await on.node.close();
});

describe("chain", () => {
  test("chain_getBlockHash takes nothing, a number, hexadecimal, or a list of them", async () => {
    const { chain } = on.node;
    expect(await client.call("chain_getBlockHash")).toBe(chain.head.hash);
    expect(await client.call("chain_getBlockHash", null)).toBe(chain.head.hash);
    expect(await client.call("chain_getHead")).toBe(chain.head.hash);
    expect(await client.call("chain_getBlockHash", 0)).toBe(chain.genesisHash);
    expect(await client.call("chain_getBlockHash", "0x1")).toBe(chain.hashOf(1));
    expect(await client.call("chain_getBlockHash", 99)).toBeNull();
    expect(await client.call("chain_getBlockHash", [0, "0x02", 99])).toEqual([
      chain.genesisHash,
      chain.head.hash,
      null,
    ]);
    for (const bad of [-1, 1.5, "1", "0x", {}, true])
      expect((await client.refusal("chain_getBlockHash", bad)).code).toBe(-32602);
  });
  test("the best block is final", async () => {
    for (const name of ["chain_getFinalizedHead", "chain_getFinalisedHead"])
      expect(await client.call(name)).toBe(on.node.chain.head.hash);
  });
  test("chain_getHeader answers the header by hash, the best one by default, null for a stranger", async () => {
    const { head } = on.node.chain;
    const header = {
      parentHash: head.header.parentHash,
      number: "0x2",
      stateRoot: head.header.stateRoot,
      extrinsicsRoot: head.header.extrinsicsRoot,
    };
    expect(await client.call("chain_getHeader")).toMatchObject(header);
    expect(await client.call("chain_getHeader", head.hash)).toMatchObject(header);
    expect(
      await client.call("chain_getHeader", head.hash.toUpperCase().replace("X", "x")),
    ).toMatchObject(header);
    expect(await client.call("chain_getHeader", UNKNOWN)).toBeNull();
    expect((await client.refusal("chain_getHeader", "0x12")).code).toBe(-32602);
  });
  test("chain_getBlock answers header and extrinsics as they came", async () => {
    const hash = on.node.chain.hashOf(1)!;
    const answer = (await client.call("chain_getBlock", hash)) as {
      block: { header: unknown; extrinsics: string[] };
      justifications: unknown;
    };
    expect(answer.block.extrinsics).toEqual(on.node.chain.body(hash)!.map(hexText));
    expect(answer.block.extrinsics).toHaveLength(2);
    expect(answer.block.header).toEqual(await client.call("chain_getHeader", hash));
    expect(answer.justifications).toBeNull();
    expect(await client.call("chain_getBlock", UNKNOWN)).toBeNull();
  });
});

describe("storage", () => {
  test("a value is read now and as of a block, under each name of the method", async () => {
    for (const name of ["state_getStorage", "state_getStorageAt"]) {
      expect(await client.call(name, "0xab")).toBe("0x0102");
      expect(await client.call(name, "0xab", null)).toBe("0x0102");
      expect(await client.call(name, "0xab", on.node.chain.genesisHash)).toBeNull();
      expect(await client.call(name, "0xAB")).toBe("0x0102");
      expect(await client.call(name, "0xffff")).toBeNull();
    }
  });
  test("hash and size of a value", async () => {
    expect(await client.call("state_getStorageHash", "0xab")).toBe(
      toHex(blake2_256(Uint8Array.of(1, 2))),
    );
    expect(await client.call("state_getStorageHash", "0x3a636f6465")).toMatch(/^0x/);
    expect(await client.call("state_getStorageHash", "0xffff")).toBeNull();
    expect(await client.call("state_getStorageSize", "0xab")).toBe(2);
    expect(await client.call("state_getStorageSize", MANY)).toBe(30);
    expect(await client.call("state_getStorageSizeAt", "0xffff", null)).toBeNull();
  });
  test("keys come in pages, in order, strictly after the last; the prefix itself may be the start", async () => {
    const all = (await client.call("state_getKeys", MANY)) as string[];
    expect(all).toHaveLength(30);
    expect(all).toEqual([...all].sort());
    const pages: string[] = [];
    let start: string | undefined = MANY;
    for (;;) {
      const page = (await client.call("state_getKeysPaged", MANY, 7, start)) as string[];
      pages.push(...page);
      if (page.length < 7) break;
      start = page.at(-1);
    }
    expect(pages).toEqual(all);
    expect(await client.call("state_getKeysPaged", MANY, 2)).toEqual(all.slice(0, 2));
    expect(await client.call("state_getKeysPagedAt", MANY, 1000, null, null)).toEqual(all);
    expect(await client.call("state_getKeysPaged", MANY, 0)).toEqual([]);
    expect(
      await client.call("state_getKeysPaged", "0xab", 5, null, on.node.chain.genesisHash),
    ).toEqual([]);
  });
  test("a page of more than 1000 is refused as Substrate refuses it", async () => {
    const { code, message } = await client.refusal("state_getKeysPaged", MANY, 1001);
    expect(code).toBe(4002);
    expect(message).toBe("count exceeds maximum value. value: 1001, max: 1000");
  });
  test("pairs below a prefix", async () => {
    const pairs = (await client.call("state_getPairs", MANY)) as [string, string][];
    expect(pairs[3]).toEqual([`${MANY}0003`, "0x03"]);
  });
  test("values of many keys at one block", async () => {
    const at = on.node.chain.genesisHash;
    const account = toHex(on.node.chain.get(ACCOUNT, at)!);
    expect(await client.call("state_queryStorageAt", [ACCOUNT, "0xffff"], at)).toEqual([
      {
        block: at,
        changes: [
          [ACCOUNT, account],
          ["0xffff", null],
        ],
      },
    ]);
    expect(await client.call("state_queryStorageAt", [])).toEqual([]);
  });
  test("values over blocks show the first and then changes alone", async () => {
    const { chain } = on.node;
    expect(await client.call("state_queryStorage", ["0xab"], chain.genesisHash)).toEqual([
      { block: chain.genesisHash, changes: [["0xab", null]] },
      { block: chain.hashOf(1), changes: [["0xab", "0x0102"]] },
    ]);
    const backwards = await client.refusal(
      "state_queryStorage",
      ["0xab"],
      chain.head.hash,
      chain.genesisHash,
    );
    expect(backwards.code).toBe(4001);
  });
  test("a proof proves, against the header's root, what is there and what is not", async () => {
    const hash = on.node.chain.hashOf(1)!;
    const keys: Hex[] = ["0xab", "0xffff"];
    const { at, proof } = (await client.call("state_getReadProof", keys, hash)) as {
      at: string;
      proof: string[];
    };
    expect(at).toBe(hash);
    const root = on.node.chain.header(hash)!.stateRoot;
    const proven = verifyProof(root, keys, proof.map(fromHex));
    expect(proven.get("0xab")).toEqual(Uint8Array.of(1, 2));
    expect(proven.get("0xffff")).toBeUndefined();
  });
  test("a proof of too many keys is refused", async () => {
    const keys = Array.from({ length: 1025 }, (_, i) => `0x${i.toString(16).padStart(8, "0")}`);
    expect((await client.refusal("state_getReadProof", keys)).code).toBe(-32602);
  });
  test("malformed keys and block hashes are invalid parameters that say which one", async () => {
    for (const key of ["ab", "0xabc", "0xzz", 5, null, undefined, {}, ["0xab"]]) {
      const { code, data } = await client.refusal("state_getStorage", key);
      expect(code).toBe(-32602);
      expect(data).toContain("parameter 0 (storage key)");
    }
    for (const at of ["0x", 7, "0xabcdef", {}, `0x${"g".repeat(64)}`])
      expect((await client.refusal("state_getStorage", "0xab", at)).data).toContain("parameter 1");
  });
  test("an unknown block is told in Substrate's words", async () => {
    const reads: [string, unknown[]][] = [
      ["state_getStorage", ["0xab", UNKNOWN]],
      ["state_getKeysPaged", ["0xab", 1, null, UNKNOWN]],
      ["state_call", ["AuraApi_slot_duration", "0x", UNKNOWN]],
      ["state_getRuntimeVersion", [UNKNOWN]],
      ["state_getMetadata", [UNKNOWN]],
      ["state_getReadProof", [["0xab"], UNKNOWN]],
    ];
    for (const [method, params] of reads) {
      const { code, message } = await client.refusal(method, ...params);
      expect(code, method).toBe(4003);
      expect(message, method).toContain(
        `Client error: Api called for an unknown Block: Header was not found in the database: ${UNKNOWN}`,
      );
    }
  });
});

describe("a pruned chain", () => {
  test("says that a state is discarded, and still knows header and body", async () => {
    const pruned = await running({ pruning: 2 });
    const { chain, author } = pruned.node;
    for (let i = 0; i < 6; i++) author.createBlock();
    const asked = await Client.open(pruned.port);
    const old = chain.hashOf(1)!;
    const { code, message } = await asked.refusal("state_getStorage", "0xab", old);
    expect(code).toBe(4003);
    expect(message).toContain(`State already discarded for ${old}`);
    expect(await asked.call("chain_getHeader", old)).toMatchObject({ number: "0x1" });
    expect(await asked.call("chain_getBlock", old)).not.toBeNull();
    asked.close();
    await pruned.node.close();
  });
});

describe("runtime", () => {
  test("state_call takes its input with or without 0x", async () => {
    for (const input of ["0x", "", undefined])
      expect(await client.call("state_call", "AuraApi_slot_duration", input)).toBe(
        "0xfa00000000000000",
      );
    expect(await client.call("state_callAt", "Test_write", "0506", null)).toBe("0x0506");
    expect(await client.call("state_getStorage", "0xaa")).toBeNull();
  });
  test("an API that is not there is told by its name; bad input is no internal error", async () => {
    const missing = await client.refusal("state_call", "No_such", "0x");
    expect(missing.code).toBe(4003);
    expect(missing.message).toContain("Exported method No_such is not found");
    expect((await client.refusal("state_call", "AuraApi_authorities", "0x1")).code).toBe(-32602);
    expect((await client.refusal("state_call", 5, "0x")).code).toBe(-32602);
  });
  test("a bug in a runtime API is an internal error, and is reported", async () => {
    const { code, data } = await client.refusal("state_call", "Test_bug", "0x");
    expect(code).toBe(-32603);
    expect(data).toBe("a bug in an API");
    expect(on.troubles.some((each) => each.includes("state_call"))).toBe(true);
    expect(await client.call("chain_getHead")).toBe(on.node.chain.head.hash);
  });
  test("metadata starts with its magic number, and is wrapped where an API answers it", async () => {
    expect(await client.call("state_getMetadata")).toMatch(/^0x6d657461/);
    const wrapped = await client.call("state_call", "Metadata_metadata_at_version", "0f000000");
    expect(wrapped).toMatch(/^0x01..6d657461/);
    expect(await client.call("state_call", "Metadata_metadata_at_version", "0x0f000000")).toBe(
      wrapped,
    );
  });
  test("the runtime's version has all fields, under both names of the state's version", async () => {
    for (const name of ["state_getRuntimeVersion", "chain_getRuntimeVersion"])
      expect(await client.call(name, on.node.chain.genesisHash)).toEqual({
        specName: "fake",
        implName: "fake",
        authoringVersion: 1,
        specVersion: 425,
        implVersion: 1,
        apis: [["0xdf6acb689907609b", 5]],
        transactionVersion: 1,
        systemVersion: 1,
        stateVersion: 1,
      });
  });
});

describe("answers that are kept for the head", () => {
  test("are those of the new head after a block, of the written storage, and after going back", async () => {
    const moving = await running();
    const asked = await Client.open(moving.port);
    const { chain, pool, author } = moving.node;
    const read = async () => [
      await asked.call("state_getStorage", "0xab"),
      await asked.call("state_call", "AccountNonceApi_account_nonce", accountOf(alice)),
    ];
    expect(await read()).toEqual([null, "0x00000000"]);
    pool.submit(extrinsic({ nonce: 0, op: { type: "set", key: "0xab", value: "0x01" } }));
    author.createBlock();
    for (let i = 0; i < 2; i++) expect(await read()).toEqual(["0x01", "0x01000000"]);
    chain.patch(new Map([["0xab", Uint8Array.of(2)]]));
    for (let i = 0; i < 2; i++) expect(await read()).toEqual(["0x02", "0x01000000"]);
    chain.revertTo(0);
    expect(await read()).toEqual([null, "0x00000000"]);
    asked.close();
    await moving.node.close();
  });
  test("one method's question is never answered with another's answer", async () => {
    const question = "AuraApi_slot_duration";
    await client.call("state_call", question, "0x");
    expect((await client.refusal("state_getStorage", `${question}:0x`)).code).toBe(-32602);
  });
});
