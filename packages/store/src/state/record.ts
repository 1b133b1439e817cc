import type { Hex } from "@ganglion/primitives";
import { fromHex, toHex } from "@ganglion/primitives";
import { corrupt } from "../error.ts";

/**
 * What the state table says about a key: its value, since which block, and where older values are.
 *
 * A *diff* of block b keeps, for every key that b changed, the record as it was before b. A record
 * written in block b therefore has its predecessor in the diff of b. `jumps[i]` names an older
 * block whose diff has an entry for the key too; the higher i, the further back, by a factor of
 * 16 each. So a value of any past block is found in a few dozen steps even for a key that changes
 * in every block, while a commit writes each key once and its diff as one value.
 */
export interface StateRecord {
  /** `undefined` once deleted. */
  readonly value: Uint8Array | undefined;
  /** The block that wrote it. */
  readonly block: number;
  /** How many records of the key came before. */
  readonly depth: number;
  /** Blocks, newest first. */
  readonly jumps: readonly number[];
}

const FAN = 16;
const HEAD_BYTES = 9;

/** The record that block `block` writes over `old`. */
export function nextRecord(
  old: StateRecord | undefined,
  { value, block }: { value: Uint8Array | undefined; block: number },
): StateRecord {
  if (old === undefined) return { value, block, depth: 0, jumps: [] };
  const depth = old.depth + 1;
  const jumps: number[] = [];
  let span = FAN;
  for (let level = 0; span <= depth; level++, span *= FAN) {
    const checkpoint = old.depth % span === 0 || level >= old.jumps.length;
    jumps.push(checkpoint ? old.block : old.jumps[level]!);
  }
  return { value, block, depth, jumps };
}

/**
 * The diff to look into next for the value at the end of block `at`, or undefined if the record
 * itself has it.
 */
export function olderDiff(record: StateRecord, at: number): number | undefined {
  if (record.block <= at) return undefined;
  let best = record.block;
  for (const jump of record.jumps) if (jump > at && jump < best) best = jump;
  return best;
}

/** Record as bytes: flags and jump count (u8), block (u32), depth (u32), jumps (u32 each), value. */
export function encodeRecord({ value, block, depth, jumps }: StateRecord): Uint8Array {
  const start = HEAD_BYTES + 4 * jumps.length;
  const out = new Uint8Array(start + (value?.length ?? 0));
  out[0] = (value === undefined ? 0x80 : 0) | jumps.length;
  const view = new DataView(out.buffer);
  view.setUint32(1, block);
  view.setUint32(5, depth);
  for (let i = 0; i < jumps.length; i++) view.setUint32(HEAD_BYTES + 4 * i, jumps[i]!);
  if (value !== undefined) out.set(value, start);
  return out;
}

/** @throws StoreError CORRUPT */
export function decodeRecord(bytes: Uint8Array, key: Hex): StateRecord {
  if (bytes.length < HEAD_BYTES) throw corrupt(`the record of ${key} has ${bytes.length} bytes`);
  const flags = bytes[0]!;
  const count = flags & 0x7f;
  const start = HEAD_BYTES + 4 * count;
  if (count > 8 || bytes.length < start || (flags & 0x80 && bytes.length !== start))
    throw corrupt(`the record of ${key} contradicts itself`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const jumps: number[] = [];
  for (let i = 0; i < count; i++) jumps.push(view.getUint32(HEAD_BYTES + 4 * i));
  return {
    value: flags & 0x80 ? undefined : bytes.slice(start),
    block: view.getUint32(1),
    depth: view.getUint32(5),
    jumps,
  };
}

/** A key that a block changed, with its record before; `undefined` if it had none. */
export interface DiffEntry {
  readonly key: Hex;
  readonly old: StateRecord | undefined;
  /** The block deleted the key. */
  readonly deletes: boolean;
}

/**
 * A block's diff as bytes, entries in key order: count (u32), offset of each entry (u32 each), then
 * per entry: flags (u8: 1 has an old record, 2 deletes), key length (u16), key, old record.
 */
export function encodeDiff(entries: readonly DiffEntry[]): Uint8Array {
  const sorted = [...entries].sort((a, b) => (a.key < b.key ? -1 : 1));
  const parts = sorted.map(({ key, old, deletes }) => ({
    key: fromHex(key),
    record: old && encodeRecord(old),
    flags: (old ? 1 : 0) | (deletes ? 2 : 0),
  }));
  let at = 4 + 4 * parts.length;
  const size = parts.reduce((sum, p) => sum + 3 + p.key.length + (p.record?.length ?? 0), at);
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  view.setUint32(0, parts.length);
  parts.forEach(({ key, record, flags }, i) => {
    view.setUint32(4 + 4 * i, at);
    out[at] = flags;
    view.setUint16(at + 1, key.length);
    out.set(key, at + 3);
    at += 3 + key.length;
    if (record) {
      out.set(record, at);
      at += record.length;
    }
  });
  return out;
}

/** Reads a diff without decoding all of it; the bytes are only used while a method runs. */
export class DiffReader {
  readonly count: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #block: number;

  /** @throws StoreError CORRUPT */
  constructor(bytes: Uint8Array, block: number) {
    this.#bytes = bytes;
    this.#block = block;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.count = bytes.length < 4 ? -1 : this.#view.getUint32(0);
    if (this.count < 0 || 4 + 4 * this.count > bytes.length) throw this.#damage();
  }

  /** @throws StoreError CORRUPT */
  entry(index: number): DiffEntry {
    const { at, keyAt, end } = this.#span(index);
    const flags = this.#bytes[at]!;
    const keyEnd = keyAt + this.#view.getUint16(at + 1);
    if (keyEnd > end) throw this.#damage();
    const key = toHex(this.#bytes, keyAt, keyEnd);
    return {
      key,
      old: flags & 1 ? decodeRecord(this.#bytes.subarray(keyEnd, end), key) : undefined,
      deletes: (flags & 2) !== 0,
    };
  }

  /** The entry of a key. @throws StoreError CORRUPT if there is none, as a record pointed here */
  find(key: Hex): DiffEntry {
    const wanted = fromHex(key);
    let low = 0;
    let high = this.count - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const order = this.#compare(middle, wanted);
      if (order === 0) return this.entry(middle);
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    throw corrupt(`block ${this.#block} should have kept the former value of ${key}`);
  }

  #compare(index: number, wanted: Uint8Array): number {
    const { at, keyAt, end } = this.#span(index);
    const length = this.#view.getUint16(at + 1);
    if (keyAt + length > end) throw this.#damage();
    const shared = Math.min(length, wanted.length);
    for (let i = 0; i < shared; i++) {
      const difference = this.#bytes[keyAt + i]! - wanted[i]!;
      if (difference !== 0) return difference;
    }
    return length - wanted.length;
  }

  #span(index: number): { at: number; keyAt: number; end: number } {
    const at = this.#view.getUint32(4 + 4 * index);
    const end = index + 1 < this.count ? this.#view.getUint32(8 + 4 * index) : this.#bytes.length;
    if (at + 3 > end || end > this.#bytes.length) throw this.#damage();
    return { at, keyAt: at + 3, end };
  }

  #damage() {
    return corrupt(`the former values kept with block ${this.#block} can't be read`);
  }
}
