import type { Hex } from "@ganglion/primitives";
import { type AnyCodec, type Codec, decode, encode } from "@ganglion/scale";

/** What lies beneath: the state after the last committed block, bytes by key, keys in byte order. */
export interface Backing {
  get(key: Hex): Uint8Array | undefined;
  keys(prefix: Hex, startAfter?: Hex): Iterable<Hex>;
}

/** One key's content, never changed once made: the two forms fill each other in when asked for. */
class Entry {
  readonly present: boolean;
  #raw: Uint8Array | undefined;
  #value: unknown;
  #codec: AnyCodec | undefined;

  private constructor(present: boolean) {
    this.present = present;
  }
  static readonly ABSENT = new Entry(false);
  static raw(raw: Uint8Array): Entry {
    const entry = new Entry(true);
    entry.#raw = raw;
    return entry;
  }
  static decoded(codec: AnyCodec, value: unknown): Entry {
    const entry = new Entry(true);
    entry.#codec = codec;
    entry.#value = value;
    return entry;
  }
  raw(): Uint8Array {
    this.#raw ??= encode(this.#codec!, this.#value);
    return this.#raw;
  }
  value(codec: AnyCodec): unknown {
    if (this.#codec !== codec) {
      this.#value = decode(codec, this.raw());
      this.#codec = codec;
    }
    return this.#value;
  }
}

/** Length of `0x` and the 32 bytes that pallet and item names hash to. */
const ITEM_PREFIX = 66;
/** Beyond this many clean entries the cache is dropped after a block, so that a long-lived node stays small. */
const CACHE_LIMIT = 400_000;

/**
 * The state as the runtime sees it: a journal of layers over a backing, with decoded values kept.
 * Values handed out are shared: they are read-only by contract, a change is a new value.
 */
export class State {
  readonly #backing: Backing;
  readonly #entries = new Map<Hex, Entry>();
  /** What each write replaced, oldest first: rolling back is walking it backwards. */
  readonly #journal: { readonly key: Hex; readonly before: Entry | undefined }[] = [];
  /** Keys written since the last settle, by storage item: what an iteration must merge with the backing. */
  readonly #touched = new Map<string, Set<Hex>>();

  constructor(backing: Backing) {
    this.#backing = backing;
  }

  #entry(key: Hex): Entry {
    const cached = this.#entries.get(key);
    if (cached) return cached;
    const raw = this.#backing.get(key);
    const entry = raw ? Entry.raw(raw) : Entry.ABSENT;
    this.#entries.set(key, entry);
    return entry;
  }

  #replace(key: Hex, entry: Entry): void {
    this.#journal.push({ key, before: this.#entries.get(key) });
    this.#entries.set(key, entry);
    const item = key.slice(0, ITEM_PREFIX);
    let keys = this.#touched.get(item);
    if (!keys) this.#touched.set(item, (keys = new Set()));
    keys.add(key);
  }

  has(key: Hex): boolean {
    return this.#entry(key).present;
  }

  /** The value under a key, decoded once and shared afterwards. */
  read<T>(key: Hex, codec: Codec<T>): T | undefined {
    const entry = this.#entry(key);
    return entry.present ? (entry.value(codec) as T) : undefined;
  }

  write<T>(key: Hex, codec: Codec<T>, value: T): void {
    this.#replace(key, Entry.decoded(codec, value));
  }

  readRaw(key: Hex): Uint8Array | undefined {
    const entry = this.#entry(key);
    return entry.present ? entry.raw() : undefined;
  }

  /** Sets bytes, or removes the key. Decoded values of that key are forgotten. */
  writeRaw(key: Hex, raw: Uint8Array | undefined): void {
    this.#replace(key, raw ? Entry.raw(raw) : Entry.ABSENT);
  }

  remove(key: Hex): void {
    if (this.#entry(key).present) this.#replace(key, Entry.ABSENT);
  }

  /** Every present key with this prefix in byte order, as of now: later writes don't disturb the list. */
  keys(prefix: Hex, startAfter?: Hex): Hex[] {
    const out: Hex[] = [];
    let added = this.#added(prefix, startAfter);
    for (const key of this.#backing.keys(prefix, startAfter)) {
      if (added.length > 0 && added[added.length - 1]! < key) {
        while (added.length > 0 && added[added.length - 1]! < key) out.push(added.pop()!);
      }
      const entry = this.#entries.get(key);
      if (entry === undefined || entry.present) {
        out.push(key);
      }
    }
    added = added.reverse();
    for (const key of added) out.push(key);
    return out;
  }

  /** Keys that are present here and not beneath, in descending order. */
  #added(prefix: Hex, startAfter: Hex | undefined): Hex[] {
    const out: Hex[] = [];
    const collect = (keys: Iterable<Hex>) => {
      for (const key of keys) {
        if (!key.startsWith(prefix) || (startAfter !== undefined && key <= startAfter)) continue;
        if (this.#entries.get(key)?.present && this.#backing.get(key) === undefined) out.push(key);
      }
    };
    if (prefix.length >= ITEM_PREFIX)
      collect(this.#touched.get(prefix.slice(0, ITEM_PREFIX)) ?? []);
    else for (const [item, keys] of this.#touched) if (item.startsWith(prefix)) collect(keys);
    return out.sort().reverse();
  }

  /** Opens a layer: the mark to roll back to. */
  mark(): number {
    return this.#journal.length;
  }

  /** Undoes every write since the mark. */
  rollback(mark: number): void {
    while (this.#journal.length > mark) {
      const { key, before } = this.#journal.pop()!;
      if (before) this.#entries.set(key, before);
      else this.#entries.delete(key);
    }
  }

  /** Every key written since the mark, with the bytes that it held then. */
  writesSince(mark: number): Map<Hex, Uint8Array | undefined> {
    const out = new Map<Hex, Uint8Array | undefined>();
    for (let i = mark; i < this.#journal.length; i++) {
      const { key, before } = this.#journal[i]!;
      if (out.has(key)) continue;
      out.set(key, before ? (before.present ? before.raw() : undefined) : this.#backing.get(key));
    }
    return out;
  }

  /** What differs from the backing, in byte order of the keys; `undefined` removes. */
  changes(): (readonly [Hex, Uint8Array | undefined])[] {
    const out: (readonly [Hex, Uint8Array | undefined])[] = [];
    const seen = new Set<Hex>();
    for (const { key } of this.#journal) {
      if (seen.has(key)) continue;
      seen.add(key);
      const now = this.readRaw(key);
      const before = this.#backing.get(key);
      if (!sameBytes(now, before)) out.push([key, now]);
    }
    return out.sort((a, b) => (a[0] < b[0] ? -1 : 1));
  }

  /** After the backing took the changes: what is here is now what is beneath. */
  settle(): void {
    this.#journal.length = 0;
    this.#touched.clear();
    if (this.#entries.size > CACHE_LIMIT) this.#entries.clear();
  }

  /** After the backing moved on its own (head set back): nothing cached is true any more. */
  forget(): void {
    this.#journal.length = 0;
    this.#touched.clear();
    this.#entries.clear();
  }
}

function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
