import { type Context, type RuntimeCall, runtimeCallOf, signed } from "@ganglion/frame";
import { type AccountId, type NetUid, netUid, utf8Bytes } from "@ganglion/primitives";
import { describe, expect, test } from "vitest";
import { identityCalls } from "../src/pallets/subtensor/identity/calls.ts";
import { IdentitiesV2, SubnetIdentitiesV3 } from "../src/pallets/subtensor/identity/storage.ts";
import { OwnedHotkeys } from "../src/pallets/subtensor/keys/storage.ts";
import { servingCalls } from "../src/pallets/subtensor/serving/calls.ts";
import {
  Axons,
  NeuronCertificates,
  Prometheus,
  ServingRateLimit,
} from "../src/pallets/subtensor/serving/storage.ts";
import { account, addNeuron, addSubnet, emptyChain, eventNames } from "./subnet-fixture.ts";

function dispatch(ctx: Context, who: AccountId, call: RuntimeCall): string {
  const result = ctx.dispatch(signed(who), call);
  return result.ok ? "ok" : result.refusal.label;
}
/** Hotkey 20 of coldkey 120 on subnet 1. */
function subnet() {
  const ctx = emptyChain(1000n);
  const netuid = addSubnet(ctx, 1);
  const { hotkey, coldkey } = addNeuron(ctx, netuid, 20);
  return { ctx, netuid, hotkey, coldkey };
}

const PUBLIC_IP = 0x08080808n;
const AXON = {
  version: 7,
  ip: PUBLIC_IP,
  port: 8091,
  ipType: 4,
  protocol: 4,
  placeholder1: 1,
  placeholder2: 2,
};
const serve = (netuid: NetUid, change: Partial<typeof AXON> = {}) =>
  runtimeCallOf(servingCalls.serveAxon, { netuid, ...AXON, ...change });
const serveTls = (netuid: NetUid, certificate: Uint8Array) =>
  runtimeCallOf(servingCalls.serveAxonTls, { netuid, ...AXON, certificate });
const prometheus = (netuid: NetUid, change: { ip?: bigint; port?: number; ipType?: number } = {}) =>
  runtimeCallOf(servingCalls.servePrometheus, {
    netuid,
    version: 1,
    ip: PUBLIC_IP,
    port: 7000,
    ipType: 4,
    ...change,
  });

describe("serving an axon", () => {
  test("notes the endpoint with the block and tells of it", () => {
    const { ctx, netuid, hotkey } = subnet();
    expect(dispatch(ctx, hotkey, serve(netuid))).toBe("ok");
    expect(Axons.get(ctx, netuid, hotkey)).toEqual({ block: 1000n, ...AXON });
    expect(eventNames(ctx)).toEqual(["AxonServed"]);
  });
  test("an address of zero withdraws it", () => {
    const { ctx, netuid, hotkey } = subnet();
    expect(dispatch(ctx, hotkey, serve(netuid, { ip: 0n }))).toBe("ok");
  });
  test.each([
    ["InvalidIpType", { ipType: 5 }],
    ["InvalidIpAddress", { ip: 0x7f000001n }],
    ["InvalidIpAddress", { ip: 0xffffffffn }],
    ["InvalidIpAddress", { ip: 1n, ipType: 6 }],
    ["InvalidIpAddress", { ip: (1n << 128n) - 1n, ipType: 6 }],
    ["InvalidPort", { port: 0 }],
  ] as const)("is refused with %s for %o", (error, change) => {
    const { ctx, netuid, hotkey } = subnet();
    expect(dispatch(ctx, hotkey, serve(netuid, change))).toBe(error);
    expect(Axons.has(ctx, netuid, hotkey)).toBe(false);
  });
  test("private networks and a loopback address other than 127.0.0.1 pass", () => {
    const { ctx, netuid, hotkey } = subnet();
    ServingRateLimit.set(ctx, netuid, 0n);
    for (const ip of [0x7f000002n, 0x0a000001n, 0xc0a80001n])
      expect(dispatch(ctx, hotkey, serve(netuid, { ip }))).toBe("ok");
  });
  test("needs a uid on that subnet, which is asked first", () => {
    const { ctx, netuid, coldkey, hotkey } = subnet();
    expect(dispatch(ctx, coldkey, serve(netuid, { ipType: 9 }))).toBe(
      "HotKeyNotRegisteredInNetwork",
    );
    expect(dispatch(ctx, hotkey, serve(netUid(2)))).toBe("HotKeyNotRegisteredInNetwork");
  });
  test("comes again only after the rate limit, to the block", () => {
    const { ctx, netuid, hotkey } = subnet();
    dispatch(ctx, hotkey, serve(netuid));
    ctx.block += 49n;
    expect(dispatch(ctx, hotkey, serve(netuid, { port: 1 }))).toBe("ServingRateLimitExceeded");
    ctx.block += 1n;
    expect(dispatch(ctx, hotkey, serve(netuid, { port: 1 }))).toBe("ok");
  });
  test("with a certificate its first byte is the algorithm and the rest the key", () => {
    const { ctx, netuid, hotkey } = subnet();
    expect(dispatch(ctx, hotkey, serveTls(netuid, Uint8Array.of(2, 9, 8)))).toBe("ok");
    expect(NeuronCertificates.get(ctx, netuid, hotkey)).toEqual({
      algorithm: 2,
      publicKey: Uint8Array.of(9, 8),
    });
  });
  test.each([[new Uint8Array(0)], [new Uint8Array(66)]])(
    "a certificate that is none is passed over, the axon is served",
    (certificate) => {
      const { ctx, netuid, hotkey } = subnet();
      expect(dispatch(ctx, hotkey, serveTls(netuid, certificate))).toBe("ok");
      expect(NeuronCertificates.has(ctx, netuid, hotkey)).toBe(false);
      expect(Axons.has(ctx, netuid, hotkey)).toBe(true);
    },
  );
  test("a key of 64 bytes is the longest", () => {
    const { ctx, netuid, hotkey } = subnet();
    dispatch(ctx, hotkey, serveTls(netuid, new Uint8Array(65)));
    expect(NeuronCertificates.get(ctx, netuid, hotkey)!.publicKey.length).toBe(64);
  });
});

describe("serving Prometheus", () => {
  test("notes the endpoint", () => {
    const { ctx, netuid, hotkey } = subnet();
    expect(dispatch(ctx, hotkey, prometheus(netuid))).toBe("ok");
    expect(Prometheus.get(ctx, netuid, hotkey)).toEqual({
      block: 1000n,
      version: 1,
      ip: PUBLIC_IP,
      port: 7000,
      ipType: 4,
    });
    expect(eventNames(ctx)).toEqual(["PrometheusServed"]);
  });
  test("refuses an address of zero, and looks at the address before the uid", () => {
    const { ctx, netuid, hotkey } = subnet();
    expect(dispatch(ctx, hotkey, prometheus(netuid, { ip: 0n }))).toBe("InvalidIpAddress");
    expect(dispatch(ctx, account(9), prometheus(netuid, { ipType: 0 }))).toBe("InvalidIpType");
    expect(dispatch(ctx, account(9), prometheus(netuid))).toBe("HotKeyNotRegisteredInNetwork");
    expect(dispatch(ctx, hotkey, prometheus(netuid, { port: 0 }))).toBe("InvalidPort");
  });
  test("has a rate limit of its own", () => {
    const { ctx, netuid, hotkey } = subnet();
    dispatch(ctx, hotkey, serve(netuid));
    expect(dispatch(ctx, hotkey, prometheus(netuid))).toBe("ok");
    ctx.block += 1n;
    expect(dispatch(ctx, hotkey, prometheus(netuid))).toBe("ServingRateLimitExceeded");
  });
});

describe("identities", () => {
  const text = (length: number) => new Uint8Array(length).fill(65);
  const NONE = text(0);
  const PERSON = {
    name: utf8Bytes("Ada"),
    url: NONE,
    githubRepo: NONE,
    image: NONE,
    discord: NONE,
    description: NONE,
    additional: NONE,
  };
  const setIdentity = (change: Partial<typeof PERSON> = {}) =>
    runtimeCallOf(identityCalls.setIdentity, { ...PERSON, ...change });

  test("a coldkey with a registered hotkey presents itself", () => {
    const { ctx, hotkey, coldkey } = subnet();
    OwnedHotkeys.set(ctx, coldkey, [account(9), hotkey]);
    expect(dispatch(ctx, coldkey, setIdentity())).toBe("ok");
    expect(IdentitiesV2.get(ctx, coldkey)).toEqual(PERSON);
    expect(eventNames(ctx)).toEqual(["ChainIdentitySet"]);
  });
  test("one whose hotkeys are registered nowhere may not", () => {
    const { ctx, coldkey } = subnet();
    OwnedHotkeys.set(ctx, coldkey, [account(9)]);
    expect(dispatch(ctx, coldkey, setIdentity())).toBe("HotKeyNotRegisteredInNetwork");
  });
  test.each([
    ["name", 256],
    ["url", 256],
    ["githubRepo", 256],
    ["image", 1024],
    ["discord", 256],
    ["description", 1024],
    ["additional", 1024],
  ] as const)("%s has at most %i bytes", (part, most) => {
    const { ctx, hotkey, coldkey } = subnet();
    OwnedHotkeys.set(ctx, coldkey, [hotkey]);
    expect(dispatch(ctx, coldkey, setIdentity({ [part]: text(most + 1) }))).toBe("InvalidIdentity");
    expect(dispatch(ctx, coldkey, setIdentity({ [part]: text(most) }))).toBe("ok");
  });
  test("a subnet is presented by its owner alone", () => {
    const { ctx, netuid } = subnet();
    const parts = {
      subnetName: text(3),
      githubRepo: NONE,
      subnetContact: NONE,
      subnetUrl: NONE,
      discord: NONE,
      description: NONE,
      logoUrl: NONE,
      additional: NONE,
    };
    const set = (change: Partial<typeof parts> = {}) =>
      runtimeCallOf(identityCalls.setSubnetIdentity, { netuid, ...parts, ...change });
    expect(dispatch(ctx, account(9), set())).toBe("NotSubnetOwner");
    expect(dispatch(ctx, account(1), set({ discord: text(257) }))).toBe("InvalidIdentity");
    expect(dispatch(ctx, account(1), set())).toBe("ok");
    expect(SubnetIdentitiesV3.get(ctx, netuid)).toEqual(parts);
    expect(eventNames(ctx)).toEqual(["SubnetIdentitySet"]);
  });
});
