import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ChainMode } from "@ganglion/frame";
import type { AnyCodec, Field as CodecField, Shape } from "@ganglion/scale";
import { Runtime } from "../src/index.ts";

// The pinned interface of spec 425 as conformance/vectors/surface.json tells it.

export interface SurfaceField {
  readonly name: string | null;
  readonly type: string;
}
export interface SurfaceVariant {
  readonly name: string;
  readonly index: number;
  readonly fields: readonly SurfaceField[];
}
export interface SurfaceCall {
  readonly name: string;
  readonly index: number;
  readonly args: readonly SurfaceField[];
  /** `inner`: that of the call inside. */
  readonly feeClass: string;
  /** `conditional`: the call decides while it runs. */
  readonly pays: string;
}
export interface SurfaceStorage {
  readonly name: string;
  readonly modifier: "Default" | "Optional";
  readonly keys: readonly { readonly hasher: string; readonly type: string }[];
  readonly value: string;
  readonly defaultHex: string;
  readonly defaultHexFast?: string;
  readonly defaultHexLocalnet?: string;
}
export interface SurfaceConstant {
  readonly name: string;
  readonly type: string;
  readonly valueHex: string;
  readonly valueHexFast?: string;
}
export interface SurfacePallet {
  readonly name: string;
  readonly index: number;
  readonly storagePrefix: string;
  readonly calls: readonly SurfaceCall[];
  /** Calls that only some builds have. */
  readonly featureCalls?: readonly SurfaceCall[];
  readonly storage: readonly SurfaceStorage[];
  readonly events: readonly SurfaceVariant[];
  readonly errors: readonly { readonly name: string; readonly index: number }[];
  readonly constants: readonly SurfaceConstant[];
}
export interface SurfaceApi {
  readonly name: string;
  readonly version: number;
  readonly id: string;
  readonly methods: readonly {
    readonly name: string;
    readonly inputs: readonly { readonly name: string; readonly type: string }[];
    readonly output: string;
  }[];
}
export type SurfaceType =
  | { readonly kind: "struct"; readonly fields: readonly SurfaceField[] }
  | { readonly kind: "enum"; readonly variants: readonly SurfaceVariant[] }
  /** `pallets.<Name>.calls`, `.events` or `.errors`. */
  | { readonly kind: "enum"; readonly ref: string };
export interface Surface {
  readonly specName: string;
  readonly implName: string;
  readonly specVersion: number;
  readonly implVersion: number;
  readonly authoringVersion: number;
  readonly transactionVersion: number;
  readonly systemVersion: number;
  readonly pallets: readonly SurfacePallet[];
  readonly runtimeApis: readonly SurfaceApi[];
  readonly transactionExtensions: readonly {
    readonly identifier: string;
    readonly extraType: string;
    readonly additionalSignedType: string;
  }[];
  readonly types: Readonly<Record<string, SurfaceType>>;
}

const FILE = join(import.meta.dirname, "../../../conformance/vectors/surface.json");
export const SURFACE = JSON.parse(readFileSync(FILE, "utf8")) as Surface;

/** The builds that the pinned interface knows. */
export const MODES: Readonly<Record<"normal" | "fast" | "localnet", ChainMode>> = {
  normal: { fast: false, faucet: false },
  fast: { fast: true, faucet: false },
  localnet: { fast: true, faucet: true },
};

const absent = () => {
  throw new Error("nothing is signed here");
};
export const runtimeOf = (chain: ChainMode): Runtime =>
  new Runtime({
    chain,
    verify: absent,
    beacon: { verifyPulse: absent, openTimelock: absent },
  });
export const { declaration } = runtimeOf(MODES.normal);

/** Named parts in one order, so that two lists can be compared. */
export const byName = <T extends { readonly name: string }>(list: readonly T[]): readonly T[] =>
  [...list].sort((a, b) => (a.name < b.name ? -1 : 1));

/** Of the reference's parts those that are declared here, by name. */
export function declaredOf<T extends { readonly name: string }>(
  theirs: readonly T[],
  ours: readonly { readonly name: string }[],
): readonly T[] {
  const names = new Set(ours.map(({ name }) => name));
  return theirs.filter(({ name }) => names.has(name));
}

export const fieldOf = ({ name, codec }: CodecField): SurfaceField => ({
  name: name ?? null,
  type: codec.type.name,
});

/** Every type reached from the given ones, once. */
export function reached(from: readonly AnyCodec[]): ReadonlyMap<string, AnyCodec> {
  const found = new Map<string, AnyCodec>();
  const queue = [...from];
  for (let codec = queue.pop(); codec; codec = queue.pop()) {
    if (found.has(codec.type.name)) continue;
    found.set(codec.type.name, codec);
    queue.push(...partsOf(codec.type.shape()));
    for (const { type } of codec.type.params) if (type) queue.push(type);
  }
  return found;
}

function partsOf(shape: Shape): readonly AnyCodec[] {
  switch (shape.kind) {
    case "primitive":
      return [];
    case "composite":
      return shape.fields.map(({ codec }) => codec);
    case "variant":
      return shape.variants.flatMap(({ fields }) => fields.map(({ codec }) => codec));
    case "tuple":
      return shape.of;
    case "sequence":
    case "array":
    case "compact":
      return [shape.of];
  }
}
