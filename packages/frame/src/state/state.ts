import type { Hex } from "@ganglion/primitives";
import type { AnyCodec, Codec } from "@ganglion/scale";
import { Entry, UNREADABLE } from "./entry.ts";
import { Family, type Place, type PlaceList, settleList } from "./place.ts";

/** What lies beneath: the state after the last committed block, bytes by key, keys in byte order. */
export interface Backing {
  get(key: Hex): Uint8Array | undefined;
  keys(prefix: Hex, startAfter?: Hex): Iterable<Hex>;
}

/** Length of `0x` and the 32 bytes that pallet and item names hash to. */
const ITEM_PREFIX = 66;
const KEPT_KEYS = 100_000;
const NO_LISTS: readonly PlaceList[] = [];
/** Lists of keys that were asked for. */
const KEPT_LISTS = 10_000;

/**
 * The state as the runtime sees it: a journal of layers over a backing, with decoded values kept.
 * Values handed out are shared: they are read-only by contract, a change is a new value.
 */
export class State {
  readonly #backing: Backing;
  readonly #owner: State | undefined;
  readonly #places = new Map<Hex, Place>();
  readonly #families = new Map<string, Family>();
  /** Families with something written since the last settle. */
  #dirty: Family[] = [];
  /** Where each write went, oldest first: rolling back is walking it backwards. */
  readonly #journal: Place[] = [];
  /** What it replaced. A list of its own: an object for each write would live as long as the block. */
  readonly #replaced: (Entry | undefined)[] = [];
  #listCount = 0;
  #age = 0;
  readonly #keptKeys: number;
  #sweepAbove: number;

  /**
   * @param options `brief`: one of many, soon dropped; storage items don't keep its places then.
   * `keptKeys`: with more keys than these, those that were not asked for lately are let go
   */
  constructor(
    backing: Backing,
    options: { readonly brief?: boolean; readonly keptKeys?: number } = {},
  ) {
    this.#backing = backing;
    this.#owner = options.brief ? undefined : this;
    this.#keptKeys = options.keptKeys ?? KEPT_KEYS;
    this.#sweepAbove = this.#keptKeys;
  }

  /** How often it let go of keys that nobody had asked for lately. */
  get sweeps(): number {
    return this.#age;
  }

  /** Where the key is kept: to be asked again without looking it up, while its `owner` is this state. */
  place(key: Hex): Place {
    let place = this.#places.get(key);
    if (!place) {
      place = {
        key,
        family: this.#family(key),
        owner: this.#owner,
        entry: undefined,
        settled: undefined,
        written: false,
        age: this.#age,
        lists: NO_LISTS,
        listsAsOf: 0,
        parts: undefined,
      };
      this.#places.set(key, place);
    }
    return place;
  }

  #family(key: Hex): Family {
    const item = key.slice(0, ITEM_PREFIX);
    let family = this.#families.get(item);
    if (!family) this.#families.set(item, (family = new Family(item as Hex)));
    return family;
  }

  #entry(place: Place): Entry {
    place.age = this.#age;
    if (place.entry) return place.entry;
    const raw = this.#backing.get(place.key);
    place.entry = raw ? Entry.raw(raw) : Entry.ABSENT;
    return place.entry;
  }

  #replace(place: Place, entry: Entry): void {
    const { family, entry: before } = place;
    this.#journal.push(place);
    this.#replaced.push(before);
    if (!place.written) {
      place.written = true;
      place.settled = before;
      if (family.written.push(place) === 1) this.#dirty.push(family);
    }
    place.age = this.#age;
    place.entry = entry;
    // Whether the backing has it is not known without asking, so it may have come.
    if (before?.present !== entry.present) family.moved(place);
  }

  /** The keys of an item, to be kept while this state is asked; none of a brief state. `prefix`: a whole item's. */
  family(prefix: Hex): Family | undefined {
    return this.#owner && this.#family(prefix);
  }

  /**
   * True if none of these keys is present: then none has to be looked up, and many items of a chain are empty. False
   * doesn't say that there is one.
   */
  isEmpty(family: Family): boolean {
    return (family.empty ??= this.#isEmpty(family));
  }

  #isEmpty({ prefix, written }: Family): boolean {
    if (written.some(isPresent)) return false;
    for (const _ of this.#backing.keys(prefix)) return false;
    return true;
  }

  hasAt(place: Place): boolean {
    return this.#entry(place).present;
  }

  readAt<T>(place: Place, codec: Codec<T>): T | undefined {
    const entry = this.#entry(place);
    if (!entry.present) return undefined;
    const value = entry.value(codec);
    return value === UNREADABLE ? undefined : (value as T);
  }

  readableAt(place: Place, codec: AnyCodec): boolean {
    const entry = this.#entry(place);
    return entry.present && entry.value(codec) !== UNREADABLE;
  }

  writeAt<T>(place: Place, codec: Codec<T>, value: T): void {
    if (place.entry?.holds(codec, value)) return;
    this.#replace(place, Entry.decoded(codec, value));
  }

  removeAt(place: Place): void {
    if (this.#entry(place).present) this.#replace(place, Entry.ABSENT);
  }

  has(key: Hex): boolean {
    return this.hasAt(this.place(key));
  }

  /** The value under a key, decoded once and shared afterwards; undefined too if its bytes are none. */
  read<T>(key: Hex, codec: Codec<T>): T | undefined {
    return this.readAt(this.place(key), codec);
  }

  /** True if the key is present and its bytes are a value of the codec, which may be `undefined` itself. */
  readable(key: Hex, codec: AnyCodec): boolean {
    return this.readableAt(this.place(key), codec);
  }

  write<T>(key: Hex, codec: Codec<T>, value: T): void {
    this.writeAt(this.place(key), codec, value);
  }

  readRaw(key: Hex): Uint8Array | undefined {
    const entry = this.#entry(this.place(key));
    return entry.present ? entry.raw() : undefined;
  }

  /** Sets bytes, or removes the key. Decoded values of that key are forgotten. */
  writeRaw(key: Hex, raw: Uint8Array | undefined): void {
    this.#replace(this.place(key), raw ? Entry.raw(raw) : Entry.ABSENT);
  }

  remove(key: Hex): void {
    this.removeAt(this.place(key));
  }

  /** Present keys with this prefix in byte order, as of now: later writes don't disturb the list. */
  keys(prefix: Hex, options: { readonly startAfter?: Hex; readonly limit?: number } = {}): Hex[] {
    const { startAfter, limit = Number.POSITIVE_INFINITY } = options;
    const whole = startAfter === undefined && limit === Number.POSITIVE_INFINITY;
    if (whole && prefix.length >= ITEM_PREFIX) return this.places(prefix).map(({ key }) => key);
    return this.#list(prefix, { startAfter, limit });
  }

  /** As `keys`, for a prefix of at least a whole item's; never changed once handed out. */
  places(prefix: Hex): readonly Place[] {
    const family = this.#family(prefix);
    const known = family.list(prefix);
    if (known) {
      if (known.moved.length > 0) settleList(known, (place) => this.#entry(place).present);
      return known.places;
    }
    const all = { startAfter: undefined, limit: Number.POSITIVE_INFINITY };
    const places = this.#list(prefix, all).map((key) => this.place(key));
    if (++this.#listCount > KEPT_LISTS) this.#forgetLists();
    family.keep(prefix, places);
    return places;
  }

  #list(
    prefix: Hex,
    { startAfter, limit }: { readonly startAfter: Hex | undefined; readonly limit: number },
  ): Hex[] {
    const families = this.#writtenBelow(prefix);
    const added = this.#added(families, prefix, startAfter);
    const out: Hex[] = [];
    for (const key of this.#backing.keys(prefix, startAfter)) {
      while (added.length > 0 && added[added.length - 1]! < key) out.push(added.pop()!);
      if (out.length >= limit) break;
      if (families.length === 0 || this.#places.get(key)?.entry?.present !== false) out.push(key);
      if (out.length >= limit) break;
    }
    while (added.length > 0 && out.length < limit) out.push(added.pop()!);
    if (out.length > limit) out.length = limit;
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
      const place = this.#journal.pop()!;
      const before = this.#replaced.pop();
      const undone = place.entry;
      place.entry = before;
      if (before?.present !== undone?.present) place.family.moved(place);
    }
  }

  /** Every key written since the mark, with the bytes that it held then. */
  writesSince(mark: number): Map<Hex, Uint8Array | undefined> {
    const out = new Map<Hex, Uint8Array | undefined>();
    for (let i = mark; i < this.#journal.length; i++) {
      const { key } = this.#journal[i]!;
      if (!out.has(key)) out.set(key, this.#bytes(key, this.#replaced[i]));
    }
    return out;
  }

  #bytes(key: Hex, entry: Entry | undefined): Uint8Array | undefined {
    if (!entry) return this.#backing.get(key);
    return entry.present ? entry.raw() : undefined;
  }

  /** What differs from the backing, in byte order of the keys; `undefined` removes. */
  changes(): (readonly [Hex, Uint8Array | undefined])[] {
    const byItem: (readonly [Hex, Uint8Array | undefined])[][] = [];
    for (const { written } of this.#dirty) {
      const out: (readonly [Hex, Uint8Array | undefined])[] = [];
      for (const { key, entry, settled } of written) {
        // Rolled back to what was never asked for, or to what there was.
        if (!entry || entry === settled) continue;
        const now = entry.present ? entry.raw() : undefined;
        if (!sameBytes(now, this.#bytes(key, settled))) out.push([key, now]);
      }
      if (out.length > 0) byItem.push(out.sort(byKey));
    }
    // Keys of different items already differ in their first 66 digits.
    return byItem.sort(([a], [b]) => byKey(a!, b!)).flat();
  }

  /** After the backing took the changes: what is here is now what is beneath. */
  settle(): void {
    this.#journal.length = 0;
    this.#replaced.length = 0;
    for (const family of this.#dirty) {
      const { written } = family;
      family.empty = written.some(isPresent) ? false : undefined;
      for (const place of written) {
        place.written = false;
        place.settled = undefined;
      }
      written.length = 0;
    }
    this.#dirty = [];
    if (this.#places.size > this.#sweepAbove) this.#sweep();
  }

  /** Lets go of what was not asked for since the last sweep, so that a long-lived node stays small. */
  #sweep(): void {
    for (const [key, place] of this.#places)
      if (place.age < this.#age) {
        place.owner = undefined;
        place.entry = undefined;
        this.#places.delete(key);
      }
    this.#forgetLists();
    this.#age++;
    // What is in use at the same time stays, be it more: dropping it would only cost reading it again.
    this.#sweepAbove = Math.max(this.#keptKeys, Math.ceil(1.25 * this.#places.size));
  }

  #forgetLists(): void {
    for (const family of this.#families.values()) family.forgetLists();
    this.#listCount = 0;
  }

  /** After the backing moved on its own (head set back): nothing cached is true any more. */
  forget(): void {
    this.#journal.length = 0;
    this.#replaced.length = 0;
    this.#dirty = [];
    for (const place of this.#places.values()) {
      place.owner = undefined;
      place.entry = undefined;
    }
    this.#places.clear();
    for (const family of this.#families.values()) family.forget();
    this.#listCount = 0;
    this.#sweepAbove = this.#keptKeys;
  }
}

const isPresent = ({ entry }: Place): boolean => entry?.present === true;

const byKey = (a: readonly [Hex, unknown], b: readonly [Hex, unknown]): number =>
  a[0] < b[0] ? -1 : 1;

function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
