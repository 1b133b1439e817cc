import { blake2_256 } from "@ganglion/hash";
import type { Hex } from "@ganglion/primitives";
import { NodeArena } from "./arena.ts";
import {
  countMask,
  HASHED_VALUE,
  HASHED_VALUE_BYTES,
  headerPrefix,
  headerSize,
  INLINE_VALUE,
  NO_VALUE,
  type ValueKind,
  valueKindOf,
  writeCompact,
  writeHeader,
} from "./format.ts";

export const HASH_BYTES = 32;
const MAX_KIDS_BYTES = 2 + 16 * (1 + HASH_BYTES);

/**
 * Reads and writes single nodes of the arena. A blob is the node's encoding without its children:
 * header, partial key, value; for a leaf that is all of it. What is "at hand" (key, value, parsed
 * header, partial key) stands in fields that are reused, as allocating it for each step would cost
 * more than the step.
 */
export class TrieNodes {
  readonly arena = new NodeArena();

  /** The key at hand as nibbles. */
  key = new Uint8Array(256);
  keyCount = 0;
  /** The value at hand as it stands in a node. */
  readonly value = new Uint8Array(1 + HASH_BYTES);
  valueSize = 0;
  valueKind: ValueKind = NO_VALUE;
  /** A partial key at hand as nibbles. */
  partial = new Uint8Array(256);
  /** Nibbles in the partial key of the node parsed last. */
  count = 0;
  #partialAt = 0;
  #valueAt = 0;
  #scratch = new Uint8Array(1024);

  loadKey(key: Hex): void {
    const count = key.length - 2;
    if (count > this.key.length) this.key = new Uint8Array(2 * count);
    for (let i = 0; i < count; i++) {
      const code = key.charCodeAt(i + 2);
      this.key[i] = code <= 57 ? code - 48 : code - 87;
    }
    this.keyCount = count;
  }

  loadValue(value: Uint8Array): void {
    if (value.length >= HASHED_VALUE_BYTES) {
      this.value.set(blake2_256(value));
      this.valueSize = HASH_BYTES;
      this.valueKind = HASHED_VALUE;
      return;
    }
    this.valueSize = writeCompact(this.value, 0, value.length) + value.length;
    this.value.set(value, 1);
    this.valueKind = INLINE_VALUE;
  }

  loadNoValue(): void {
    this.valueSize = 0;
    this.valueKind = NO_VALUE;
  }

  /** How the value of a node is written. */
  kindOf(id: number): ValueKind {
    return valueKindOf(this.arena.heap[this.arena.at(id)]!);
  }

  /** Reads a node's header: where its partial key and its value are. */
  parse(id: number): void {
    const { heap } = this.arena;
    let pos = this.arena.at(id);
    const first = heap[pos++]!;
    const mask = countMask(first);
    let count = first & mask;
    if (count === mask)
      for (;;) {
        const more = heap[pos++]!;
        count += more;
        if (more !== 255) break;
      }
    this.count = count;
    this.#partialAt = pos;
    this.#valueAt = pos + ((count + 1) >> 1);
  }

  /** How many nibbles of the parsed node's partial key agree with the key at hand from `pos`. */
  sharedNibbles(pos: number): number {
    const heap = this.arena.heap;
    const key = this.key;
    const most = Math.min(this.count, this.keyCount - pos);
    const odd = this.count & 1;
    for (let i = 0; i < most; i++) {
      const at = i + odd;
      const byte = heap[this.#partialAt + (at >> 1)]!;
      if ((at & 1 ? byte & 15 : byte >> 4) !== key[pos + i]) return i;
    }
    return most;
  }

  /** The parsed node's partial key as nibbles into `partial`, from index `to`. */
  unpack(to = 0): void {
    const heap = this.arena.heap;
    const count = this.count;
    if (to + count > this.partial.length) {
      const bigger = new Uint8Array(2 * (to + count));
      bigger.set(this.partial);
      this.partial = bigger;
    }
    const odd = count & 1;
    for (let i = 0; i < count; i++) {
      const at = i + odd;
      const byte = heap[this.#partialAt + (at >> 1)]!;
      this.partial[to + i] = at & 1 ? byte & 15 : byte >> 4;
    }
  }

  /** Whether the parsed node holds the value at hand. */
  holdsValue(id: number): boolean {
    const { heap } = this.arena;
    if (this.kindOf(id) !== this.valueKind) return false;
    if (this.arena.at(id) + this.arena.size(id) - this.#valueAt !== this.valueSize) return false;
    for (let i = 0; i < this.valueSize; i++)
      if (heap[this.#valueAt + i] !== this.value[i]) return false;
    return true;
  }

  /** Writes a blob from nibbles and the value at hand; the node's reference is out of date then. */
  write(id: number, nibbles: Uint8Array, { from, to }: { from: number; to: number }): void {
    const a = this.arena;
    const count = to - from;
    const prefix = headerPrefix(a.block(id) !== 0, this.valueKind);
    a.freeBlob(id);
    let at = a.blob(id, headerSize(prefix, count) + ((count + 1) >> 1) + this.valueSize);
    const heap = a.heap;
    at = writeHeader(heap, at, prefix, count);
    let i = from;
    if (count & 1) heap[at++] = nibbles[i++]!;
    for (; i < to; i += 2) heap[at++] = (nibbles[i]! << 4) | nibbles[i + 1]!;
    for (let k = 0; k < this.valueSize; k++) heap[at++] = this.value[k]!;
    a.setRefSize(id, 0);
  }

  /** Gives a node the nibbles `partial[from..to)` and leaves it its value, which is at hand then. */
  rewrite(id: number, span: { from: number; to: number }): void {
    const { heap } = this.arena;
    this.valueKind = this.kindOf(id);
    this.parse(id);
    this.valueSize = this.arena.at(id) + this.arena.size(id) - this.#valueAt;
    this.value.set(heap.subarray(this.#valueAt, this.#valueAt + this.valueSize));
    this.write(id, this.partial, span);
  }

  /** Brings the references below a node, and its own, up to date. */
  refresh(id: number): void {
    const a = this.arena;
    const block = a.block(id);
    if (block !== 0)
      for (let slot = block * 16; slot < block * 16 + 16; slot++) {
        const child = a.kids[slot]!;
        if (child !== 0 && a.refSize(child) === 0) this.refresh(child);
      }
    const encoded = this.encode(id);
    const ref = encoded.length < HASH_BYTES ? encoded : blake2_256(encoded);
    a.refs.set(ref, id * HASH_BYTES);
    a.setRefSize(id, ref.length);
  }

  /** A node's encoding, in memory that the next call reuses; its children's references must be up to date. */
  encode(id: number): Uint8Array {
    const a = this.arena;
    const { heap, kids, refs } = a;
    const start = a.at(id);
    const end = start + a.size(id);
    const block = a.block(id);
    if (block === 0) return heap.subarray(start, end);
    if (end - start + MAX_KIDS_BYTES > this.#scratch.length)
      this.#scratch = new Uint8Array(2 * (end - start + MAX_KIDS_BYTES));
    this.parse(id);
    const out = this.#scratch;
    const slots = block * 16;
    let pos = 0;
    for (let i = start; i < this.#valueAt; i++) out[pos++] = heap[i]!;
    let bitmap = 0;
    for (let nibble = 0; nibble < 16; nibble++)
      if (kids[slots + nibble] !== 0) bitmap |= 1 << nibble;
    out[pos++] = bitmap & 0xff;
    out[pos++] = bitmap >> 8;
    for (let i = this.#valueAt; i < end; i++) out[pos++] = heap[i]!;
    for (let nibble = 0; nibble < 16; nibble++) {
      const child = kids[slots + nibble]!;
      if (child === 0) continue;
      const length = a.refSize(child);
      out[pos++] = length << 2;
      const from = child * HASH_BYTES;
      for (let i = from; i < from + length; i++) out[pos++] = refs[i]!;
    }
    return out.subarray(0, pos);
  }
}
