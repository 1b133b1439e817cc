import { fromHex, type Hex, toHex } from "@ganglion/primitives";
import { numberKey } from "../chain/keys.ts";
import { corrupt } from "../error.ts";
import { charactersOf, DIGIT } from "../kv/key-digits.ts";
import { type Kv, type KvOp, scan } from "../kv/kv.ts";
import { decodeRecord, putRecord, recordSize, type StateRecord } from "./record.ts";

// Flags of an entry.
const HAS_OLD = 1;
const DELETES = 2;

/** A key that a block changed, with its record before; `undefined` if it had none. */
export interface DiffEntry {
  readonly key: Hex;
  readonly old: StateRecord | undefined;
  /** The block deleted the key. */
  readonly deletes: boolean;
}

// Small enough to lie in a leaf of LMDB's tree and to be copied for one key of it.
const CHUNK_BYTES = 3000;

/**
 * A block's diff, given in key order, as entries of the diffs table: chunks, each under the block's
 * number and its first key. A chunk is: count (u16), offset of each entry (u32 each), then per
 * entry: flags (u8), key length (u16), key, old record.
 */
export function* diffOps(number: number, entries: readonly DiffEntry[]): Iterable<KvOp> {
  let first = 0;
  let size = 0;
  for (let i = 0; i < entries.length; i++) {
    const { key, old } = entries[i]!;
    const bytes = 7 + (key.length - 2) / 2 + (old ? recordSize(old) : 0);
    if (size > 0 && size + bytes > CHUNK_BYTES) {
      yield chunkOp(number, entries.slice(first, i), size);
      first = i;
      size = 0;
    }
    size += bytes;
  }
  if (size > 0) yield chunkOp(number, entries.slice(first), size);
}

function chunkOp(number: number, entries: readonly DiffEntry[], size: number): KvOp {
  const value = new Uint8Array(2 + size);
  const view = new DataView(value.buffer);
  view.setUint16(0, entries.length);
  let at = 2 + 4 * entries.length;
  entries.forEach(({ key, old, deletes }, i) => {
    view.setUint32(2 + 4 * i, at);
    value[at] = (old ? HAS_OLD : 0) | (deletes ? DELETES : 0);
    const length = (key.length - 2) / 2;
    view.setUint16(at + 1, length);
    at = putDigits(value, at + 3, key);
    if (old) at = putRecord(value, at, old);
  });
  return { table: "diffs", key: chunkKey(number, entries[0]!.key), value };
}

/** Writes the bytes of a well-formed key. Returns the offset behind them. */
function putDigits(out: Uint8Array, at: number, key: Hex): number {
  const characters = charactersOf(key);
  let pos = at;
  for (let i = 2; i < key.length; i += 2)
    out[pos++] = (DIGIT[characters[i]!]! << 4) | DIGIT[characters[i + 1]!]!;
  return pos;
}

const chunkKey = (number: number, key: Hex): Hex => `${numberKey(number)}${key.slice(2)}` as Hex;

/** All entries of a block's diff. @throws StoreError CORRUPT */
export function* readDiff(kv: Kv, number: number): Iterable<DiffEntry> {
  for (const [, bytes] of scan(kv, "diffs", numberKey(number))) {
    const chunk = new DiffChunk(bytes, number);
    for (let i = 0; i < chunk.count; i++) yield chunk.entry(i);
  }
}

/** The keys that a block deleted. @throws StoreError CORRUPT */
export function* deletedIn(kv: Kv, number: number): Iterable<Hex> {
  for (const [, bytes] of scan(kv, "diffs", numberKey(number)))
    yield* new DiffChunk(bytes, number).deleted();
}

/** Removes a block's diff. */
export function* dropDiff(kv: Kv, number: number): Iterable<KvOp> {
  for (const [key] of scan(kv, "diffs", numberKey(number)))
    yield { table: "diffs", key, value: undefined };
}

/**
 * The record of a key before a block that changed it, `undefined` if it had none.
 * @throws StoreError CORRUPT if the block's diff has no entry for the key
 */
export function recordBefore(kv: Kv, number: number, key: Hex): StateRecord | undefined {
  const found = kv.floor("diffs", chunkKey(number, key));
  if (found === undefined || !found[0].startsWith(numberKey(number))) throw noEntry(number, key);
  return new DiffChunk(found[1], number).oldRecord(key);
}

function noEntry(number: number, key: Hex) {
  return corrupt(`block ${number} should have kept the former value of ${key}`);
}

/** Reads a chunk without decoding all of it. */
class DiffChunk {
  readonly count: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #block: number;

  /** @throws StoreError CORRUPT */
  constructor(bytes: Uint8Array, block: number) {
    this.#bytes = bytes;
    this.#block = block;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.count = bytes.length < 2 ? 0 : this.#view.getUint16(0);
    if (this.count === 0 || 2 + 4 * this.count > bytes.length) throw this.#damage();
  }

  /** @throws StoreError CORRUPT */
  *deleted(): Iterable<Hex> {
    for (let i = 0; i < this.count; i++) {
      const { at, keyAt, keyEnd } = this.#span(i);
      if ((this.#bytes[at]! & DELETES) !== 0) yield toHex(this.#bytes, keyAt, keyEnd);
    }
  }

  /** @throws StoreError CORRUPT */
  entry(index: number): DiffEntry {
    const { at, keyAt, keyEnd, end } = this.#span(index);
    const key = toHex(this.#bytes, keyAt, keyEnd);
    return {
      key,
      old: this.#old({ at, keyEnd, end }, key),
      deletes: (this.#bytes[at]! & DELETES) !== 0,
    };
  }

  /**
   * The record of a key before the block, `undefined` if it had none.
   * @throws StoreError CORRUPT if the key has no entry, as a record pointed here
   */
  oldRecord(key: Hex): StateRecord | undefined {
    const wanted = fromHex(key);
    let low = 0;
    let high = this.count - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const order = this.#compare(middle, wanted);
      if (order === 0) return this.#old(this.#span(middle), key);
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    throw noEntry(this.#block, key);
  }

  #old(span: { at: number; keyEnd: number; end: number }, key: Hex): StateRecord | undefined {
    if ((this.#bytes[span.at]! & HAS_OLD) === 0) return undefined;
    return decodeRecord(this.#bytes.subarray(span.keyEnd, span.end), key);
  }

  #compare(index: number, wanted: Uint8Array): number {
    const { keyAt, keyEnd } = this.#span(index);
    const length = keyEnd - keyAt;
    const shared = Math.min(length, wanted.length);
    for (let i = 0; i < shared; i++) {
      const difference = this.#bytes[keyAt + i]! - wanted[i]!;
      if (difference !== 0) return difference;
    }
    return length - wanted.length;
  }

  #span(index: number): { at: number; keyAt: number; keyEnd: number; end: number } {
    const at = this.#view.getUint32(2 + 4 * index);
    const end = index + 1 < this.count ? this.#view.getUint32(6 + 4 * index) : this.#bytes.length;
    if (at + 3 > end || end > this.#bytes.length) throw this.#damage();
    const keyEnd = at + 3 + this.#view.getUint16(at + 1);
    if (keyEnd > end) throw this.#damage();
    return { at, keyAt: at + 3, keyEnd, end };
  }

  #damage() {
    return corrupt(`the former values kept with block ${this.#block} can't be read`);
  }
}
