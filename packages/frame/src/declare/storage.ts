import { blake2_128, twox64, twox128 } from "@ganglion/hash";
import { fromHex, type Hex, toHex, utf8Bytes } from "@ganglion/primitives";
import { type AnyCodec, type Codec, DecodeError, encode, Reader } from "@ganglion/scale";
import type { ChainMode, StateCtx } from "../context.ts";
import type { Family, Place } from "../state/place.ts";
import type { State } from "../state/state.ts";

export type Hasher = "Identity" | "Twox64Concat" | "Blake2_128Concat";

/** A key of a map: how it is encoded and hashed. All hashers used keep the key readable behind the hash. */
export interface Key<in out T> {
  readonly hasher: Hasher;
  readonly codec: Codec<T>;
  /** Hexadecimal of the hashed key, without `0x`. */
  digits(value: T): string;
  /** Bytes of hash in front of the key. */
  readonly hashLength: number;
}

const HASH: Readonly<Record<Hasher, { length: number; of: (raw: Uint8Array) => Uint8Array }>> = {
  Identity: { length: 0, of: () => new Uint8Array() },
  Twox64Concat: { length: 8, of: twox64 },
  Blake2_128Concat: { length: 16, of: blake2_128 },
};
/** Hashing a key costs more than looking it up; accounts and small integers come again and again. */
const MEMO_LIMIT = 50_000;
/** Of whole keys, for each item. */
const KEYS_LIMIT = 50_000;

function key<T>(hasher: Hasher, codec: Codec<T>): Key<T> {
  const memo = new Map<T, string>();
  const { length, of } = HASH[hasher];
  return {
    hasher,
    codec,
    hashLength: length,
    digits(value) {
      // Objects compare by identity, so only strings, numbers and bigints can be remembered.
      const memorable = typeof value !== "object";
      const known = memorable ? memo.get(value) : undefined;
      if (known !== undefined) return known;
      const raw = encode(codec, value);
      const digits = toHex(of(raw)).slice(2) + toHex(raw).slice(2);
      if (memorable) {
        if (memo.size > MEMO_LIMIT) memo.clear();
        memo.set(value, digits);
      }
      return digits;
    },
  };
}
export const identity = <T>(codec: Codec<T>): Key<T> => key("Identity", codec);
export const twox = <T>(codec: Codec<T>): Key<T> => key("Twox64Concat", codec);
export const blake2 = <T>(codec: Codec<T>): Key<T> => key("Blake2_128Concat", codec);

// biome-ignore lint/suspicious/noExplicitAny: a list of keys of different types has no better element type
export type AnyKey = Key<any>;

/** A default that is the same on every chain, or depends on what the chain was built for. */
export type Default<V> = V | ((chain: ChainMode) => V);
const resolve = <V>(value: Default<V>, chain: ChainMode): V =>
  typeof value === "function" ? (value as (chain: ChainMode) => V)(chain) : value;
/** The reference's `prod_or_fast!`. */
export const byMode =
  <V>(modes: { readonly normal: V; readonly fast: V }): ((chain: ChainMode) => V) =>
  (chain) =>
    chain.fast ? modes.fast : modes.normal;

/** Leading keys of a map: what a partial iteration fixes. */
export type Prefix<K extends readonly unknown[]> =
  | readonly []
  | (K extends readonly [...infer Head, unknown] ? Head | Prefix<Head> : never);

/** `V` for an item with a default (`ValueQuery`), `V | undefined` for one without (`OptionQuery`). */
export interface Item<K extends readonly unknown[], V, Read> extends AnyItem {
  get(ctx: StateCtx, ...key: K): Read;
  /** The value that is stored, without any default. */
  stored(ctx: StateCtx, ...key: K): V | undefined;
  set(ctx: StateCtx, ...keyAndValue: [...K, V]): void;
  /** Replaces the value by what `change` makes of the one read. */
  mutate(ctx: StateCtx, ...keyAndChange: [...K, (value: Read) => V]): void;
  remove(ctx: StateCtx, ...key: K): void;
  /** Reads and removes. */
  take(ctx: StateCtx, ...key: K): Read;
  /** True if the key is stored, whatever its value. */
  has(ctx: StateCtx, ...key: K): boolean;
  /** Stored pairs in key order, as of now; `prefix` fixes leading keys. Leaves out what can't be decoded. */
  entries(ctx: StateCtx, ...prefix: Prefix<K>): (readonly [key: K, value: V])[];
  /** Stored keys in key order, as of now. Leaves out what can't be decoded. */
  keysOf(ctx: StateCtx, ...prefix: Prefix<K>): K[];
  /** Removes all below the prefix; says how many there were. */
  clear(ctx: StateCtx, ...prefix: Prefix<K>): number;
  /** The full storage key. */
  keyOf(...key: K): Hex;
  /**
   * The same entries by another codec of the same bytes, for who reads and writes very many of them. The values of both
   * are kept, but not at the same time: an entry that is read by turns is decoded each time.
   */
  through<W>(codec: Codec<W>, fallback: Default<W>): Item<K, W, W>;
}

/** What metadata and tools need to know of any item. */
export interface AnyItem {
  readonly keys: readonly AnyKey[];
  readonly value: AnyCodec;
  readonly hasDefault: boolean;
  readonly prefix: Hex;
  /** The default's value on a chain; only with `hasDefault`. */
  defaultOf(chain: ChainMode): unknown;
  bind(pallet: string, name: string): void;
}

/** What is known of a key: where the state that was asked last keeps it, or only the whole key. */
type Known = Place | Hex;
const wholeKey = (known: Known): Hex => (typeof known === "string" ? known : known.key);

/** Of up to three parts of a key one; a list of them for each look-up would cost more than that. */
const partAt = (i: number, a: unknown, b: unknown, c: unknown): unknown =>
  i === 0 ? a : i === 1 ? b : c;

/** Levels of the keys known: those with few values first, else each value would have a map of its own. */
function levelsOf(keys: readonly AnyKey[]): number[] {
  const many = ({ hasher }: AnyKey): number => (hasher === "Blake2_128Concat" ? 1 : 0);
  return keys.map((_, i) => i).sort((a, b) => many(keys[a]!) - many(keys[b]!));
}

class StorageItem implements Item<unknown[], unknown, unknown> {
  readonly keys: readonly AnyKey[];
  readonly value: AnyCodec;
  readonly hasDefault: boolean;
  readonly #fallback: Default<unknown>;
  /** Items of the same keys that read their bytes by other codecs. */
  readonly #others: StorageItem[] = [];
  prefix: Hex = "0x";
  /**
   * Whole keys by their parts, a level for each part. Building a key anew costs its concatenation
   * and its hash, and finding its place in the state a look-up by a text of two hundred digits.
   */
  #known = new Map<unknown, unknown>();
  #knownCount = 0;
  readonly #levels: readonly number[];
  /** The keys of a map in the state that was asked last. */
  #family: Family | undefined;
  #familyOf: State | undefined;
  /** How often that state had let go of keys when this item last did. */
  #sweeps = 0;
  /** Of an item without keys. */
  #only: Known | undefined;

  constructor(keys: readonly AnyKey[], value: AnyCodec, fallback: readonly [Default<unknown>?]) {
    if (keys.length > 3) throw new Error("a map has three keys at most");
    this.keys = keys;
    this.value = value;
    this.hasDefault = fallback.length > 0;
    this.#fallback = fallback[0];
    this.#levels = levelsOf(keys);
  }

  bind(pallet: string, name: string): void {
    this.#forgetKeys();
    this.#only = undefined;
    this.#familyOf = undefined;
    this.prefix = `${toHex(twox128(utf8Bytes(pallet)))}${toHex(twox128(utf8Bytes(name))).slice(2)}`;
    for (const other of this.#others) other.bind(pallet, name);
  }

  through<W>(codec: Codec<W>, fallback: Default<W>): Item<unknown[], W, W> {
    const other = new StorageItem(this.keys, codec, [fallback]);
    other.prefix = this.prefix;
    this.#others.push(other);
    return other as Item<unknown[], unknown, unknown> as Item<unknown[], W, W>;
  }

  defaultOf(chain: ChainMode): unknown {
    return resolve(this.#fallback, chain);
  }

  /** Where the state keeps the key. */
  #place(ctx: StateCtx, a: unknown, b: unknown, c: unknown): Place {
    const { state } = ctx;
    const known = this.#find(a, b, c);
    if (typeof known === "object" && known.owner === state) return known;
    if (this.#familyOf === state && this.#sweeps !== state.sweeps) {
      this.#forgetKeys();
      this.#sweeps = state.sweeps;
    }
    const place = state.place(wholeKey(known ?? this.#build([a, b, c])));
    if (place.owner === state) this.#learn([a, b, c], place);
    else if (known === undefined) this.#learn([a, b, c], place.key);
    return place;
  }

  #find(a: unknown, b: unknown, c: unknown): Known | undefined {
    const levels = this.#levels;
    const last = levels.length - 1;
    if (last < 0) return this.#only;
    let level = this.#known;
    for (let i = 0; i < last; i++) {
      const next = level.get(partAt(levels[i]!, a, b, c)) as Map<unknown, unknown> | undefined;
      if (!next) return undefined;
      level = next;
    }
    return level.get(partAt(levels[last]!, a, b, c)) as Known | undefined;
  }

  #learn(parts: readonly unknown[], known: Known): void {
    const levels = this.#levels;
    const last = levels.length - 1;
    if (last < 0) {
      this.#only = known;
      return;
    }
    // Objects compare by identity, so only strings, numbers and bigints can be remembered.
    for (let i = 0; i <= last; i++) if (typeof parts[i] === "object") return;
    if (this.#knownCount >= KEYS_LIMIT) this.#forgetKeys();
    let level = this.#known;
    for (let i = 0; i < last; i++) {
      const part = parts[levels[i]!];
      let next = level.get(part) as Map<unknown, unknown> | undefined;
      if (!next) level.set(part, (next = new Map()));
      level = next;
    }
    const before = level.size;
    level.set(parts[levels[last]!], known);
    this.#knownCount += level.size - before;
  }

  #forgetKeys(): void {
    this.#known.clear();
    this.#knownCount = 0;
  }

  /** The key of these parts; of its first parts what such keys begin with. */
  #build(parts: readonly unknown[], count = this.keys.length): Hex {
    // An item outside any pallet would share its keys with every other such item.
    if (this.prefix === "0x") throw new Error("this storage item belongs to no assembled pallet");
    let out: string = this.prefix;
    for (let i = 0; i < count; i++) out += this.keys[i]!.digits(parts[i]);
    return out as Hex;
  }

  keyOf(...parts: unknown[]): Hex {
    const known = this.#find(parts[0], parts[1], parts[2]);
    if (known !== undefined) return wholeKey(known);
    const key = this.#build(parts);
    this.#learn(parts, key);
    return key;
  }

  /** True if no key of a map is there to be looked up. */
  #isEmpty({ state }: StateCtx): boolean {
    if (this.#familyOf !== state) {
      const bound = this.keys.length > 0 && this.prefix !== "0x";
      const family = bound ? state.family(this.prefix) : undefined;
      if (!family) return false;
      this.#familyOf = state;
      this.#family = family;
    }
    return state.isEmpty(this.#family!);
  }

  #missing(ctx: StateCtx): unknown {
    return this.hasDefault ? this.defaultOf(ctx.chain) : undefined;
  }

  #read(ctx: StateCtx, place: Place): unknown {
    const found = ctx.state.readAt(place, this.value);
    return found === undefined ? this.#missing(ctx) : found;
  }

  get(ctx: StateCtx, a?: unknown, b?: unknown, c?: unknown): unknown {
    if (this.#isEmpty(ctx)) return this.#missing(ctx);
    return this.#read(ctx, this.#place(ctx, a, b, c));
  }

  stored(ctx: StateCtx, a?: unknown, b?: unknown, c?: unknown): unknown {
    if (this.#isEmpty(ctx)) return undefined;
    return ctx.state.readAt(this.#place(ctx, a, b, c), this.value);
  }

  set(ctx: StateCtx, ...args: unknown[]): void {
    const place = this.#place(ctx, args[0], args[1], args[2]);
    ctx.state.writeAt(place, this.value, args[this.keys.length]);
  }

  mutate(ctx: StateCtx, ...args: unknown[]): void {
    const change = args[this.keys.length] as (value: unknown) => unknown;
    const place = this.#place(ctx, args[0], args[1], args[2]);
    ctx.state.writeAt(place, this.value, change(this.#read(ctx, place)));
  }

  remove(ctx: StateCtx, a?: unknown, b?: unknown, c?: unknown): void {
    if (this.#isEmpty(ctx)) return;
    ctx.state.removeAt(this.#place(ctx, a, b, c));
  }

  take(ctx: StateCtx, a?: unknown, b?: unknown, c?: unknown): unknown {
    const place = this.#place(ctx, a, b, c);
    const value = this.#read(ctx, place);
    ctx.state.removeAt(place);
    return value;
  }

  has(ctx: StateCtx, a?: unknown, b?: unknown, c?: unknown): boolean {
    return !this.#isEmpty(ctx) && ctx.state.hasAt(this.#place(ctx, a, b, c));
  }

  /** The parts of a whole key; null if somebody wrote a raw key that has others. */
  #parts(place: Place): unknown[] | null {
    // Shared from now on.
    if (place.parts === undefined) place.parts = this.#parse(place.key);
    return place.parts;
  }

  #parse(at: Hex): unknown[] | null {
    const reader = new Reader(fromHex(at.slice(this.prefix.length)));
    try {
      const parts = this.keys.map((each) => {
        reader.take(each.hashLength);
        return each.codec.read(reader);
      });
      return Object.freeze(parts) as unknown[];
    } catch (error) {
      if (error instanceof DecodeError) return null;
      throw error;
    }
  }

  #places(ctx: StateCtx, prefix: readonly unknown[]): readonly Place[] {
    return ctx.state.places(this.#build(prefix, prefix.length));
  }

  entries(ctx: StateCtx, ...prefix: unknown[]): (readonly [unknown[], unknown])[] {
    const out: (readonly [unknown[], unknown])[] = [];
    for (const place of this.#places(ctx, prefix)) {
      const key = this.#parts(place);
      if (!key) continue;
      const found = ctx.state.readAt(place, this.value);
      if (found !== undefined || ctx.state.readableAt(place, this.value)) out.push([key, found]);
    }
    return out;
  }

  keysOf(ctx: StateCtx, ...prefix: unknown[]): unknown[][] {
    const out: unknown[][] = [];
    for (const place of this.#places(ctx, prefix)) {
      const key = this.#parts(place);
      if (key) out.push(key);
    }
    return out;
  }

  clear(ctx: StateCtx, ...prefix: unknown[]): number {
    const places = this.#places(ctx, prefix);
    for (const place of places) ctx.state.removeAt(place);
    return places.length;
  }
}

type KeyTypes<K extends readonly AnyKey[]> = {
  -readonly [I in keyof K]: K[I] extends Key<infer T> ? T : never;
};

/** A single value. With a default reading never misses. */
export function value<V>(codec: Codec<V>, fallback: Default<V>): Item<[], V, V>;
export function value<V>(codec: Codec<V>): Item<[], V, V | undefined>;
export function value(codec: AnyCodec, ...fallback: [unknown?]): unknown {
  return new StorageItem([], codec, fallback);
}

/** A map with one key. */
export function map<A, V>(a: Key<A>, codec: Codec<V>, fallback: Default<V>): Item<[A], V, V>;
export function map<A, V>(a: Key<A>, codec: Codec<V>): Item<[A], V, V | undefined>;
export function map(a: AnyKey, codec: AnyCodec, ...fallback: [unknown?]): unknown {
  return new StorageItem([a], codec, fallback);
}

/** A map with two keys. */
export function map2<A, B, V>(
  a: Key<A>,
  b: Key<B>,
  codec: Codec<V>,
  fallback: Default<V>,
): Item<[A, B], V, V>;
export function map2<A, B, V>(
  a: Key<A>,
  b: Key<B>,
  codec: Codec<V>,
): Item<[A, B], V, V | undefined>;
export function map2(a: AnyKey, b: AnyKey, codec: AnyCodec, ...fallback: [unknown?]): unknown {
  return new StorageItem([a, b], codec, fallback);
}

/** A map with several keys, three at most. */
export function mapN<const K extends readonly AnyKey[], V>(
  keys: K,
  codec: Codec<V>,
  fallback: Default<V>,
): Item<KeyTypes<K>, V, V>;
export function mapN<const K extends readonly AnyKey[], V>(
  keys: K,
  codec: Codec<V>,
): Item<KeyTypes<K>, V, V | undefined>;
export function mapN(keys: readonly AnyKey[], codec: AnyCodec, ...fallback: [unknown?]): unknown {
  return new StorageItem(keys, codec, fallback);
}

// biome-ignore lint/suspicious/noExplicitAny: as above
export type AnyConstant = Constant<any>;

/** A constant of the runtime, readable by clients through the metadata. */
export interface Constant<V> {
  readonly codec: Codec<V>;
  get(ctx: { readonly chain: ChainMode }): V;
  of(chain: ChainMode): V;
}
export function constant<V>(codec: Codec<V>, fixed: Default<V>): Constant<V> {
  return { codec, get: (ctx) => resolve(fixed, ctx.chain), of: (chain) => resolve(fixed, chain) };
}
