import type { AnyItem, EventRecord, Item, StateCtx } from "@ganglion/frame";
import { fromHex, type Hex } from "@ganglion/primitives";
import { SubtensorModule } from "@ganglion/runtime";
import { decode, Reader } from "@ganglion/scale";

export const S = SubtensorModule.storage;

/** A value before and after; the default where nothing was or is stored. */
export interface Change<K, Read> {
  readonly key: K;
  readonly before: Read;
  readonly after: Read;
}

/** What happened in one part of a block. */
export interface Happened {
  /** `start`: the hooks of a block and its time. `extrinsic`: one of them. `end`: what closes the block. */
  readonly kind: "start" | "extrinsic" | "end";
  readonly block: number;
  /** The state afterwards. */
  readonly ctx: StateCtx;
  readonly events: readonly EventRecord[];
  /** Written keys with the bytes that they held before. */
  readonly written: ReadonlyMap<Hex, Uint8Array | undefined>;
  /** How the extrinsic ended: valid or not, and if so done or refused. */
  readonly outcome?: "done" | "refused" | "invalid";
  /** Calls that were done inside, by `Pallet.call_name`, in order. */
  readonly ran: readonly string[];
}

/** Length of `0x` and the 32 bytes that pallet and item names hash to. */
const ITEM = 66;

/** The parts of a whole key of an item. @throws DecodeError if the item has other keys */
export function partsOf(item: AnyItem, key: Hex): unknown[] {
  const reader = new Reader(fromHex(key.slice(ITEM)));
  const parts = item.keys.map((each) => {
    reader.take(each.hashLength);
    return each.codec.read(reader) as unknown;
  });
  reader.end();
  return parts;
}

/** One part of a block as laws look at it. */
export class Step {
  readonly happened: Happened;
  #byItem: Map<string, Hex[]> | undefined;
  readonly #changes = new Map<AnyItem, readonly Change<unknown, unknown>[]>();

  constructor(happened: Happened) {
    this.happened = happened;
  }

  /** Bytes of a key before this part. */
  before(key: Hex): Uint8Array | undefined {
    const { written, ctx } = this.happened;
    return written.has(key) ? written.get(key) : ctx.state.readRaw(key);
  }

  /** What was written of an item, each key once, those left out that hold the same as before. */
  changes<K extends readonly unknown[], V, Read>(
    item: Item<K, V, Read>,
  ): readonly Change<K, Read>[] {
    let found = this.#changes.get(item);
    if (!found) this.#changes.set(item, (found = this.#find(item)));
    return found as readonly Change<K, Read>[];
  }

  #find(item: AnyItem): readonly Change<unknown, unknown>[] {
    this.#byItem ??= this.#sorted();
    const { written, ctx } = this.happened;
    const read = (raw: Uint8Array | undefined): unknown => {
      if (raw !== undefined) return decode(item.value, raw);
      return item.hasDefault ? item.defaultOf(ctx.chain) : undefined;
    };
    return (this.#byItem.get(item.prefix) ?? []).flatMap((key) => {
      const [before, after] = [written.get(key), ctx.state.readRaw(key)];
      if (sameBytes(before, after)) return [];
      return [{ key: partsOf(item, key), before: read(before), after: read(after) }];
    });
  }

  #sorted(): Map<string, Hex[]> {
    const out = new Map<string, Hex[]>();
    for (const key of this.happened.written.keys()) {
      const item = key.slice(0, ITEM);
      const list = out.get(item);
      if (list) list.push(key);
      else out.set(item, [key]);
    }
    return out;
  }

  /** Events of a name with their data. */
  events(pallet: string, name: string): Readonly<Record<string, never>>[] {
    return this.happened.events
      .filter(({ event }) => event.name === name && event.pallet === pallet)
      .map(({ data }) => data as Readonly<Record<string, never>>);
  }

  /** Sum of an amount in all events of a name. */
  total(pallet: string, name: string, field: string): bigint {
    return this.events(pallet, name).reduce((sum, data) => sum + BigInt(data[field]!), 0n);
  }
}

export function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Sum of what changed. */
export const changeOf = <K>(changes: readonly Change<K, bigint>[]): bigint =>
  changes.reduce((sum, { before, after }) => sum + after - before, 0n);

/** Sums of what changed by a part of the key. */
export function changeBy<K extends readonly unknown[]>(
  changes: readonly Change<K, bigint>[],
  place: number,
): Map<number, bigint> {
  const out = new Map<number, bigint>();
  for (const { key, before, after } of changes) {
    const at = key[place] as number;
    out.set(at, (out.get(at) ?? 0n) + after - before);
  }
  return out;
}

/** What a block left changed for good. */
export type Committed = readonly (readonly [Hex, Uint8Array | undefined])[];

/**
 * Something that holds at all times. It says what speaks against it, one line each; it knows the rules of the
 * chain only by their words, never by their code.
 */
export interface Law {
  /** The law in a sentence. */
  readonly sentence: string;
  /** Takes stock of a state before anything is looked at. */
  open?(ctx: StateCtx): void;
  /** After each part of a block. */
  step?(step: Step): readonly string[];
  /** After each block. */
  block?(ctx: StateCtx, committed: Committed): readonly string[];
  /** The whole state: dear, so only every so many blocks. */
  whole?(ctx: StateCtx): readonly string[];
}

export const NOTHING: readonly string[] = [];
