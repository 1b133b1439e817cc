import { runtimeCall } from "@ganglion/frame";
import { toHex, toSs58 } from "@ganglion/primitives";
import { encode } from "@ganglion/scale";
import { expandMetadata } from "@polkadot/types";
import { stringCamelCase } from "@polkadot/util";
import { describe, expect, test } from "vitest";
import { DEV_ACCOUNTS } from "../src/spec.ts";
import { genesisPairs, papi, papiMetadata, polkadotJs } from "./clients-fixture.ts";
import { declaration, MODES, runtimeOf } from "./surface-fixture.ts";

const runtime = runtimeOf(MODES.localnet);

describe.each([14, 15] as const)("metadata V%s", (version) => {
  const raw = runtime.metadata(version);

  test("is read by polkadot.js to the last byte", () => {
    const { metadata } = polkadotJs(raw);
    expect(metadata.version).toBe(version);
    expect(toHex(metadata.toU8a())).toBe(toHex(raw));
  });

  test("is read by PAPI to the last byte", () => {
    expect(toHex(papiMetadata.enc(papiMetadata.dec(raw)))).toBe(toHex(raw));
  });

  test("lists every pallet that is declared, in the order of their indices", () => {
    const { metadata } = polkadotJs(raw);
    const listed = metadata.asLatest.pallets.map(({ name, index }) => [
      name.toString(),
      index.toNumber(),
    ]);
    expect(listed).toEqual(declaration.pallets.map(({ name, index }) => [name, index]));
  });

  test("tells clients that accounts are AccountId32 and balances u64", () => {
    const { metadata, registry } = polkadotJs(raw);
    const system = metadata.asLatest.pallets.find(({ name }) => name.eq("System"))!;
    const account = system.storage.unwrap().items.find(({ name }) => name.eq("Account"))!;
    const { hashers, key, value } = account.type.asMap;
    expect(hashers.map(String)).toEqual(["Blake2_128Concat"]);
    expect(registry.lookup.getSiType(key).path.map(String)).toEqual([
      "sp_core",
      "crypto",
      "AccountId32",
    ]);
    const fields = registry.lookup.getSiType(value).def.asComposite.fields;
    const data = registry.lookup.getSiType(fields[4]!.type).def.asComposite.fields;
    expect(fields.map(({ name }) => name.toString())).toEqual([
      "nonce",
      "consumers",
      "providers",
      "sufficients",
      "data",
    ]);
    expect(registry.lookup.getSiType(data[0]!.type).def.asPrimitive.toString()).toBe("U64");
  });

  test("describes extrinsics of version 4 with every extension", () => {
    const { extrinsic } = polkadotJs(raw).metadata.asLatest;
    expect([...extrinsic.versions].map(Number)).toEqual([4]);
    expect(extrinsic.transactionExtensions.map(({ identifier }) => identifier.toString())).toEqual(
      declaration.extensions.map(({ identifier }) => identifier),
    );
  });
});

describe("polkadot.js", () => {
  const { metadata, registry } = polkadotJs(runtime.metadata(15));
  const expanded = expandMetadata(registry, metadata);

  test("makes the storage key of an account that the runtime makes", () => {
    const item = declaration.pallets[0]!.storage["Account"] as unknown as {
      keyOf(account: string): string;
    };
    const theirs = expanded.query["system"]!["account"]!(toSs58(DEV_ACCOUNTS.alice));
    // polkadot.js puts the length in front.
    expect(toHex(theirs).slice(-160)).toBe(item.keyOf(DEV_ACCOUNTS.alice).slice(2));
  });

  test("knows every storage item under the runtime's prefix", () => {
    const theirs = declaration.pallets.flatMap(({ name, storage }) =>
      Object.keys(storage).map((item) => {
        const entry = expanded.query[stringCamelCase(name)]?.[stringCamelCase(item)];
        return `${name}.${item} ${entry && toHex(entry.keyPrefix())}`;
      }),
    );
    const ours = declaration.pallets.flatMap(({ name, storage }) =>
      Object.entries(storage).map(([item, { prefix }]) => `${name}.${item} ${prefix}`),
    );
    expect(theirs).toEqual(ours);
  });

  test("writes a call as the runtime does", () => {
    const { alice, bob } = DEV_ACCOUNTS;
    const { addStake, setWeights } = declaration.pallets.find(
      ({ name }) => name === "SubtensorModule",
    )!.calls;
    const pallet = expanded.tx["subtensorModule"]!;
    const theirs = [
      pallet["addStake"]!(toSs58(alice), 1, 1_000_000_000n),
      pallet["setWeights"]!(1, [0, 1], [1, 65_535], 7n),
      expanded.tx["balances"]!["transferKeepAlive"]!(toSs58(bob), 12n),
    ];
    const { transferKeepAlive } = declaration.pallets.find(
      ({ name }) => name === "Balances",
    )!.calls;
    const ours = [
      {
        call: addStake!,
        args: { hotkey: alice, netuid: 1, amountStaked: 1_000_000_000n },
      },
      {
        call: setWeights!,
        args: { netuid: 1, dests: [0, 1], weights: [1, 65_535], versionKey: 7n },
      },
      { call: transferKeepAlive!, args: { dest: { type: "Id", value: bob }, value: 12n } },
    ];
    expect(theirs.map((each) => toHex(each.toU8a()))).toEqual(
      ours.map((each) => toHex(encode(runtimeCall, each))),
    );
  });
});

describe("PAPI", () => {
  const builder = papi(runtime.metadata(15));

  test("makes codecs of every storage item, call, event and constant", () => {
    for (const pallet of declaration.pallets) {
      for (const item of Object.keys(pallet.storage)) builder.buildStorage(pallet.name, item);
      for (const call of Object.values(pallet.calls))
        expect(builder.buildCall(pallet.name, call.name).location).toEqual([
          pallet.index,
          call.index,
        ]);
      for (const event of Object.values(pallet.events))
        expect(builder.buildEvent(pallet.name, event.name).location).toEqual([
          pallet.index,
          event.index,
        ]);
      for (const constant of Object.keys(pallet.constants))
        builder.buildConstant(pallet.name, constant);
    }
  });

  test("reads every stored value of the genesis block to the last byte", () => {
    const pairs = genesisPairs(runtime);
    const unread = declaration.pallets.flatMap(({ name, storage }) =>
      Object.entries(storage).flatMap(([item, { prefix }]) => {
        const { value } = builder.buildStorage(name, item);
        return pairs
          .filter(
            ([key, raw]) =>
              key.startsWith(prefix) && toHex(value.enc(value.dec(raw))) !== toHex(raw),
          )
          .map(([, raw]) => `${name}.${item}: ${toHex(raw)}`);
      }),
    );
    expect(unread).toEqual([]);
  });
});
