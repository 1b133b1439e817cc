import { type AnyCall, apiId, type Pallet } from "@ganglion/frame";
import { fromHex, toHex } from "@ganglion/primitives";
import { type AnyCodec, decode, encode, snakeCase } from "@ganglion/scale";
import { afterAll, describe, expect, test } from "vitest";
import { runtimeVersion } from "../src/pallets/system/types.ts";
import {
  byName,
  declaration,
  declaredOf,
  fieldOf,
  MODES,
  reached,
  runtimeOf,
  SURFACE,
  type SurfacePallet,
  type SurfaceType,
  type SurfaceVariant,
} from "./surface-fixture.ts";

// Everything that the runtime declares equals the pinned interface of spec 425. What it doesn't declare
// isn't compared; the summary at the end says how much that is.

const pinnedPallet = (name: string): SurfacePallet => {
  const found = SURFACE.pallets.find((each) => each.name === name);
  if (!found) throw new Error(`the reference has no pallet ${name}`);
  return found;
};
const args = (fields: Readonly<Record<string, AnyCodec>>) =>
  Object.entries(fields).map(([name, codec]) => fieldOf({ name: snakeCase(name), codec }));

const callsOf = (pallet: Pallet): readonly AnyCall[] => [
  ...Object.values(pallet.calls),
  ...Object.entries(pallet.callsIf?.(MODES.localnet) ?? {}).map(([key, call]) => ({
    ...call,
    name: snakeCase(key),
  })),
];

describe.each(declaration.pallets.map((pallet) => [pallet.name, pallet] as const))(
  "pallet %s",
  (name, pallet) => {
    const pinned = pinnedPallet(name);

    test("has the reference's index and storage prefix", () => {
      const stores = Object.keys(pallet.storage).length > 0;
      expect({
        index: pallet.index,
        prefix: stores ? (pallet.storagePrefix ?? pallet.name) : null,
      }).toEqual({ index: pinned.index, prefix: pinned.storagePrefix });
    });

    test("has calls with the reference's indices and arguments", () => {
      const ours = callsOf(pallet).map((call) => ({
        name: call.name,
        index: call.index,
        args: args(call.args),
      }));
      const theirs = [...pinned.calls, ...(pinned.featureCalls ?? [])].map((call) => ({
        name: call.name,
        index: call.index,
        args: call.args.map(({ name: arg, type }) => ({ name: arg, type })),
      }));
      expect(byName(ours)).toEqual(byName(declaredOf(theirs, ours)));
    });

    test("has calls of the reference's class that pay where the reference's pay", () => {
      const calls = callsOf(pallet);
      const pinnedCalls = declaredOf([...pinned.calls, ...(pinned.featureCalls ?? [])], calls);
      // The class of a call that holds another depends on it.
      const fixed = pinnedCalls.filter(({ feeClass }) => feeClass !== "inner");
      const theirs = fixed.map((call) => ({
        name: call.name,
        class: call.feeClass,
        pays: call.pays === "No" ? "No" : "Yes",
      }));
      const ours = declaredOf(calls, fixed).map((call) => ({
        name: call.name,
        class: call.classOf({}),
        pays: call.pays,
      }));
      expect(byName(ours)).toEqual(byName(theirs));
    });

    test("has storage with the reference's keys, hashers, values and modifiers", () => {
      const ours = Object.entries(pallet.storage).map(([item, storage]) => ({
        name: item,
        modifier: storage.hasDefault ? "Default" : "Optional",
        keys: storage.keys.map(({ hasher, codec }) => ({ hasher, type: codec.type.name })),
        value: storage.value.type.name,
      }));
      const theirs = declaredOf(pinned.storage, ours).map((item) => ({
        name: item.name,
        modifier: item.modifier,
        keys: item.keys.map(({ hasher, type }) => ({ hasher, type })),
        value: item.value,
      }));
      expect(byName(ours)).toEqual(byName(theirs));
    });

    test.each(["normal", "fast", "localnet"] as const)(
      "has the reference's storage defaults in its %s build",
      (mode) => {
        const ours = Object.entries(pallet.storage).map(([item, storage]) => ({
          name: item,
          default: storage.hasDefault
            ? toHex(encode(storage.value, storage.defaultOf(MODES[mode])))
            : "0x00",
        }));
        const theirs = declaredOf(pinned.storage, ours).map((item) => {
          const fast = item.defaultHexFast ?? item.defaultHex;
          const localnet = item.defaultHexLocalnet ?? fast;
          return { name: item.name, default: { normal: item.defaultHex, fast, localnet }[mode] };
        });
        expect(byName(ours)).toEqual(byName(theirs));
      },
    );

    test("has events with the reference's indices and fields", () => {
      const ours = Object.values(pallet.events).map((event) => ({
        name: event.name,
        index: event.index,
        fields: args(event.fields).map((field) => (event.named ? field : { ...field, name: null })),
      }));
      expect(byName(ours)).toEqual(byName(declaredOf(pinned.events, ours).map(plainVariant)));
    });

    test("has errors with the reference's indices", () => {
      const ours = Object.values(pallet.errors).map((error) => ({
        name: error.name,
        index: error.index,
      }));
      const theirs = declaredOf(pinned.errors, ours).map(({ name: error, index }) => ({
        name: error,
        index,
      }));
      expect(byName(ours)).toEqual(byName(theirs));
    });

    test.each(["normal", "fast"] as const)(
      "has the reference's constants in its %s build",
      (mode) => {
        const ours = Object.entries(pallet.constants).map(([constant, { codec, of }]) => ({
          name: constant,
          type: codec.type.name,
          value: withoutApis(name, constant, toHex(encode(codec, of(MODES[mode])))),
        }));
        const theirs = declaredOf(pinned.constants, ours).map((constant) => {
          const fast = constant.valueHexFast ?? constant.valueHex;
          const value = { normal: constant.valueHex, fast }[mode];
          const plain = withoutApis(name, constant.name, value);
          return { name: constant.name, type: constant.type, value: plain };
        });
        expect(byName(ours)).toEqual(byName(theirs));
      },
    );
  },
);

const plainVariant = (variant: SurfaceVariant): SurfaceVariant => ({
  name: variant.name,
  index: variant.index,
  fields: variant.fields.map(({ name, type }) => ({ name, type })),
});

/** The version lists those APIs that there are: they are compared by themselves. */
function withoutApis(pallet: string, constant: string, hex: string): unknown {
  if (`${pallet}.${constant}` !== "System.Version") return hex;
  return { ...decode(runtimeVersion, fromHex(hex)), apis: [] };
}

describe("runtime APIs", () => {
  test.each(declaration.apis.map((api) => [api.name, api] as const))(
    "%s has the reference's version, and its methods their inputs and outputs",
    (name, api) => {
      const pinned = SURFACE.runtimeApis.find((each) => each.name === name);
      const methods = Object.entries(api.methods).map(([method, { inputs, output }]) => ({
        name: snakeCase(method),
        inputs: args(inputs as Readonly<Record<string, AnyCodec>>),
        output: (output as AnyCodec).type.name,
      }));
      expect({ id: apiId(api), version: api.version, methods: byName(methods) }).toEqual({
        id: pinned?.id,
        version: pinned?.version,
        methods: byName(
          declaredOf(pinned?.methods ?? [], methods).map((method) => ({
            name: method.name,
            inputs: method.inputs.map(({ name: input, type }) => ({ name: input, type })),
            output: method.output,
          })),
        ),
      });
    },
  );

  test("the version lists the declared ones and no other", () => {
    const listed = runtimeOf(MODES.normal).version.apis;
    expect(listed).toEqual(declaration.apis.map((api) => [apiId(api), api.version]));
  });
});

test("the version is the reference's", () => {
  const { apis: _, ...own } = runtimeOf(MODES.normal).version;
  expect(own).toEqual({
    specName: SURFACE.specName,
    implName: SURFACE.implName,
    authoringVersion: SURFACE.authoringVersion,
    specVersion: SURFACE.specVersion,
    implVersion: SURFACE.implVersion,
    transactionVersion: SURFACE.transactionVersion,
    systemVersion: SURFACE.systemVersion,
  });
});

test("transaction extensions are the reference's, all of them and in its order", () => {
  const ours = declaration.extensions.map(({ identifier, extra, additional }) => ({
    identifier,
    extraType: extra.type.name,
    additionalSignedType: additional.type.name,
  }));
  expect(ours).toEqual(SURFACE.transactionExtensions);
});

const codecs: readonly AnyCodec[] = [
  ...declaration.pallets.flatMap((pallet) => [
    ...Object.values(pallet.storage).flatMap(({ keys, value }) => [
      ...keys.map(({ codec }) => codec as AnyCodec),
      value,
    ]),
    ...Object.values(pallet.constants).map(({ codec }) => codec as AnyCodec),
    ...Object.values(pallet.calls).flatMap((call) => Object.values(call.args) as AnyCodec[]),
    ...Object.values(pallet.events).flatMap((event) => Object.values(event.fields)),
  ]),
  ...declaration.apis.flatMap((api) =>
    Object.values(api.methods).flatMap(({ inputs, output }) => [
      ...(Object.values(inputs) as AnyCodec[]),
      output as AnyCodec,
    ]),
  ),
  ...declaration.extensions.flatMap(({ extra, additional }) => [extra, additional]),
];
/** The pinned interface tells this one's bytes right away and leaves out that it wraps Substrate's. */
const EXTRINSIC = "fp_self_contained::unchecked_extrinsic::UncheckedExtrinsic";
const WRAPPED_EXTRINSIC = "sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic";

/** A parameter of other types only: the pinned interface follows fields. */
const HASHING = "sp_runtime::traits::BlakeTwo256";

const types = reached(codecs);
/** Types with a name of their own: the others are told by their parts. */
const named = [...types].filter(
  ([name, { type }]) => type.path.length > 0 && ![WRAPPED_EXTRINSIC, HASHING].includes(name),
);
/** Enums with a variant per pallet: those of pallets that are declared here are a part of the reference's. */
const overPallets = /^node_subtensor_runtime::Runtime(Call|Event|Error|HoldReason|FreezeReason)$/;

function pinnedShape(type: SurfaceType): { kind: string; parts: readonly unknown[] } {
  if (type.kind === "struct")
    return {
      kind: "composite",
      parts: type.fields.map(({ name, type: of }) => ({ name, type: of })),
    };
  if ("variants" in type) return { kind: "variant", parts: type.variants.map(plainVariant) };
  const [, pallet, part] = type.ref.split(".") as [string, string, "calls" | "events" | "errors"];
  const list = pinnedPallet(pallet)[part];
  return {
    kind: "variant",
    parts: list.map((each) => ({
      name: each.name,
      index: each.index,
      fields: ("args" in each ? each.args : "fields" in each ? each.fields : []).map(
        ({ name, type: of }) => ({ name, type: of }),
      ),
    })),
  };
}

function ownShape(codec: AnyCodec): { kind: string; parts: readonly unknown[] } {
  const shape = codec.type.shape();
  if (shape.kind === "composite") return { kind: shape.kind, parts: shape.fields.map(fieldOf) };
  if (shape.kind !== "variant") throw new Error(`${codec.type.name} has a name and is no struct`);
  return {
    kind: shape.kind,
    parts: shape.variants.map(({ name, index, fields }) => ({
      name,
      index,
      fields: fields.map(fieldOf),
    })),
  };
}

describe("types", () => {
  test.each(named)("%s has the reference's shape", (name, codec) => {
    const type = SURFACE.types[name];
    expect(type, "the reference has no type of this name").toBeDefined();
    const theirs = pinnedShape(type!);
    const ours = ownShape(name === EXTRINSIC ? types.get(WRAPPED_EXTRINSIC)! : codec);
    if ("ref" in type! || overPallets.test(name)) {
      expect(ours.kind).toBe(theirs.kind);
      for (const part of ours.parts) expect(theirs.parts).toContainEqual(part);
    } else {
      expect(ours).toEqual(theirs);
    }
  });
});

afterAll(() => {
  const count = (list: readonly unknown[]) => list.length;
  const ours = declaration.pallets;
  const pinned = SURFACE.pallets;
  const part = (name: "calls" | "storage" | "events" | "errors" | "constants") => {
    const own = ours.reduce((sum, each) => sum + count(Object.keys(each[name])), 0);
    const all = pinned.reduce((sum, each) => sum + count(each[name]), 0);
    return `${own} of ${all} ${name}`;
  };
  const methods = (list: readonly { readonly methods: object }[]) =>
    list.reduce((sum, each) => sum + count(Object.keys(each.methods)), 0);
  const parts = (["calls", "storage", "events", "errors", "constants"] as const).map(part);
  console.log(
    [
      `compared with the reference: ${count(ours)} of ${count(pinned)} pallets`,
      ...parts,
      `${methods(declaration.apis)} of ${methods(SURFACE.runtimeApis)} methods of runtime APIs`,
      `${count(named)} named types`,
    ].join(", "),
  );
});
