import type { Backing } from "@ganglion/frame";
import type { Hex } from "@ganglion/primitives";

/** Length of `0x` and the 32 bytes that pallet and item names hash to. */
const ITEM = 66;
const NONE: readonly Hex[] = [];

/** Where `key` stands in an ascending list, or would stand. */
function placeOf(list: readonly Hex[], key: Hex): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (list[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The newest state of a chain and nothing older, by item: what a long run can afford to keep. */
export class MemoryState implements Backing {
  readonly #values = new Map<Hex, Uint8Array>();
  /** Keys of each item in order. */
  readonly #items = new Map<string, Hex[]>();

  get size(): number {
    return this.#values.size;
  }

  get(key: Hex): Uint8Array | undefined {
    return this.#values.get(key);
  }

  *keys(prefix: Hex, startAfter?: Hex): Iterable<Hex> {
    const lists =
      prefix.length >= ITEM
        ? [this.#items.get(prefix.slice(0, ITEM)) ?? NONE]
        : [...this.#items].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, list]) => list);
    for (const list of lists) {
      const from = startAfter !== undefined && startAfter > prefix ? startAfter : prefix;
      for (let i = placeOf(list, from); i < list.length; i++) {
        const key = list[i]!;
        if (!key.startsWith(prefix)) break;
        if (key !== startAfter) yield key;
      }
    }
  }

  entries(): Iterable<readonly [Hex, Uint8Array]> {
    return this.#values;
  }

  apply(changes: Iterable<readonly [Hex, Uint8Array | undefined]>): void {
    for (const [key, value] of changes) {
      const item = key.slice(0, ITEM);
      if (value === undefined) {
        if (!this.#values.delete(key)) continue;
        const list = this.#items.get(item)!;
        list.splice(placeOf(list, key), 1);
        if (list.length === 0) this.#items.delete(item);
        continue;
      }
      if (!this.#values.has(key)) {
        const list = this.#items.get(item);
        if (list) list.splice(placeOf(list, key), 0, key);
        else this.#items.set(item, [key]);
      }
      this.#values.set(key, value);
    }
  }
}
