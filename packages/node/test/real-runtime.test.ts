import { fromHex, type Hash, toHex, toSs58 } from "@ganglion/primitives";
import { blockHeader } from "@polkadot-api/substrate-bindings";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { TIMESTAMP_NOW } from "../src/author/slots.ts";
import { auraSealCheck } from "../src/chain/aura-seal.ts";
import { importBlock } from "../src/chain/import.ts";
import type { Node } from "../src/node.ts";
import { RpcError } from "../src/rpc/error.ts";
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

let node: Node;
let checks: () => number;
beforeEach(async () => {
  ({ node, checks } = await realNode());
});
afterEach(() => node.close());

const TAO = 1_000_000_000n;
const ask = (method: string, ...params: unknown[]): unknown => node.rpc.handle(method, params);
const submit = (raw: Uint8Array): unknown => ask("author_submitExtrinsic", toHex(raw));
function refusal(action: () => unknown): Pick<RpcError, "code" | "message" | "data"> {
  try {
    action();
  } catch (error) {
    if (error instanceof RpcError) return error;
    throw error;
  }
  throw new Error("it was not refused");
}
/** Free balance in rao, from System.Account as a client reads it. */
function free(who = alice): bigint {
  const key = "0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9";
  const [found] = ask("state_getKeysPaged", key, 1000) as string[];
  expect(found).toMatch(/^0x26aa/);
  const all = ask("state_getKeys", key) as string[];
  const own = all.find((each) => each.endsWith(accountOf(who).slice(2)))!;
  const raw = fromHex(ask("state_getStorage", own) as string);
  return new DataView(raw.buffer).getBigUint64(16, true);
}

function u64At(key: string): bigint {
  const raw = fromHex(ask("state_getStorage", key) as string);
  return new DataView(raw.buffer).getBigUint64(0, true);
}

describe("a transfer", () => {
  test("is taken, built in and paid for; its signature is checked once", () => {
    const before = free(bob);
    submit(signed({ call: transfer(bob, 5n * TAO), nonce: 0, genesis: node.genesisHash }));
    expect(ask("account_nextIndex", toSs58(accountOf(alice)))).toBe(1);
    const block = node.author.createBlock();
    expect(guestsOf(block)).toHaveLength(1);
    expect(free(bob)).toBe(before + 5n * TAO);
    expect(free(alice)).toBeLessThan(1_000_000n * TAO - 5n * TAO);
    expect(checks()).toBe(1);
  });
  test("signed for the era that begins with the head is taken: clients sign so", () => {
    node.author.createBlock();
    for (const [nonce, blocks] of [0, 3, 5].entries()) {
      for (let i = 0; i < blocks; i++) node.author.createBlock();
      const { number, hash } = node.chain.head;
      const era = { type: "Mortal", period: 128, phase: number % 128 } as const;
      const raw = signed({
        call: transfer(bob, TAO),
        nonce,
        era,
        birth: hash,
        genesis: node.genesisHash,
      });
      // PAPI asks for this before it submits.
      const input = `0x02${toHex(raw).slice(2)}${hash.slice(2)}`;
      expect(ask("state_call", "TaggedTransactionQueue_validate_transaction", input)).toMatch(
        /^0x00/,
      );
      submit(raw);
      expect(guestsOf(node.author.createBlock())).toHaveLength(1);
    }
  });
  test("with a wrong signature, nonce, era, genesis, version or balance is refused, and nothing changes", () => {
    const genesis = node.genesisHash;
    const call = transfer(bob, TAO);
    submit(signed({ call, nonce: 0, genesis }));
    node.author.createBlock();
    const root = node.chain.head.header.stateRoot;
    const bad = "Transaction has a bad signature";
    const forged = signed({ call, nonce: 1, genesis });
    forged[45]! ^= 1;
    const wrong = `0x${"ab".repeat(32)}` as Hash;
    const reasons: [string, Uint8Array][] = [
      [bad, forged],
      [bad, signed({ call, nonce: 1, genesis: wrong, birth: genesis })],
      [bad, signed({ call, nonce: 1, genesis, specVersion: 1 })],
      [
        bad,
        signed({
          call,
          nonce: 1,
          genesis,
          era: { type: "Mortal", period: 64, phase: 1 },
          birth: wrong,
        }),
      ],
      ["Transaction is outdated", signed({ call, nonce: 0, genesis })],
      [
        "Inability to pay some fees (e.g. account balance too low)",
        signed({ call, nonce: 1, genesis, tip: 2_000_000n * TAO }),
      ],
    ];
    for (const [reason, raw] of reasons)
      expect(refusal(() => submit(raw))).toMatchObject({ code: 1010, data: reason });
    expect(node.pool.readyCount + node.pool.futureCount).toBe(0);
    node.author.createBlock();
    expect(free(bob)).toBe(1_000_001n * TAO);
    expect(root).not.toBe(node.chain.head.header.stateRoot);
  });
  test("whose era is over is refused, and one that waited too long goes", () => {
    const genesis = node.genesisHash;
    const era = { type: "Mortal", period: 4, phase: 0 } as const;
    const old = signed({ call: transfer(bob, TAO), nonce: 0, era, birth: genesis, genesis });
    submit(old);
    for (let i = 0; i < 3; i++) node.author.createBlock({ withoutPool: true });
    expect(node.pool.readyCount).toBe(0);
    expect(refusal(() => submit(old)).code).toBe(1010);
  });
  test("of an unknown call is refused as no call of this chain", () => {
    const raw = signed({ call: transfer(bob, TAO), nonce: 0, genesis: node.genesisHash });
    const unknown = raw.slice();
    const at = unknown.findIndex(
      (_, i) => toHex(unknown, i, i + 33) === `0x00${accountOf(bob).slice(2)}`,
    );
    unknown[at - 2] = 250;
    expect(refusal(() => submit(unknown))).toMatchObject({ code: 1010 });
    expect(refusal(() => submit(raw.slice(0, 80))).code).toBe(1001);
  });
  test("tells its fee beforehand, and that fee is taken", () => {
    const raw = signed({ call: transfer(bob, TAO), nonce: 0, genesis: node.genesisHash });
    const { partialFee } = ask("payment_queryInfo", toHex(raw)) as { partialFee: string };
    const before = free(alice);
    submit(raw);
    node.author.createBlock();
    expect(before - free(alice)).toBe(TAO + BigInt(partialFee));
  });
});

describe("a dry run", () => {
  test("tells success, a call's refusal and invalidity, and changes nothing", () => {
    const genesis = node.genesisHash;
    const run = (raw: Uint8Array): unknown => ask("system_dryRun", toHex(raw), null);
    expect(run(signed({ call: transfer(bob, TAO), nonce: 0, genesis }))).toBe("0x0000");
    // Err(Token(FundsUnavailable)) inside Ok: the extrinsic is valid, its call fails.
    const tooMuch = signed({ call: transfer(bob, 2_000_000n * TAO), nonce: 0, genesis });
    expect(run(tooMuch)).toBe("0x00010700");
    // Err(Invalid(BadProof)).
    const forged = signed({ call: transfer(bob, TAO), nonce: 0, genesis });
    forged[45]! ^= 1;
    expect(run(forged)).toBe("0x010004");
    expect(node.chain.state.changes()).toEqual([]);
    expect(free(bob)).toBe(1_000_000n * TAO);
  });
});

describe("blocks", () => {
  test("are made and re-made: another node that imports them has the same hash at every height", async () => {
    const { node: other } = await realNode();
    for (let nonce = 0; nonce < 4; nonce++) {
      submit(signed({ call: transfer(bob, TAO), nonce, genesis: node.genesisHash }));
      const { header, extrinsics } = node.author.createBlock();
      const check = auraSealCheck(other.chain);
      const forged = {
        ...header,
        digest: header.digest.with(1, { ...header.digest[1]!, data: new Uint8Array(64) }),
      };
      for (const bad of [
        forged,
        { ...header, digest: header.digest.slice(0, 1) },
        { ...header, digest: [] },
      ])
        expect(() => importBlock(other.chain, { header: bad, extrinsics }, check)).toThrow(
          "refused",
        );
      importBlock(other.chain, { header, extrinsics }, check);
    }
    expect(other.chain.head.hash).toBe(node.chain.head.hash);
    expect(other.chain.head.number).toBe(4);
    await other.close();
  });
  test("have headers that PAPI's own codec encodes to the same bytes", () => {
    node.author.createBlock();
    const bytes = node.chain.store.header(node.chain.head.hash)!.slice();
    expect(blockHeader.enc(blockHeader.dec(bytes))).toEqual(bytes);
  });
  test("carry two inherents that are bare extrinsics of version 4: the time, then the author's key", () => {
    const { extrinsics } = node.author.createBlock();
    expect(extrinsics).toHaveLength(2);
    expect(toHex(extrinsics[0]!)).toMatch(/^0x[0-9a-f]{2}040200/);
    // Length 1190 as a two-byte compact, MevShield.announce_next_key, Some, 1184 bytes.
    expect(toHex(extrinsics[1]!)).toMatch(/^0x9912041e00018112[0-9a-f]{2368}$/);
  });
});

describe("development", () => {
  test("storage is set by the names of the declarations", () => {
    const bobs = accountOf(bob);
    ask("dev_setStorage", {
      System: {
        Account: [
          [
            [toSs58(bobs)],
            {
              nonce: 9,
              consumers: 0,
              providers: 1,
              sufficients: 0,
              data: { free: "77000000000", reserved: 0, frozen: 0, flags: 0 },
            },
          ],
        ],
      },
      Timestamp: { Now: 5 },
    });
    expect(free(bob)).toBe(77n * TAO);
    expect(ask("account_nextIndex", toSs58(bobs))).toBe(9);
    node.author.createBlock();
    expect(free(bob)).toBe(77n * TAO);
  });
  test("the clock travels forth and back, and blocks follow it", () => {
    const now = (): number => Number(u64At(TIMESTAMP_NOW));
    for (const date of ["2030-01-01T00:00:00Z", "2020-01-01T00:00:00Z"]) {
      ask("dev_timeTravel", date);
      ask("dev_newBlock", { count: 3 });
      expect(now() - Date.parse(date)).toBeGreaterThan(0);
      expect(now() - Date.parse(date)).toBeLessThan(2000);
    }
  });
  test("the next epoch of a subnet is mined to", () => {
    node.author.createBlock();
    ask("dev_mineToEpoch", 1);
    const { number } = node.chain.head;
    expect(number).toBeGreaterThan(1);
    const next = ask("state_call", "SubnetInfoRuntimeApi_get_next_epoch_start_block", "0x0100");
    expect(next).toMatch(/^0x01/);
  });
  test("a snapshot undoes transfers", () => {
    const before = [free(alice), free(bob)];
    const id = ask("dev_snapshot");
    submit(signed({ call: transfer(bob, TAO), nonce: 0, genesis: node.genesisHash }));
    ask("dev_newBlock");
    expect([free(alice), free(bob)]).not.toEqual(before);
    ask("dev_revert", id);
    expect([free(alice), free(bob)]).toEqual(before);
  });
  test("raw storage written by sudo is read under its true key", () => {
    const set = callOf("System", "setStorage", { items: [[fromHex("0xabcd"), fromHex("0x0102")]] });
    const call = callOf("Sudo", "sudo", { call: set });
    submit(signed({ call, nonce: 0, genesis: node.genesisHash }));
    node.author.createBlock();
    expect(ask("state_getStorage", "0xabcd")).toBe("0x0102");
  });
});

describe("the surface", () => {
  test("metadata comes in versions 14 and 15, wrapped as clients unwrap it", () => {
    expect(ask("state_call", "Metadata_metadata_versions", "0x")).toBe("0x080e0000000f000000");
    expect(ask("state_call", "Metadata_metadata_at_version", "0x0f000000")).toMatch(
      /^0x01[0-9a-f]{8}6d6574610f/,
    );
    expect(ask("state_getMetadata")).toMatch(/^0x6d6574610e/);
    expect(ask("state_call", "Metadata_metadata_at_version", "0x63000000")).toBe("0x00");
  });
  test("every method of the reference is answered or refused with a reason, never by a bug", () => {
    const { methods } = ask("rpc_methods") as { methods: string[] };
    const address = toSs58(accountOf(alice));
    for (const method of methods.filter((name) =>
      /^(neuron|subnet|delegate|stake|swap)/.test(name),
    )) {
      for (const params of [[1, 0], [1], [1, 0, [0]], [1, 1000], [address], [address, 1], []]) {
        try {
          ask(method, ...params);
          break;
        } catch (error) {
          expect((error as RpcError).code, `${method} ${params}`).toBe(-32602);
        }
      }
    }
  });
});
