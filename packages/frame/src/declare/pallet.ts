import { type AnyCodec, snakeCase } from "@ganglion/scale";
import type { ChainMode } from "../context.ts";
import type { ModuleError } from "../dispatch/refusal.ts";
import type { AnyCall } from "./call.ts";
import type { AnyEvent } from "./event.ts";
import type { AnyConstant, AnyItem } from "./storage.ts";

/** A pallet: everything that metadata, storage keys and dispatch derive from. */
export interface Pallet {
  readonly name: string;
  readonly index: number;
  /** Rust path of the module that holds its Call, Event and Error enums, e.g. `pallet_balances::pallet`. */
  readonly module: string;
  /** First part of its storage keys where that is not its name. */
  readonly storagePrefix?: string;
  readonly storage: Readonly<Record<string, AnyItem>>;
  readonly constants: Readonly<Record<string, AnyConstant>>;
  readonly errors: Readonly<Record<string, ModuleError>>;
  readonly events: Readonly<Record<string, AnyEvent>>;
  /** By camelCase names; on the wire they are snake_case. */
  readonly calls: Readonly<Record<string, AnyCall>>;
  /** Its reasons to hold a part of somebody's balance, if it has any. */
  readonly holdReason?: AnyCodec;
  /** Calls that exist only in some builds. */
  readonly callsIf?: (chain: ChainMode) => Readonly<Record<string, AnyCall>>;
}

function unique(pallet: string, what: string, indices: readonly number[]): void {
  const seen = new Set<number>();
  for (const index of indices) {
    if (seen.has(index)) throw new Error(`${pallet}: ${what} index ${index} is used twice`);
    seen.add(index);
  }
}

/** Assembles a pallet: binds names and indices that storage keys, events, errors and calls share. */
export function pallet<const P extends Pallet>(parts: P): P {
  const { name, index } = parts;
  for (const [item, storage] of Object.entries(parts.storage))
    storage.bind(parts.storagePrefix ?? name, item);
  for (const error of Object.values(parts.errors)) error.bind(name, index);
  for (const [key, event] of Object.entries(parts.events))
    Object.assign(event, { pallet: name, palletIndex: index, name: key });
  for (const [key, call] of Object.entries(parts.calls))
    Object.assign(call, { pallet: name, palletIndex: index, name: snakeCase(key) });
  unique(
    name,
    "error",
    Object.values(parts.errors).map((error) => error.index),
  );
  unique(
    name,
    "event",
    Object.values(parts.events).map((event) => event.index),
  );
  unique(
    name,
    "call",
    Object.values(parts.calls).map((call) => call.index),
  );
  return parts;
}
