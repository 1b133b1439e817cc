import type { Hex } from "@ganglion/primitives";
import { type AnyCodec, type Codec, DecodeError, encode, Reader } from "@ganglion/scale";

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
  /** The value, or `UNREADABLE`. */
  value(codec: AnyCodec): unknown {
    if (this.#codec !== codec) {
      this.#value = decodeStored(codec, this.raw());
      this.#codec = codec;
    }
    return this.#value;
  }
}

/** Stands for a value whose bytes are none of its codec. */
const UNREADABLE = Symbol("unreadable");

/**
 * Bytes that did not come from the codec (`System.set_storage` takes any) must not stop the chain:
 * what follows the value is ignored, and what is no value reads as if nothing were stored.
 * Source: frame_support::storage::unhashed::get
 */
function decodeStored(codec: AnyCodec, raw: Uint8Array): unknown {
  try {
    return codec.read(new Reader(raw));
  } catch (error) {
    if (error instanceof DecodeError) return UNREADABLE;
    throw error;
  }
}

/** Length of `0x` and the 32 bytes that pallet and item names hash to. */
const ITEM_PREFIX = 66;
/** Beyond this many keys the cache is dropped after a block, so that a long-lived node stays small. */
const CACHE_LIMIT = 400_000;
/** As above, for lists of keys that were asked for. */
const LISTS_LIMIT = 10_000;

/** A key with its content. Found by one look-up; from there on no key is hashed or cut again. */
interface Slot {
  readonly key: Hex;
  readonly family: Family;
  /** Undefined: the content is the backing's and was not asked for yet. */
  entry: Entry | undefined;
  /** It stands in its family's `written`. */
  written: boolean;
}

/** The keys of one storage item. */
interface Family {
  /** Written since the last settle, rolled back or not. */
  readonly written: Slot[];
  /** Grows whenever a key may have come or gone. */
  comings: number;
}

/**
 * The state as the runtime sees it: a journal of layers over a backing, with decoded values kept.
 * Values handed out are shared: they are read-only by contract, a change is a new value.
 */
export class State {
  readonly #backing: Backing;
  readonly #slots = new Map<Hex, Slot>();
  readonly #families = new Map<string, Family>();
  /** Families with something written since the last settle. */
  #dirty: Family[] = [];
  /** What each write replaced, oldest first: rolling back is walking it backwards. */
  readonly #journal: { readonly slot: Slot; readonly before: Entry | undefined }[] = [];
  /** Lists of keys by prefix, true while no key of the family came or went. */
  readonly #lists = new Map<Hex, { readonly keys: readonly Hex[]; readonly comings: number }>();

  constructor(backing: Backing) {
    this.#backing = backing;
  }

  #slot(key: Hex): Slot {
    let slot = this.#slots.get(key);
    if (!slot) {
      slot = { key, family: this.#family(key), entry: undefined, written: false };
      this.#slots.set(key, slot);
    }
    return slot;
  }

  #family(key: Hex): Family {
    const item = key.slice(0, ITEM_PREFIX);
    let family = this.#families.get(item);
    if (!family) this.#families.set(item, (family = { written: [], comings: 0 }));
    return family;
  }

  #entry(slot: Slot): Entry {
    if (slot.entry) return slot.entry;
    const raw = this.#backing.get(slot.key);
    slot.entry = raw ? Entry.raw(raw) : Entry.ABSENT;
    return slot.entry;
  }

  #replace(slot: Slot, entry: Entry): void {
    const { family, entry: before } = slot;
    this.#journal.push({ slot, before });
    // Whether the backing has it is not known without asking, so it may have come.
    if (before?.present !== entry.present) family.comings++;
    slot.entry = entry;
    if (slot.written) return;
    slot.written = true;
    if (family.written.push(slot) === 1) this.#dirty.push(family);
  }

  has(key: Hex): boolean {
    return this.#entry(this.#slot(key)).present;
  }

  /** The value under a key, decoded once and shared afterwards; undefined too if its bytes are none. */
  read<T>(key: Hex, codec: Codec<T>): T | undefined {
    const entry = this.#entry(this.#slot(key));
    if (!entry.present) return undefined;
    const value = entry.value(codec);
    return value === UNREADABLE ? undefined : (value as T);
  }

  /** True if the key is present and its bytes are a value of the codec, which may be `undefined` itself. */
  readable(key: Hex, codec: AnyCodec): boolean {
    const entry = this.#entry(this.#slot(key));
    return entry.present && entry.value(codec) !== UNREADABLE;
  }

  write<T>(key: Hex, codec: Codec<T>, value: T): void {
    this.#replace(this.#slot(key), Entry.decoded(codec, value));
  }

  readRaw(key: Hex): Uint8Array | undefined {
    const entry = this.#entry(this.#slot(key));
    return entry.present ? entry.raw() : undefined;
  }

  /** Sets bytes, or removes the key. Decoded values of that key are forgotten. */
  writeRaw(key: Hex, raw: Uint8Array | undefined): void {
    this.#replace(this.#slot(key), raw ? Entry.raw(raw) : Entry.ABSENT);
  }

  remove(key: Hex): void {
    const slot = this.#slot(key);
    if (this.#entry(slot).present) this.#replace(slot, Entry.ABSENT);
  }

  /** Every present key with this prefix in byte order, as of now: later writes don't disturb the list. */
  keys(prefix: Hex, startAfter?: Hex): readonly Hex[] {
    if (prefix.length < ITEM_PREFIX || startAfter !== undefined)
      return this.#list(prefix, startAfter);
    const { comings } = this.#family(prefix);
    const known = this.#lists.get(prefix);
    if (known?.comings === comings) return known.keys;
    const keys = this.#list(prefix, undefined);
    if (this.#lists.size >= LISTS_LIMIT) this.#lists.clear();
    this.#lists.set(prefix, { keys, comings });
    return keys;
  }

  #list(prefix: Hex, startAfter: Hex | undefined): Hex[] {
    const families = this.#writtenBelow(prefix);
    const beneath = this.#backing.keys(prefix, startAfter);
    if (families.length === 0) return [...beneath];
    const out: Hex[] = [];
    const added = this.#added(families, prefix, startAfter);
    for (const key of beneath) {
      while (added.length > 0 && added[added.length - 1]! < key) out.push(added.pop()!);
      if (this.#slots.get(key)?.entry?.present !== false) out.push(key);
    }
    while (added.length > 0) out.push(added.pop()!);
    return out;
  }

  #writtenBelow(prefix: Hex): readonly Family[] {
    if (prefix.length >= ITEM_PREFIX) {
      const family = this.#family(prefix);
      return family.written.length > 0 ? [family] : [];
    }
    return this.#dirty;
  }

  /** Keys that are present here and not beneath, in descending order. */
  #added(families: readonly Family[], prefix: Hex, startAfter: Hex | undefined): Hex[] {
    const out: Hex[] = [];
    for (const { written } of families)
      for (const { key, entry } of written) {
        if (!key.startsWith(prefix) || (startAfter !== undefined && key <= startAfter)) continue;
        if (entry?.present && this.#backing.get(key) === undefined) out.push(key);
      }
    return out.sort().reverse();
  }

  /** Opens a layer: the mark to roll back to. */
  mark(): number {
    return this.#journal.length;
  }

  /** Undoes every write since the mark. */
  rollback(mark: number): void {
    while (this.#journal.length > mark) {
      const { slot, before } = this.#journal.pop()!;
      if (before?.present !== slot.entry?.present) slot.family.comings++;
      slot.entry = before;
    }
  }

  /** Every key written since the mark, with the bytes that it held then. */
  writesSince(mark: number): Map<Hex, Uint8Array | undefined> {
    const out = new Map<Hex, Uint8Array | undefined>();
    for (let i = mark; i < this.#journal.length; i++) {
      const { slot, before } = this.#journal[i]!;
      const { key } = slot;
      if (out.has(key)) continue;
      out.set(key, before ? (before.present ? before.raw() : undefined) : this.#backing.get(key));
    }
    return out;
  }

  /** What differs from the backing, in byte order of the keys; `undefined` removes. */
  changes(): (readonly [Hex, Uint8Array | undefined])[] {
    const out: (readonly [Hex, Uint8Array | undefined])[] = [];
    for (const { written } of this.#dirty)
      for (const { key, entry } of written) {
        // Rolled back to what was never asked for: the backing's own content.
        if (!entry) continue;
        const now = entry.present ? entry.raw() : undefined;
        if (!sameBytes(now, this.#backing.get(key))) out.push([key, now]);
      }
    return out.sort((a, b) => (a[0] < b[0] ? -1 : 1));
  }

  /** After the backing took the changes: what is here is now what is beneath. */
  settle(): void {
    this.#journal.length = 0;
    for (const { written } of this.#dirty) {
      for (const slot of written) slot.written = false;
      written.length = 0;
    }
    this.#dirty = [];
    if (this.#slots.size > CACHE_LIMIT) this.forget();
  }

  /** After the backing moved on its own (head set back): nothing cached is true any more. */
  forget(): void {
    this.#journal.length = 0;
    this.#dirty = [];
    this.#slots.clear();
    this.#families.clear();
    this.#lists.clear();
  }
}

function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
