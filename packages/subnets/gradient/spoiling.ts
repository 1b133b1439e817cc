import { randomFrom } from "@ganglion/sdk";
import { decodeUpdate, encodeUpdate, type SparseUpdate } from "@ganglion/training";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import type { Assignment } from "./assignment.ts";
import { UPDATE_FORM } from "./config.ts";

/** Makes a bad update out of an honest one; `size`: length of the parameters. */
export type Spoil = (
  update: Uint8Array,
  about: { readonly seed: string; readonly size: number },
) => Uint8Array;

function reading(bytes: Uint8Array, size: number): SparseUpdate {
  const decoded = decodeUpdate(bytes, size, UPDATE_FORM);
  if (!decoded.ok) throw new Error(`an update of our own can't be read: ${decoded.reason}`);
  return decoded.update;
}

/** Upside down. */
export const flippedUpdate: Spoil = (update, { size }) => {
  const read = reading(update, size);
  return encodeUpdate({ ...read, value: read.value.map((value) => -value) });
};

/** Nothing at the honest places. */
export const zeroUpdate: Spoil = (update, { size }) => {
  const read = reading(update, size);
  return encodeUpdate({ ...read, value: read.value.map(() => 0) });
};

/** The honest places, signs by lot. */
export const noisyUpdate: Spoil = (update, { seed, size }) => {
  const read = reading(update, size);
  const lots = randomFrom(seed, "noise");
  return encodeUpdate({
    ...read,
    value: read.value.map((value) => (lots.chance(50) ? value : -value)),
  });
};

/** Places and signs by lot, as large as the honest values. */
export const randomUpdate: Spoil = (update, { seed, size }) => {
  const read = reading(update, size);
  const lots = randomFrom(seed, "random");
  const places = new Set<number>();
  // Chunk by chunk as many as before: no more fit in.
  for (const index of read.index) {
    const first = index - (index % UPDATE_FORM.chunk);
    const before = places.size;
    while (places.size === before)
      places.add(lots.int(first, Math.min(first + UPDATE_FORM.chunk, size) - 1));
  }
  return encodeUpdate({
    ...read,
    index: Uint32Array.from(places).sort(),
    value: read.value.map((value) => (lots.chance(50) ? value : -value)),
  });
};

/** Another document than the one that was given, and other places in it. */
export function otherAssignment({ window, shard, seed }: Assignment, shards: number): Assignment {
  return {
    window,
    shard: (shard + 1 + (window % (shards - 1))) % shards,
    seed: bytesToHex(sha256(hexToBytes(seed))),
  };
}

/** What is no update: cut, lengthened, other bytes, nothing. */
export function junkUpdate(update: Uint8Array, turn: number): Uint8Array {
  const kinds: readonly (() => Uint8Array)[] = [
    () => update.subarray(0, update.length - 3),
    () => new Uint8Array([...update, 1, 2, 3]),
    () => update.map(() => 0xff),
    () => new Uint8Array(0),
    () => update.map((byte, i) => (i % 7 === 3 ? byte ^ 0xff : byte)),
  ];
  return kinds[turn % kinds.length]!();
}
