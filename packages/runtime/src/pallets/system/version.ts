import { apiId, type RuntimeApi } from "@ganglion/frame";
import { fromHex } from "@ganglion/primitives";
import type { RuntimeVersion } from "./types.ts";

// The version lists the runtime APIs, and those read pallets: so they are told once, when the runtime is assembled.
let apis: RuntimeVersion["apis"] = [];

/** Tells the version which runtime APIs there are. */
export function declareApis(declared: readonly RuntimeApi[]): void {
  apis = declared.map((api) => [fromHex(apiId(api)), api.version] as const);
}

/** The newest version of the rules that this program knows: that of a new chain. */
export const SPEC_VERSION = 425;

/** The runtime that this one is. Source: runtime/src/lib.rs VERSION. */
export function version(): RuntimeVersion {
  return {
    specName: "node-subtensor",
    implName: "node-subtensor",
    authoringVersion: 1,
    specVersion: SPEC_VERSION,
    implVersion: 1,
    apis,
    transactionVersion: 1,
    systemVersion: 1,
  };
}
