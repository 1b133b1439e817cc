import type { Hex } from "@ganglion/primitives";
import type { Entry } from "./entry.ts";

/**
 * Where a state keeps one key. Finding it costs a look-up by a text of some two hundred digits, so
 * whoever asks often keeps it: it is good while `owner` is the state that is asked.
 */
export interface Place {
  readonly key: Hex;
  readonly family: Family;
  /** Undefined once the state let go of it, and where nobody shall keep it. */
  owner: object | undefined;
  /** Undefined: the content is the backing's and was not asked for yet. */
  entry: Entry | undefined;
  /** What `entry` was at the first write since the last settle; means something while `written`. */
  settled: Entry | undefined;
  /** It stands in its family's `written`. */
  written: boolean;
  /** When it was asked for last, in sweeps. */
  age: number;
  /** The lists of its family that it belongs to, as of so many changes of those. */
  lists: readonly PlaceList[];
  listsAsOf: number;
  /** What the storage item read out of the key; null if it is none of its keys. */
  parts: unknown[] | null | undefined;
}

const SPARE_MOVES = 1_000;

/** The keys of one storage item. */
export class Family {
  readonly prefix: Hex;
  /** Written since the last settle, rolled back or not. */
  readonly written: Place[] = [];
  /** True: no key of it is present. False: one may be. Undefined: nobody asked yet. */
  empty: boolean | undefined;
  readonly #lists = new Map<Hex, PlaceList>();
  /** Lengths of the prefixes in `#lists`: few, one for each number of leading keys. */
  readonly #lengths: number[] = [];
  /** How often lists came and went. */
  #changes = 1;

  constructor(prefix: Hex) {
    this.prefix = prefix;
  }

  /** The key of the place may have come or gone. */
  moved(place: Place): void {
    this.empty &&= false;
    if (place.listsAsOf !== this.#changes) {
      place.lists = this.#listsWith(place.key);
      place.listsAsOf = this.#changes;
    }
    // A list that nobody asks for any more must not remember for ever.
    for (const list of place.lists)
      if (list.moved.push(place) > list.places.length + SPARE_MOVES) this.#drop(list);
  }

  #listsWith(key: Hex): readonly PlaceList[] {
    const found: PlaceList[] = [];
    for (const length of this.#lengths) {
      const list = this.#lists.get(key.slice(0, length) as Hex);
      if (list) found.push(list);
    }
    return found.length === 1 ? found[0]!.alone : found;
  }

  /** Places may still point to the list, so it must not hold on to what was in it. */
  #drop(list: PlaceList): void {
    this.#lists.delete(list.prefix);
    list.places = [];
    list.moved.length = 0;
    this.#changes++;
  }

  list(prefix: Hex): PlaceList | undefined {
    return this.#lists.get(prefix);
  }

  /** Keeps the places with a prefix up to date from now on. */
  keep(prefix: Hex, places: readonly Place[]): void {
    const list: PlaceList = { prefix, places, moved: [], alone: [] };
    list.alone = [list];
    this.#lists.set(prefix, list);
    if (!this.#lengths.includes(prefix.length)) this.#lengths.push(prefix.length);
    this.#changes++;
  }

  forget(): void {
    this.forgetLists();
    this.written.length = 0;
    this.empty = undefined;
  }

  forgetLists(): void {
    for (const list of this.#lists.values()) this.#drop(list);
    this.#lengths.length = 0;
  }
}

/** The present keys with a prefix, in byte order, but for those that moved since. */
export interface PlaceList {
  readonly prefix: Hex;
  /** This list: most places belong to one, and share this. */
  alone: readonly PlaceList[];
  /** Handed out, therefore replaced and never changed. */
  places: readonly Place[];
  readonly moved: Place[];
}

const byKey = (a: Place, b: Place): number => (a.key < b.key ? -1 : 1);

/** Brings a list up to date. */
export function settleList(list: PlaceList, isPresent: (place: Place) => boolean): void {
  const moved = new Set(list.moved);
  list.moved.length = 0;
  const come = [...moved].filter(isPresent).sort(byKey);
  const out: Place[] = [];
  let next = 0;
  for (const place of list.places) {
    if (moved.has(place)) continue;
    while (next < come.length && come[next]!.key < place.key) out.push(come[next++]!);
    out.push(place);
  }
  while (next < come.length) out.push(come[next++]!);
  list.places = out;
}
