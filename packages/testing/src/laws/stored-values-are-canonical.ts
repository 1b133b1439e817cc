import type { AnyItem } from "@ganglion/frame";
import type { Hex } from "@ganglion/primitives";
import { PALLETS } from "@ganglion/runtime";
import { decode, encode } from "@ganglion/scale";
import { type Committed, type Law, partsOf, sameBytes } from "./law.ts";

const ITEM = 66;
/** `:code` stands outside the pallets. */
const WELL_KNOWN = new Set<Hex>(["0x3a636f6465"]);

const ITEMS = new Map<string, readonly [string, AnyItem]>(
  PALLETS.flatMap((pallet) =>
    Object.entries(pallet.storage).map(
      ([name, item]) => [item.prefix, [`${pallet.name}.${name}`, item]] as const,
    ),
  ),
);

/** Keys that were found to be the keys of their parts. */
const sound = new Set<Hex>();
const MOST_SOUND = 100_000;

interface Keyed extends AnyItem {
  keyOf(...parts: unknown[]): Hex;
}

function wrongWith(key: Hex, raw: Uint8Array): string[] {
  if (WELL_KNOWN.has(key)) return [];
  const found = ITEMS.get(key.slice(0, ITEM));
  if (!found) return [`${key} belongs to no declared item`];
  const [name, item] = found;
  try {
    // What a key says of itself doesn't change: once is enough for each.
    if (!sound.has(key)) {
      if ((item as Keyed).keyOf(...partsOf(item, key)) !== key)
        return [`${name} has a key that is not its parts': ${key}`];
      if (sound.size >= MOST_SOUND) sound.clear();
      sound.add(key);
    }
    const again = encode(item.value, decode(item.value, raw));
    return sameBytes(again, raw)
      ? []
      : [`${name} at ${key} encodes to other bytes than are stored`];
  } catch (error) {
    return [`${name} at ${key} can't be read: ${String(error)}`];
  }
}

/** Read by the declared codec and written again, every value is the same bytes; and there are no others. */
export function storedValuesAreCanonical(): Law {
  return {
    sentence: "What is stored is declared, and encodes to the same bytes again.",
    block: (_ctx, committed: Committed) =>
      committed.flatMap(([key, raw]) => (raw ? wrongWith(key, raw) : [])),
    whole: (ctx) => ctx.state.keys("0x").flatMap((key) => wrongWith(key, ctx.state.readRaw(key)!)),
  };
}
