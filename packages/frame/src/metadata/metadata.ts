import { toHex } from "@ganglion/primitives";
import { type AnyCodec, encode, newtype, snakeCase, tuple } from "@ganglion/scale";
import { metadata as metadataCodec } from "@polkadot-api/substrate-bindings";
import type { ChainMode } from "../context.ts";
import { palletEnum, runtimeCall, runtimeError, runtimeEvent } from "../declare/outer.ts";
import type { Pallet } from "../declare/pallet.ts";
import type { RuntimeApi } from "../declare/runtime-api.ts";
import type { AnyItem, Hasher } from "../declare/storage.ts";
import {
  type Extension,
  multiAddress,
  multiSignature,
  uncheckedExtrinsic,
} from "../extrinsic/format.ts";
import { Registry } from "./registry.ts";

/** What a runtime declares. */
export interface Declaration {
  readonly pallets: readonly Pallet[];
  readonly apis: readonly RuntimeApi[];
  readonly extensions: readonly Extension[];
}

const MAGIC = 0x6174656d; // "meta"
const HASHER_TAG: Readonly<Record<Hasher, string>> = {
  Identity: "Identity",
  Twox64Concat: "Twox64Concat",
  Blake2_128Concat: "Blake2128Concat",
};

function storageEntry(registry: Registry, name: string, item: AnyItem, chain: ChainMode) {
  const keys = item.keys as readonly { readonly hasher: Hasher; readonly codec: AnyCodec }[];
  const codecs = keys.map((key) => key.codec);
  const hashers = keys.map((key) => ({ tag: HASHER_TAG[key.hasher], value: undefined }));
  const type =
    codecs.length === 0
      ? { tag: "plain", value: registry.id(item.value) }
      : {
          tag: "map",
          value: {
            hashers,
            key: registry.id(codecs.length === 1 ? codecs[0]! : tuple(...codecs)),
            value: registry.id(item.value),
          },
        };
  return {
    name,
    modifier: item.hasDefault ? 1 : 0,
    type,
    fallback: item.hasDefault ? toHex(encode(item.value, item.defaultOf(chain))) : "0x00",
    docs: [],
  };
}

function palletEntry(registry: Registry, pallet: Pallet, chain: ChainMode) {
  const some = (part: string, list: object) =>
    Object.keys(list).length > 0 ? registry.id(palletEnum(pallet, part)) : undefined;
  const items = Object.entries(pallet.storage);
  return {
    name: pallet.name,
    storage:
      items.length === 0
        ? undefined
        : {
            prefix: pallet.storagePrefix ?? pallet.name,
            items: items.map(([name, item]) => storageEntry(registry, name, item, chain)),
          },
    calls: some("Call", pallet.calls),
    events: some("Event", pallet.events),
    errors: some("Error", pallet.errors),
    constants: Object.entries(pallet.constants).map(([name, each]) => ({
      name,
      type: registry.id(each.codec),
      value: toHex(encode(each.codec, each.of(chain))),
      docs: [],
    })),
    index: pallet.index,
    docs: [],
  };
}

function signedExtensions(registry: Registry, extensions: readonly Extension[]) {
  return extensions.map(({ identifier, extra, additional }) => ({
    identifier,
    type: registry.id(extra),
    additionalSigned: registry.id(additional),
  }));
}

/** The runtime type itself: metadata names it and nothing more. */
const runtimeType: AnyCodec = newtype("node_subtensor_runtime::Runtime", tuple());

/**
 * Metadata of a chain in the given version, with the magic number in front.
 * Everything in it is derived from the declarations.
 */
export function buildMetadata(
  declaration: Declaration,
  options: { readonly chain: ChainMode; readonly version: 14 | 15 },
): Uint8Array {
  const registry = new Registry();
  const { chain, version } = options;
  const extra = tuple(...declaration.extensions.map((each) => each.extra));
  const pallets = [...declaration.pallets]
    .sort((a, b) => a.index - b.index)
    .map((each) => palletEntry(registry, each, chain));
  const signed = signedExtensions(registry, declaration.extensions);
  const type = registry.id(runtimeType);
  let body: unknown;
  if (version === 14) {
    const extrinsicType = registry.id(uncheckedExtrinsic(extra));
    body = {
      pallets,
      extrinsic: { type: extrinsicType, version: 4, signedExtensions: signed },
      type,
      apis: [],
      lookup: registry.entries(),
    };
  } else {
    body = {
      pallets,
      extrinsic: {
        version: 4,
        address: registry.id(multiAddress),
        call: registry.id(runtimeCall),
        signature: registry.id(multiSignature),
        extra: registry.id(extra),
        signedExtensions: signed,
      },
      type,
      apis: declaration.apis.map((api) => ({
        name: api.name,
        methods: Object.entries(api.methods).map(([name, method]) => ({
          name: snakeCase(name),
          inputs: Object.entries(method.inputs as Record<string, AnyCodec>).map(
            ([input, codec]) => ({
              name: snakeCase(input),
              type: registry.id(codec),
            }),
          ),
          output: registry.id(method.output as AnyCodec),
          docs: method.docs ? [method.docs] : [],
        })),
        docs: api.docs ? [api.docs] : [],
      })),
      outerEnums: {
        call: registry.id(runtimeCall),
        event: registry.id(runtimeEvent),
        error: registry.id(runtimeError),
      },
      custom: [],
      lookup: registry.entries(),
    };
  }
  // The library's types are as exact as its codec; ours were just built to fit them.
  return metadataCodec.enc({
    magicNumber: MAGIC,
    metadata: { tag: `v${version}`, value: body },
  } as never);
}
