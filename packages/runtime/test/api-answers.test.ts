import { fromHex, netUid, toHex, utf8Bytes, ZERO_HASH } from "@ganglion/primitives";
import { type AnyCodec, encode, record, snakeCase, u16, vec, Writer } from "@ganglion/scale";
import { describe, expect, test } from "vitest";
import { bareExtrinsic } from "../src/index.ts";
import { SubnetIdentitiesV3 } from "../src/pallets/subtensor/identity/storage.ts";
import { DEV_ACCOUNTS } from "../src/spec.ts";
import { genesisState, papi, polkadotJs } from "./clients-fixture.ts";
import { declaration, MODES, runtimeOf } from "./surface-fixture.ts";

const runtime = runtimeOf(MODES.localnet);
const transfer = {
  call: declaration.pallets.find(({ name }) => name === "Balances")!.calls["transferKeepAlive"]!,
  args: { dest: { type: "Id", value: DEV_ACCOUNTS.bob }, value: 12n },
};
/** Well laid out: hash of a key, a KEM's ciphertext of four bytes, a nonce, and the sealed bytes. */
const encrypted = {
  call: declaration.pallets.find(({ name }) => name === "MevShield")!.calls["submitEncrypted"]!,
  args: { ciphertext: Uint8Array.of(...Array(16).fill(1), 4, 0, ...Array(4 + 24 + 16).fill(2)) },
};
/** Inputs by name that make the APIs' answers say something on the local chain at genesis. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  netuid: 1,
  uid: 0,
  mecid: 0,
  subid: 0,
  metagraphIndexes: Array.from({ length: 74 }, (_, index) => index),
  tao: 1_000_000_000n,
  alpha: 1_000_000_000n,
  amount: 1_000_000_000n,
  origin: undefined,
  destination: [DEV_ACCOUNTS.alice, 1],
  netuids: undefined,
  coldkeyAccounts: [DEV_ACCOUNTS.alice, DEV_ACCOUNTS.bob],
  version: 14,
  length: 100,
  len: 100,
  weight: { refTime: 1_000_000n, proofSize: 0n },
  call: transfer,
  uxt: bareExtrinsic(encrypted),
  keyHash: new Uint8Array(16),
  tx: bareExtrinsic(transfer),
  source: "External",
  blockHash: ZERO_HASH,
};
const accounts = [
  "account",
  "coldkey",
  "hotkey",
  "coldkeyAccount",
  "hotkeyAccount",
  "delegateAccount",
  "delegateeAccount",
  "originColdkeyAccount",
  "destinationColdkeyAccount",
];
const methods = declaration.apis.flatMap((api) =>
  Object.entries(api.methods).map(([name, { inputs }]) => ({
    api: api.name,
    method: snakeCase(name),
    inputs: inputs as Readonly<Record<string, AnyCodec>>,
  })),
);

function inputOf(inputs: Readonly<Record<string, AnyCodec>>): Uint8Array {
  const writer = new Writer(1024);
  const values = Object.keys(inputs).map((name) => [
    name,
    accounts.includes(name) ? DEV_ACCOUNTS.alice : SAMPLES[name],
  ]);
  record(inputs).write(writer, Object.fromEntries(values));
  return writer.bytes.slice(0, writer.at);
}

/** Genesis, with an identity for subnet 1: clients can't write `Some(None)` back. */
function sampleState() {
  const state = genesisState(runtime);
  const text = utf8Bytes("apex");
  SubnetIdentitiesV3.set({ state, chain: MODES.localnet, specVersion: 425 }, netUid(1), {
    subnetName: text,
    githubRepo: text,
    subnetContact: text,
    subnetUrl: text,
    discord: text,
    description: text,
    logoUrl: text,
    additional: text,
  });
  return state;
}

describe("answers of runtime APIs", () => {
  const state = sampleState();
  const builder = papi(runtime.metadata(15));
  const { metadata, registry } = polkadotJs(runtime.metadata(15));
  const pinned = metadata.asV15.apis;

  test.each(methods)("$api.$method is read by both clients to the last byte", (asked) => {
    const { api, method } = asked;
    const input = inputOf(asked.inputs);
    const answer = toHex(runtime.call(state, `${api}_${method}`, input));
    const { args, value } = builder.buildRuntimeCall(api, method);
    expect(args.dec(input)).toHaveLength(Object.keys(asked.inputs).length);
    expect(toHex(value.enc(value.dec(fromHex(answer))))).toBe(answer);

    const { output } = pinned
      .find(({ name }) => name.eq(api))!
      .methods.find(({ name }) => name.eq(method))!;
    const type = registry.createLookupType(output);
    const read = registry.createTypeUnsafe(type, [fromHex(answer)]);
    expect(toHex(read.toU8a())).toBe(answer);
  });

  test("a field that was asked for and is absent differs from one that nobody asked for", () => {
    const genesis = genesisState(runtime);
    const ask = (indexes: readonly number[]) =>
      runtime.call(
        genesis,
        "SubnetInfoRuntimeApi_get_selective_metagraph",
        Uint8Array.of(...encode(u16, 1), ...encode(vec(u16), indexes)),
      );
    const { value } = builder.buildRuntimeCall("SubnetInfoRuntimeApi", "get_selective_metagraph");
    // Some, netuid 0, then None for all 73 but the identity (the fourth).
    expect(toHex(ask([]))).toBe(`0x0100${"00".repeat(73)}`);
    expect(toHex(ask([3]))).toBe(`0x01000000${"0100"}${"00".repeat(70)}`);
    expect(Object.keys(value.dec(ask([3])) as object)).toHaveLength(74);
  });
});
