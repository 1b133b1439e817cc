import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { State } from "@ganglion/frame";
import { compareBytes, fromHex, type Hex } from "@ganglion/primitives";
import { Metadata, TypeRegistry } from "@polkadot/types";
import { localSpec, type Runtime } from "../src/index.ts";

// What the real clients make of our metadata: polkadot.js' registry, and the decoders that PAPI has inside.

/** polkadot.js with our metadata in it. */
export function polkadotJs(raw: Uint8Array): { metadata: Metadata; registry: TypeRegistry } {
  const registry = new TypeRegistry();
  const metadata = new Metadata(registry, raw);
  // Bittensor's own extensions are unknown to it and add nothing: without a warning about them.
  registry.setMetadata(metadata, undefined, undefined, true);
  return { metadata, registry };
}

interface PapiCodec {
  enc(value: unknown): Uint8Array;
  dec(raw: Uint8Array): unknown;
}
/** Of PAPI's builder what is needed here. */
export interface PapiBuilder {
  buildStorage(
    pallet: string,
    item: string,
  ): {
    readonly keys: { enc(...keys: unknown[]): string; dec(key: string): unknown[] };
    readonly value: PapiCodec;
  };
  buildCall(pallet: string, name: string): { codec: PapiCodec; location: [number, number] };
  buildEvent(pallet: string, name: string): { codec: PapiCodec; location: [number, number] };
  buildConstant(pallet: string, name: string): PapiCodec;
  buildRuntimeCall(api: string, method: string): { args: PapiCodec; value: PapiCodec };
}
interface PapiMetadata {
  readonly pallets: readonly { readonly name: string }[];
}

// PAPI carries its decoders along; others of the same name but older versions lie above it.
const ofPapi = createRequire(createRequire(import.meta.url).resolve("polkadot-api"));
const load = (name: string) => import(pathToFileURL(ofPapi.resolve(name)).href);
const bindings = (await load("@polkadot-api/substrate-bindings")) as {
  readonly metadata: PapiCodec;
  unifyMetadata(metadata: unknown): PapiMetadata;
};
const builders = (await load("@polkadot-api/metadata-builders")) as {
  getLookupFn(metadata: PapiMetadata): unknown;
  getDynamicBuilder(lookup: unknown): PapiBuilder;
};

export const papiMetadata = bindings.metadata;
export const papi = (raw: Uint8Array): PapiBuilder =>
  builders.getDynamicBuilder(
    builders.getLookupFn(bindings.unifyMetadata(bindings.metadata.dec(raw))),
  );

/** A state over fixed pairs. */
function stateOf(pairs: Iterable<readonly [Hex, Uint8Array]>): State {
  const byKey = new Map(pairs);
  const keys = [...byKey.keys()].sort((a, b) => compareBytes(fromHex(a), fromHex(b)));
  return new State({
    get: (key) => byKey.get(key),
    keys: (prefix) => keys.filter((key) => key.startsWith(prefix)),
  });
}

/** Keys and values of block 0 of the fast local chain. */
export const genesisPairs = (runtime: Runtime) => runtime.genesis(localSpec({ fast: true }));
export const genesisState = (runtime: Runtime): State => stateOf(genesisPairs(runtime));
