import { readFileSync } from "node:fs";
import { toSs58 } from "@ganglion/primitives";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Client } from "./client.ts";
import { accountOf, alice, extrinsic, SPEC } from "./fake-runtime.ts";
import { running } from "./running.ts";

let on: Awaited<ReturnType<typeof running>>;
let client: Client;
beforeAll(async () => {
  on = await running({ version: "1.2.3", metricsPort: 0 });
  client = await Client.open(on.port);
});
afterAll(async () => {
  client.close();
  await on.node.close();
});

describe("system", () => {
  test("tells chain, node and health", async () => {
    on.node.author.createBlock();
    expect(await client.call("system_name")).toBe("Ganglion");
    expect(await client.call("system_version")).toBe("1.2.3");
    expect(await client.call("system_chain")).toBe(SPEC.name);
    expect(await client.call("system_chainType")).toBe(SPEC.chainType);
    expect(await client.call("system_properties")).toEqual(SPEC.properties);
    expect(await client.call("system_nodeRoles")).toEqual(["Authority"]);
    expect(await client.call("system_peers")).toEqual([]);
    expect(await client.call("system_localListenAddresses")).toEqual([]);
    expect(await client.call("system_health")).toEqual({
      peers: 0,
      isSyncing: false,
      shouldHavePeers: false,
    });
    expect(await client.call("system_syncState")).toEqual({
      startingBlock: 0,
      currentBlock: 1,
      highestBlock: 1,
    });
  });
  test("rpc_methods lists what clients test for, and no group that is not whole", async () => {
    const { methods } = (await client.call("rpc_methods")) as { methods: string[] };
    for (const name of ["account_nextIndex", "state_call", "state_getStorageAt", "rpc_methods"])
      expect(methods).toContain(name);
    expect(
      methods.filter((name) => /^(chainHead|transaction|archive|chainSpec)_/.test(name)),
    ).toEqual([]);
    expect(methods).toEqual([...new Set(methods)].sort());
  });
});

describe("payment", () => {
  const raw = `0x${Buffer.from(extrinsic({ nonce: 0 })).toString("hex")}`;
  test("query_info tells exact weights and the fee as text", async () => {
    const response = await fetch(`http://127.0.0.1:${on.port}`, {
      method: "POST",
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "payment_queryInfo", params: [raw] }),
    });
    const length = (raw.length - 2) / 2 + 4;
    expect(await response.text()).toBe(
      `{"jsonrpc":"2.0","id":1,"result":{"weight":{"ref_time":10000000000000000,"proof_size":7},"class":"operational","partialFee":"${length}"}}`,
    );
  });
  test("query_fee_details tells the parts in hexadecimal", async () => {
    expect(await client.call("payment_queryFeeDetails", raw, null)).toEqual({
      inclusionFee: { baseFee: "0x1", lenFee: "0x2", adjustedWeightFee: "0xff" },
    });
    expect((await client.refusal("payment_queryInfo", "0x1")).code).toBe(-32602);
  });
});

describe("the reference's own methods", () => {
  const surface = JSON.parse(
    readFileSync(new URL("../../../conformance/vectors/surface.json", import.meta.url), "utf8"),
  ) as { customRpc: { method: string }[] };
  test("all of them are there", async () => {
    const { methods } = (await client.call("rpc_methods")) as { methods: string[] };
    for (const { method } of surface.customRpc) expect(methods).toContain(method);
  });
  test("a runtime API's answer comes as a list of bytes; accounts are taken in each form", async () => {
    const bytes = [...alice.publicKey];
    for (const account of [bytes, toSs58(accountOf(alice)), accountOf(alice)])
      expect(await client.call("delegateInfo_getDelegate", account)).toEqual(bytes);
    expect(await client.call("delegateInfo_getDelegate", bytes, on.node.genesisHash)).toEqual(
      bytes,
    );
  });
  test("numbers and lists are encoded for the runtime", async () => {
    expect(await client.call("subnetInfo_getSelectiveMechagraph", 258, 3, [1, 256], null)).toEqual([
      2, 1, 3, 8, 1, 0, 0, 1,
    ]);
  });
  test("plain numbers come exactly, an absent one as null, prices as objects", async () => {
    client.raw('{"jsonrpc":"2.0","id":"price","method":"swap_currentAlphaPrice","params":[5]}');
    const response = await fetch(`http://127.0.0.1:${on.port}`, {
      method: "POST",
      body: '{"jsonrpc":"2.0","id":1,"method":"swap_currentAlphaPrice","params":[5]}',
    });
    expect(await response.text()).toContain('"result":9223372036854775813}');
    expect(await client.call("subnetInfo_getSubnetToPrune")).toBeNull();
    expect(await client.call("swap_currentAlphaPriceAll")).toEqual([{ netuid: 1, price: 9 }]);
  });
  test("wrong parameters and APIs that the runtime lacks are told", async () => {
    for (const params of [[], [-1], [65536], ["1"]])
      expect((await client.refusal("neuronInfo_getNeurons", ...params)).code).toBe(-32602);
    expect((await client.refusal("delegateInfo_getDelegate", [1, 2])).code).toBe(-32602);
    expect((await client.refusal("subnetInfo_getSelectiveMetagraph", 1, ["x"])).code).toBe(-32602);
    expect((await client.refusal("swap_simSwapTaoForAlpha", 1, -5)).code).toBe(-32602);
    expect((await client.refusal("delegateInfo_getDelegates")).message).toContain(
      "DelegateInfoRuntimeApi_get_delegates is not found",
    );
  });
});

describe("metrics", () => {
  const figures = async (): Promise<Map<string, string>> => {
    const text = await (await fetch(`http://127.0.0.1:${on.node.metricsPort}/metrics`)).text();
    return new Map(
      text
        .split("\n")
        .filter((line) => line && !line.startsWith("#"))
        .map((line) => line.split(/ (?=[^ ]+$)/) as [string, string]),
    );
  };
  test("have Substrate's names and stand where the chain stands", async () => {
    await client.call("chain_getHead");
    const first = await figures();
    const { number } = on.node.chain.head;
    for (const status of ["best", "finalized", "sync_target"])
      expect(first.get(`substrate_block_height{status="${status}"}`)).toBe(String(number));
    expect(first.get('substrate_build_info{name="ganglion",version="1.2.3"}')).toBe("1");
    const calls = Number(first.get('substrate_rpc_calls_started{method="chain_getBlockHash"}'));
    expect(calls).toBeGreaterThan(0);
    await client.call("chain_getHead");
    on.node.pool.submit(extrinsic({ nonce: 0 }));
    const second = await figures();
    expect(second.get('substrate_rpc_calls_started{method="chain_getBlockHash"}')).toBe(
      String(calls + 1),
    );
    expect(second.get("substrate_ready_transactions_number")).toBe("1");
    expect(second.get("ganglion_rpc_connections")).toBe("1");
    expect(Number(second.get("process_resident_memory_bytes"))).toBeGreaterThan(10 ** 7);
    expect((await fetch(`http://127.0.0.1:${on.node.metricsPort}/`)).status).toBe(404);
  });
});
