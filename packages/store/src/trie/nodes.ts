import { blake2_256 } from "@ganglion/hash";
import type { Hex } from "@ganglion/primitives";
import { charactersOf, DIGIT } from "../kv/key-digits.ts";
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

/**
 * Reads and writes single nodes of the arena. A blob is the node's encoding: header, partial key,
 * and for a branch bitmap, value, references to its children. A changed child only marks its bit in
 * the parent; `refresh` later puts the new references into the blobs and hashes those.
 *
 * What is "at hand" (key, partial key, value, children's references) stands in fields that are
 * reused, as allocating it for each step would cost more than the step.
 */
export class TrieNodes {
  readonly arena = new NodeArena();

  /** The key at hand as nibbles. */
  key = new Uint8Array(256);
  keyCount = 0;
  /** A partial key at hand as nibbles. */
  partial = new Uint8Array(256);
  /** Nibbles in the partial key of the node parsed last. */
  count = 0;
  #value = new Uint8Array(1 + HASH_BYTES);
  #valueSize = 0;
  #valueKind: ValueKind = NO_VALUE;
  // Per child, in order of nibbles: length * 4 (SCALE compact), reference.
  readonly #refs = new Uint8Array(16 * (1 + HASH_BYTES));
  #refsSize = 0;
  #bitmap = 0;
  // Where the parts of the node parsed last begin in the heap.
  #partialAt = 0;
  #valueAt = 0;
  #refsAt = 0;

  /** Puts a key at hand. Returns how many nibbles it has in common with the one before. */
  loadKey(key: Hex): number {
    const count = key.length - 2;
    const before = this.keyCount;
    const most = Math.min(count, before);
    let shared = 0;
    const characters = charactersOf(key);
    if (count > this.key.length) this.key = new Uint8Array(2 * count);
    else while (shared < most && this.key[shared] === DIGIT[characters[shared + 2]!]) shared++;
    for (let i = shared; i < count; i++) this.key[i] = DIGIT[characters[i + 2]!]!;
    this.keyCount = count;
    return shared;
  }

  loadValue(value: Uint8Array): void {
    if (value.length >= HASHED_VALUE_BYTES) {
      this.#value.set(blake2_256(value));
      this.#valueSize = HASH_BYTES;
      this.#valueKind = HASHED_VALUE;
      return;
    }
    this.#valueSize = writeCompact(this.#value, 0, value.length) + value.length;
    this.#value.set(value, 1);
    this.#valueKind = INLINE_VALUE;
  }

  loadNoValue(): void {
    this.#valueSize = 0;
    this.#valueKind = NO_VALUE;
  }

  loadNoRefs(): void {
    this.#refsSize = 0;
    this.#bitmap = 0;
  }

  /** How the value of a node is written. */
  kindOf(id: number): ValueKind {
    return valueKindOf(this.arena.first(id));
  }

  /** Reads a node's header: how long its partial key is and where it stands. */
  parse(id: number): void {
    const { heap } = this.arena;
    const first = this.arena.first(id);
    const mask = countMask(first);
    let pos = this.arena.at(id) + 1;
    let count = first & mask;
    if (count === mask)
      for (;;) {
        const more = heap[pos++]!;
        count += more;
        if (more !== 255) break;
      }
    this.count = count;
    this.#partialAt = pos;
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

  /**
   * Gives the parsed node the value at hand.
   * @returns whether that changed anything
   */
  setValue(id: number): boolean {
    const a = this.arena;
    this.#parseBody(id);
    const held = this.#refsAt - this.#valueAt;
    if (this.kindOf(id) !== this.#valueKind || held !== this.#valueSize) {
      this.unpack();
      this.#loadRefs(id);
      this.write(id, this.partial, { from: 0, to: this.count });
      return true;
    }
    let changed = false;
    for (let i = 0; i < held; i++) {
      if (a.heap[this.#valueAt + i] === this.#value[i]) continue;
      a.heap[this.#valueAt + i] = this.#value[i]!;
      changed = true;
    }
    return changed;
  }

  /** Hangs `child` below the parsed node, which may have been a leaf, where no child was. */
  addKid(id: number, nibble: number, child: number): void {
    const a = this.arena;
    this.unpack();
    this.#loadBody(id);
    if (a.block(id) === 0) a.giveKids(id);
    a.setKid(id, nibble, child);
    this.insertRef(nibble, child);
    a.markKid(id, nibble);
    this.write(id, this.partial, { from: 0, to: this.count });
  }

  /** Takes a child away from a node. */
  dropKid(id: number, nibble: number): void {
    const a = this.arena;
    this.parse(id);
    this.unpack();
    this.#loadBody(id);
    a.setKid(id, nibble, 0);
    a.unmarkKid(id, nibble);
    const at = this.#refPosition(this.#refs, 0, nibble);
    const length = 1 + (this.#refs[at]! >> 2);
    this.#refs.copyWithin(at, at + length, this.#refsSize);
    this.#refsSize -= length;
    this.#bitmap &= ~(1 << nibble);
    this.write(id, this.partial, { from: 0, to: this.count });
  }

  /** Gives a node the nibbles `partial[from..to)`; its value and children stay. */
  rename(id: number, span: { from: number; to: number }): void {
    this.parse(id);
    this.#loadBody(id);
    this.write(id, this.partial, span);
  }

  /** Makes the parsed node, a branch that has no children left, a leaf. */
  toLeaf(id: number): void {
    this.unpack();
    this.#loadBody(id);
    this.arena.freeKids(id);
    this.write(id, this.partial, { from: 0, to: this.count });
  }

  /** Room for the reference to a child among those at hand; it is put in when refreshed. */
  insertRef(nibble: number, child: number): void {
    // All but the smallest nodes are referred to by hash: no need to move anything later.
    const length = Math.min(this.arena.size(child), HASH_BYTES);
    const at = this.#refPosition(this.#refs, 0, nibble);
    this.#refs.copyWithin(at + 1 + length, at, this.#refsSize);
    this.#refs[at] = length << 2;
    this.#refsSize += 1 + length;
    this.#bitmap |= 1 << nibble;
  }

  /** Writes a blob from nibbles, and the value and references at hand. */
  write(id: number, nibbles: Uint8Array, { from, to }: { from: number; to: number }): void {
    const a = this.arena;
    const branch = a.block(id) !== 0;
    const count = to - from;
    const prefix = headerPrefix(branch, this.#valueKind);
    const body = this.#valueSize + (branch ? 2 + this.#refsSize : 0);
    a.freeBlob(id);
    let at = a.blob(id, headerSize(prefix, count) + ((count + 1) >> 1) + body);
    const heap = a.heap;
    const start = at;
    at = writeHeader(heap, at, prefix, count);
    a.setFirst(id, heap[start]!);
    let i = from;
    if (count & 1) heap[at++] = nibbles[i++]!;
    for (; i < to; i += 2) heap[at++] = (nibbles[i]! << 4) | nibbles[i + 1]!;
    if (branch) {
      heap[at++] = this.#bitmap & 0xff;
      heap[at++] = this.#bitmap >> 8;
    }
    for (let k = 0; k < this.#valueSize; k++) heap[at++] = this.#value[k]!;
    if (branch) for (let k = 0; k < this.#refsSize; k++) heap[at++] = this.#refs[k]!;
  }

  /** Brings the references in the blobs of a node and of those below it up to date. */
  refresh(id: number): void {
    const a = this.arena;
    const changed = a.changedKids(id);
    if (changed === 0) return;
    for (let nibble = 0; nibble < 16; nibble++) {
      if ((changed & (1 << nibble)) === 0) continue;
      const child = a.kid(id, nibble);
      this.refresh(child);
      const encoding = this.encoding(child);
      const ref = encoding.length < HASH_BYTES ? encoding.slice() : blake2_256(encoding);
      this.#putRef(id, nibble, ref);
    }
    a.unmarkKids(id);
  }

  /** A node's encoding, good until the next change; references in it may be out of date. */
  encoding(id: number): Uint8Array {
    const at = this.arena.at(id);
    return this.arena.heap.subarray(at, at + this.arena.size(id));
  }

  #putRef(id: number, nibble: number, ref: Uint8Array): void {
    const { heap } = this.arena;
    this.parse(id);
    this.#parseBody(id);
    let at = this.#refPosition(heap, this.#refsAt, nibble);
    if (heap[at]! >> 2 === ref.length) {
      for (let i = 0; i < ref.length; i++) heap[++at] = ref[i]!;
      return;
    }
    this.unpack();
    this.#loadBody(id);
    at = this.#refPosition(this.#refs, 0, nibble);
    const former = 1 + (this.#refs[at]! >> 2);
    this.#refs.copyWithin(at + 1 + ref.length, at + former, this.#refsSize);
    this.#refs[at] = ref.length << 2;
    this.#refs.set(ref, at + 1);
    this.#refsSize += 1 + ref.length - former;
    this.write(id, this.partial, { from: 0, to: this.count });
  }

  /** Where the reference for a nibble stands or would stand. `#bitmap` must be that of the references. */
  #refPosition(bytes: Uint8Array, from: number, nibble: number): number {
    let at = from;
    for (let rest = this.#bitmap & ((1 << nibble) - 1); rest !== 0; rest &= rest - 1)
      at += 1 + (bytes[at]! >> 2);
    return at;
  }

  /** After `parse`: where value and references stand, and the bitmap. */
  #parseBody(id: number): void {
    const { heap } = this.arena;
    let at = this.#partialAt + ((this.count + 1) >> 1);
    this.#bitmap = 0;
    if (this.arena.block(id) !== 0) {
      this.#bitmap = heap[at]! | (heap[at + 1]! << 8);
      at += 2;
    }
    const kind = this.kindOf(id);
    this.#valueAt = at;
    // Inline values are shorter than 33 bytes: their length is one byte.
    if (kind === HASHED_VALUE) at += HASH_BYTES;
    else if (kind === INLINE_VALUE) at += 1 + (heap[at]! >> 2);
    this.#refsAt = at;
  }

  /** After `parse`: the node's value and references are at hand. */
  #loadBody(id: number): void {
    const { heap } = this.arena;
    this.#parseBody(id);
    this.#valueKind = this.kindOf(id);
    this.#valueSize = this.#refsAt - this.#valueAt;
    for (let i = 0; i < this.#valueSize; i++) this.#value[i] = heap[this.#valueAt + i]!;
    this.#loadRefs(id);
  }

  #loadRefs(id: number): void {
    const { heap } = this.arena;
    this.#refsSize = this.arena.at(id) + this.arena.size(id) - this.#refsAt;
    for (let i = 0; i < this.#refsSize; i++) this.#refs[i] = heap[this.#refsAt + i]!;
  }
}
