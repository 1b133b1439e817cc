import { type AnyCodec, encode, newtype, snakeCase, tuple } from "@ganglion/scale";
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
import { MAGIC, metadataFormat, type PalletEntry, type StorageEntry } from "./format.ts";
import { Registry } from "./registry.ts";

/** What a runtime declares. */
export interface Declaration {
  readonly pallets: readonly Pallet[];
  readonly apis: readonly RuntimeApi[];
  readonly extensions: readonly Extension[];
}

function storageEntry(
  registry: Registry,
  {
    name,
    item,
    chain,
  }: { readonly name: string; readonly item: AnyItem; readonly chain: ChainMode },
): StorageEntry {
  const keys = item.keys as readonly { readonly hasher: Hasher; readonly codec: AnyCodec }[];
  const codecs = keys.map((key) => key.codec);
  return {
    name,
    modifier: item.hasDefault ? "Default" : "Optional",
    type:
      codecs.length === 0
        ? { type: "plain", value: registry.id(item.value) }
        : {
            type: "map",
            value: {
              hashers: keys.map((key) => key.hasher),
              key: registry.id(codecs.length === 1 ? codecs[0]! : tuple(...codecs)),
              value: registry.id(item.value),
            },
          },
    // What an item without a default reads as: the byte of an absent option.
    fallback: item.hasDefault ? encode(item.value, item.defaultOf(chain)) : Uint8Array.of(0),
    docs: [],
  };
}

function palletEntry(registry: Registry, pallet: Pallet, chain: ChainMode): PalletEntry {
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
            items: items.map(([name, item]) => storageEntry(registry, { name, item, chain })),
          },
    calls: some("Call", pallet.calls),
    events: some("Event", pallet.events),
    errors: some("Error", pallet.errors),
    constants: Object.entries(pallet.constants).map(([name, each]) => ({
      name,
      type: registry.id(each.codec),
      value: encode(each.codec, each.of(chain)),
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
  const extensions = signedExtensions(registry, declaration.extensions);
  const runtime = registry.id(runtimeType);
  return encode(metadataFormat, {
    magic: MAGIC,
    metadata:
      version === 14
        ? {
            type: "v14",
            value: {
              pallets,
              extrinsic: { type: registry.id(uncheckedExtrinsic(extra)), version: 4, extensions },
              runtime,
              types: registry.entries(),
            },
          }
        : {
            type: "v15",
            value: {
              pallets,
              extrinsic: {
                version: 4,
                address: registry.id(multiAddress),
                call: registry.id(runtimeCall),
                signature: registry.id(multiSignature),
                extra: registry.id(extra),
                extensions,
              },
              runtime,
              apis: declaration.apis.map((api) => apiEntry(registry, api)),
              outerEnums: {
                call: registry.id(runtimeCall),
                event: registry.id(runtimeEvent),
                error: registry.id(runtimeError),
              },
              custom: [],
              // Last: everything above may have met new types.
              types: registry.entries(),
            },
          },
  });
}

function apiEntry(registry: Registry, api: RuntimeApi) {
  return {
    name: api.name,
    methods: Object.entries(api.methods).map(([name, method]) => ({
      name: snakeCase(name),
      inputs: Object.entries(method.inputs as Record<string, AnyCodec>).map(([input, codec]) => ({
        name: snakeCase(input),
        type: registry.id(codec),
      })),
      output: registry.id(method.output as AnyCodec),
      docs: method.docs ? [method.docs] : [],
    })),
    docs: api.docs ? [api.docs] : [],
  };
}
