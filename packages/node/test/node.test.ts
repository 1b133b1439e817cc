import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toHex, utf8Bytes } from "@ganglion/primitives";
import { StoreError } from "@ganglion/store";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Node, startNode } from "../src/node.ts";
import { RpcError } from "../src/rpc/error.ts";
import { Client } from "./client.ts";
import { extrinsic, FakeRuntime, SPEC } from "./fake-runtime.ts";
import { running } from "./running.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ganglion-node-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const onDisk = (runtime = new FakeRuntime()): Promise<Node> =>
  startNode({ spec: SPEC, runtime, path: folder, seal: { type: "manual" } });

describe("a data folder", () => {
  test("holds the chain over a stop: same blocks, same state, and it goes on", async () => {
    const first = await onDisk();
    first.pool.submit(extrinsic({ nonce: 0, op: { type: "set", key: "0xab", value: "0x01" } }));
    const { hash } = first.author.createBlock();
    await first.close();
    const second = await onDisk();
    expect(second.chain.head.hash).toBe(hash);
    expect(second.chain.get("0xab")).toEqual(Uint8Array.of(1));
    expect(second.genesisHash).toBe(first.genesisHash);
    expect(second.author.createBlock().header.parentHash).toBe(hash);
    await second.close();
  });
  test("of another genesis is refused, and left as it is", async () => {
    await (await onDisk()).close();
    const other = new FakeRuntime();
    other.metadata = () => utf8Bytes("another runtime");
    await expect(onDisk(other)).rejects.toMatchObject({ code: "OTHER_GENESIS" });
    await (await onDisk()).close();
  });
  test("in use by another node is refused", async () => {
    const holder = await onDisk();
    await expect(onDisk()).rejects.toBeInstanceOf(StoreError);
    await holder.close();
  });
  test("receives the reproduction of a crash", async () => {
    const node = await onDisk();
    const crash = extrinsic({ nonce: 0, op: { type: "crash" } });
    node.pool.submit(crash);
    node.author.createBlock();
    await node.close();
    const [name] = readdirSync(join(folder, "crashes"));
    const document = JSON.parse(readFileSync(join(folder, "crashes", name!), "utf8"));
    expect(document.extrinsic).toBe(toHex(crash));
  });
});

describe("without a socket", () => {
  test("methods are called directly, and refusals are thrown", async () => {
    const { node } = await running({ rpc: undefined as never });
    expect(node.rpc.ports).toEqual([]);
    expect(node.rpc.handle("chain_getHead")).toBe(node.genesisHash);
    expect(node.rpc.handle("chain_getHeader", [node.genesisHash])).toMatchObject({ number: "0x0" });
    expect(await node.rpc.handle("dev_newBlock", [{ count: 2 }])).toBe(node.chain.head.hash);
    expect(() => node.rpc.handle("no_such")).toThrow(RpcError);
    expect(() => node.rpc.handle("state_getStorage", ["0x1"])).toThrow("Invalid params");
    expect(() => node.rpc.handle("chain_subscribeNewHeads")).toThrow(RpcError);
    await node.close();
  });
  test("a connection carries subscriptions, and ends", async () => {
    const { node } = await running({ rpc: undefined as never });
    const texts: string[] = [];
    const connection = node.rpc.connect((text) => texts.push(text));
    connection.send('{"jsonrpc":"2.0","id":1,"method":"chain_subscribeNewHeads","params":[]}');
    node.author.createBlock();
    const messages = texts.map((text) => JSON.parse(text));
    expect(messages[0]).toEqual({ jsonrpc: "2.0", id: 1, result: messages[1].params.subscription });
    expect(messages.slice(1).map((each) => each.params.result.number)).toEqual(["0x0", "0x1"]);
    connection.close();
    node.author.createBlock();
    connection.send('{"jsonrpc":"2.0","id":2,"method":"chain_getHead"}');
    expect(texts).toHaveLength(3);
    await node.close();
  });
});

describe("a running node", () => {
  test("tells of each block that it imported", async () => {
    const seen: [number, string][] = [];
    const { node } = await running({
      log: { imported: (number, hash) => seen.push([number, hash]) },
    });
    node.author.createBlock();
    node.author.createBlock();
    expect(seen).toEqual([1, 2].map((number) => [number, node.chain.hashOf(number)]));
    await node.close();
  });
  test("makes a block per slot by default", async () => {
    const { node, env } = await running({ seal: undefined as never });
    env.advance(1000);
    expect(node.chain.head.number).toBe(4);
    await node.close();
    env.advance(1000);
  });
  test("answers pings while it makes blocks", async () => {
    const { node, port } = await running();
    const client = await Client.open(port);
    const pong = new Promise((done) => client.ws.once("pong", done));
    const mining = client.ask("dev_newBlock", [{ count: 20 }]);
    client.ws.ping();
    await Promise.all([pong, mining]);
    expect(node.chain.head.number).toBe(20);
    client.close();
    await node.close();
  });
});

describe("keys longer than a store can hold", () => {
  test("are absent when read, and refused when written, on disk as in memory", async () => {
    const open = [
      await startNode({ spec: SPEC, runtime: new FakeRuntime(), path: folder, dev: true }),
      await startNode({ spec: SPEC, runtime: new FakeRuntime(), dev: true }),
    ];
    for (const node of open) {
      for (const bytes of [1900, 1978, 2048, 5000, 100_000]) {
        const key = `0x${"ab".repeat(bytes)}`;
        expect(node.rpc.handle("state_getStorage", [key]), `${bytes} bytes`).toBeNull();
        expect(node.rpc.handle("state_getKeysPaged", [key, 10])).toEqual([]);
        expect(node.rpc.handle("state_getKeysPaged", ["0xab", 10, key])).toEqual([]);
        expect(node.rpc.handle("state_getKeys", [key])).toEqual([]);
        expect(node.rpc.handle("state_getStorageSize", [key])).toBeNull();
      }
      const long = `0x${"ab".repeat(5000)}`;
      expect(() => node.rpc.handle("dev_setStorage", [[[long, "0x01"]]])).toThrow("Invalid params");
      expect(() => node.rpc.handle("state_getReadProof", [[long]])).toThrow("Invalid params");
      node.author.createBlock();
      await node.close();
    }
  });
});
