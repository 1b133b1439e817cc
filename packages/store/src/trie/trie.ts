import { blake2_256 } from "@ganglion/hash";
import { type Hex, toHex } from "@ganglion/primitives";
import { EMPTY_NODE, HASHED_VALUE, NO_VALUE } from "./format.ts";
import { HASH_BYTES, TrieNodes } from "./nodes.ts";

/** Keys with their new value, `undefined` for a deletion. */
export type Changes = readonly (readonly [Hex, Uint8Array | undefined])[];

/** Root of a trie without keys. */
export const EMPTY_ROOT: Hex = toHex(blake2_256(EMPTY_NODE));

/**
 * Substrate's state trie, layout V1, kept incrementally: a change costs the path to its key, and
 * `root` hashes again only what changed. Values of 33 bytes and more are kept as their hash only.
 * Keys must be well-formed `Hex`; the store checks them at its door.
 */
export class Trie {
  readonly #nodes = new TrieNodes();
  #root = 0;
  #rootHash: Hex | undefined = EMPTY_ROOT;
  // Branches above the node at hand, and the nibble that leads on from each.
  readonly #above: number[] = [];
  readonly #turn: number[] = [];
  /** Nibbles of the key before each of them. */
  readonly #start: number[] = [];
  #depth = 0;
  /** How much of #above still holds for the key that was at hand last. */
  #held = 0;

  /** Bytes that the nodes occupy. */
  get reservedBytes(): number {
    return this.#nodes.arena.reservedBytes;
  }

  /** All changes, in order. */
  apply(changes: Changes): void {
    for (const [key, value] of changes) {
      if (value === undefined) this.delete(key);
      else this.put(key, value);
    }
  }

  put(key: Hex, value: Uint8Array): void {
    const nodes = this.#nodes;
    const { arena } = nodes;
    // Changes come in the order of their keys, so most of the way is the last one's.
    const shared = nodes.loadKey(key);
    nodes.loadValue(value);
    let held = this.#held;
    while (held > 0 && this.#start[held - 1]! > shared) held--;
    this.#depth = Math.max(held - 1, 0);
    let pos = held === 0 ? 0 : this.#start[held - 1]!;
    let id = held === 0 ? this.#root : this.#above[held - 1]!;
    this.#held = 0;
    if (id === 0) {
      this.#root = this.#leaf(0);
      this.#rootHash = undefined;
      return;
    }
    for (;;) {
      nodes.parse(id);
      const shared = nodes.sharedNibbles(pos);
      if (shared < nodes.count) {
        this.#split(id, pos, shared);
        break;
      }
      pos += shared;
      if (pos === nodes.keyCount) {
        if (!nodes.setValue(id)) {
          this.#held = this.#depth;
          return;
        }
        break;
      }
      const nibble = nodes.key[pos]!;
      const child = arena.block(id) === 0 ? 0 : arena.kid(id, nibble);
      if (child === 0) {
        nodes.addKid(id, nibble, this.#leaf(pos + 1));
        break;
      }
      this.#descend(id, nibble, pos - nodes.count);
      id = child;
      pos++;
    }
    this.#markPath();
    this.#held = this.#depth;
  }

  /** Removes a key; false if it was not there. */
  delete(key: Hex): boolean {
    const nodes = this.#nodes;
    const { arena } = nodes;
    const { found } = this.#find(key);
    if (found === 0 || nodes.kindOf(found) === NO_VALUE) return false;
    let changed = found;
    if (arena.block(found) !== 0) {
      nodes.loadNoValue();
      nodes.setValue(found);
    } else {
      arena.freeNode(found);
      if (this.#depth === 0) {
        this.#root = 0;
        this.#rootHash = EMPTY_ROOT;
        return true;
      }
      changed = this.#above[--this.#depth]!;
      nodes.dropKid(changed, this.#turn[this.#depth]!);
    }
    this.#tidy(changed);
    this.#markPath();
    return true;
  }

  /** The state root. */
  root(): Hex {
    if (this.#rootHash !== undefined) return this.#rootHash;
    this.#nodes.refresh(this.#root);
    // A root shorter than a hash is hashed too: it has no parent that could contain it.
    this.#rootHash = toHex(blake2_256(this.#nodes.encoding(this.#root)));
    return this.#rootHash;
  }

  /**
   * The encodings that a reader needs to follow `key` from the root (nodes that stand inside their
   * parent left out), and whether it ends at a value of which only the hash stands there.
   */
  path(key: Hex): { encodings: Uint8Array[]; hashedValue: boolean } {
    this.root();
    const { found, last } = this.#find(key);
    const encodings: Uint8Array[] = [];
    if (last === 0) encodings.push(EMPTY_NODE);
    else
      for (let i = 0; i <= this.#depth; i++) {
        const id = i === this.#depth ? last : this.#above[i]!;
        const encoding = this.#nodes.encoding(id);
        if (id === this.#root || encoding.length >= HASH_BYTES) encodings.push(encoding.slice());
      }
    return {
      encodings,
      hashedValue: found !== 0 && this.#nodes.kindOf(found) === HASHED_VALUE,
    };
  }

  /** The node that ends at `key` or 0, and the last node on the way; the branches above it are in #above. */
  #find(key: Hex): { found: number; last: number } {
    const nodes = this.#nodes;
    nodes.loadKey(key);
    this.#depth = 0;
    this.#held = 0;
    let pos = 0;
    let id = this.#root;
    for (;;) {
      if (id === 0) return { found: 0, last: 0 };
      nodes.parse(id);
      const shared = nodes.sharedNibbles(pos);
      if (shared < nodes.count) return { found: 0, last: id };
      pos += shared;
      if (pos === nodes.keyCount) return { found: id, last: id };
      const nibble = nodes.key[pos]!;
      const child = nodes.arena.block(id) === 0 ? 0 : nodes.arena.kid(id, nibble);
      if (child === 0) return { found: 0, last: id };
      this.#descend(id, nibble, pos - nodes.count);
      pos++;
      id = child;
    }
  }

  #descend(id: number, nibble: number, start: number): void {
    this.#above[this.#depth] = id;
    this.#start[this.#depth] = start;
    this.#turn[this.#depth++] = nibble;
  }

  /** The node below the last branch of #above changed. */
  #markPath(): void {
    const { arena } = this.#nodes;
    this.#rootHash = undefined;
    for (let i = 0; i < this.#depth; i++) arena.markKid(this.#above[i]!, this.#turn[i]!);
  }

  /** Puts `next` where the node below the last branch of #above hung. */
  #replace(next: number): void {
    const parent = this.#depth - 1;
    if (parent < 0) this.#root = next;
    else this.#nodes.arena.setKid(this.#above[parent]!, this.#turn[parent]!, next);
  }

  /** A new leaf with the key at hand from nibble `from`, and the value at hand. */
  #leaf(from: number): number {
    const id = this.#nodes.arena.node();
    this.#nodes.write(id, this.#nodes.key, { from, to: this.#nodes.keyCount });
    return id;
  }

  /** The parsed node agrees with the key for `shared` nibbles only: a branch goes between. */
  #split(id: number, pos: number, shared: number): void {
    const nodes = this.#nodes;
    const { arena, count } = nodes;
    nodes.unpack();
    const turn = nodes.partial[shared]!;
    const end = pos + shared;
    const endsHere = end === nodes.keyCount;
    const leaf = endsHere ? 0 : this.#leaf(end + 1);
    const branch = arena.node();
    arena.giveKids(branch);
    nodes.loadNoRefs();
    if (!endsHere) {
      nodes.loadNoValue();
      this.#hang(branch, nodes.key[end]!, leaf);
    }
    this.#hang(branch, turn, id);
    nodes.write(branch, nodes.key, { from: pos, to: end });
    nodes.rename(id, { from: shared + 1, to: count });
    this.#replace(branch);
  }

  /** A child of a branch that is about to be written. */
  #hang(branch: number, nibble: number, child: number): void {
    this.#nodes.arena.setKid(branch, nibble, child);
    this.#nodes.arena.markKid(branch, nibble);
    this.#nodes.insertRef(nibble, child);
  }

  /**
   * Brings a branch that lost a child or its value into the only form that a trie with its keys
   * has: as a leaf without children, joined with its child if that is all it has.
   */
  #tidy(id: number): void {
    const nodes = this.#nodes;
    const { arena } = nodes;
    let kids = 0;
    let turn = 0;
    for (let nibble = 0; nibble < 16; nibble++) {
      if (arena.kid(id, nibble) === 0) continue;
      kids++;
      turn = nibble;
    }
    if (kids > 1 || (kids === 1 && nodes.kindOf(id) !== NO_VALUE)) return;
    nodes.parse(id);
    if (kids === 0) {
      nodes.toLeaf(id);
      return;
    }
    nodes.unpack();
    const upper = nodes.count;
    const child = arena.kid(id, turn);
    nodes.parse(child);
    nodes.unpack(upper + 1);
    nodes.partial[upper] = turn;
    nodes.rename(child, { from: 0, to: upper + 1 + nodes.count });
    arena.freeNode(id);
    this.#replace(child);
  }
}
