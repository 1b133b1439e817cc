import type { Hex } from "@ganglion/primitives";
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
const DELETED = 0x80;
// 16^8 records of one key are more than there are block numbers.
const MAX_JUMPS = 8;
const NO_JUMPS: readonly number[] = [];

/** The record that block `block` writes over `old`. */
export function nextRecord(
  old: StateRecord | undefined,
  { value, block }: { value: Uint8Array | undefined; block: number },
): StateRecord {
  if (old === undefined) return { value, block, depth: 0, jumps: NO_JUMPS };
  const depth = old.depth + 1;
  if (depth < FAN) return { value, block, depth, jumps: NO_JUMPS };
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

/** Length of a record as bytes. */
export function recordSize({ value, jumps }: StateRecord): number {
  return HEAD_BYTES + 4 * jumps.length + (value?.length ?? 0);
}

/**
 * Writes a record: flags and jump count (u8), block (u32), depth (u32), jumps (u32 each), value.
 * Returns the offset behind it.
 */
export function putRecord(out: Uint8Array, at: number, record: StateRecord): number {
  const { value, block, depth, jumps } = record;
  out[at] = (value === undefined ? DELETED : 0) | jumps.length;
  putU32(out, at + 1, block);
  putU32(out, at + 5, depth);
  let pos = at + HEAD_BYTES;
  for (const jump of jumps) {
    putU32(out, pos, jump);
    pos += 4;
  }
  if (value === undefined) return pos;
  out.set(value, pos);
  return pos + value.length;
}

/** Records as bytes, all in one buffer: an allocation for each would cost more than writing it. */
export function encodeRecords(
  records: readonly (StateRecord | undefined)[],
): (Uint8Array | undefined)[] {
  let size = 0;
  for (const record of records) if (record) size += recordSize(record);
  const out = new Uint8Array(size);
  let at = 0;
  return records.map((record) => {
    if (record === undefined) return undefined;
    const start = at;
    at = putRecord(out, at, record);
    return out.subarray(start, at);
  });
}

/** @throws StoreError CORRUPT */
export function decodeRecord(bytes: Uint8Array, key: Hex): StateRecord {
  const flags = bytes[0] ?? MAX_JUMPS + 1;
  const count = flags & ~DELETED;
  const start = HEAD_BYTES + 4 * count;
  const deleted = (flags & DELETED) !== 0;
  if (count > MAX_JUMPS || bytes.length < start || (deleted && bytes.length !== start))
    throw corrupt(`the record of ${key} contradicts itself`);
  let jumps = NO_JUMPS;
  if (count > 0) {
    const read: number[] = [];
    for (let i = 0; i < count; i++) read.push(getU32(bytes, HEAD_BYTES + 4 * i));
    jumps = read;
  }
  const value = deleted ? undefined : bytes.slice(start);
  return { value, block: getU32(bytes, 1), depth: getU32(bytes, 5), jumps };
}

// Several times as fast as a DataView made for each record.
function putU32(out: Uint8Array, at: number, value: number): void {
  out[at] = value >>> 24;
  out[at + 1] = value >>> 16;
  out[at + 2] = value >>> 8;
  out[at + 3] = value;
}
function getU32(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
  );
}
