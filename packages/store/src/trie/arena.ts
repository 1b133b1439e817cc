// Nodes live in a few growing typed arrays, not in objects: about 200 bytes a key instead of about 1,000,
// and nothing for the garbage collector to walk.

const KIDS_PER_BRANCH = 16;
const GRAIN_BITS = 3; // blobs are rounded up to 8 bytes, so that freed ones fit others

// The fields of a node stand side by side: reading one brings the others into the processor's cache.
const WORDS = 4;
const AT = 0;
const SIZE = 1;
const BLOCK = 2;
const MARKS = 3; // bits 0..15: children that changed; bits 16..23: first byte of the blob

function grown<T extends Uint8Array | Int32Array>(array: T, length: number): T {
  const bigger = new (array.constructor as { new (n: number): T })(length);
  bigger.set(array);
  return bigger;
}

/**
 * Storage of trie nodes by id; id 0 is "none". A node owns a blob, its encoding, and, if it is a
 * branch, a block of 16 children's ids.
 */
export class NodeArena {
  /** All blobs. */
  heap = new Uint8Array(4096);
  /** All blocks of children: 16 ids each, 0 for none. */
  kids = new Int32Array(16 * KIDS_PER_BRANCH);
  #nodes = new Int32Array(64 * WORDS);

  #nodeCount = 1;
  #blockCount = 1;
  #top = 0;
  readonly #freeNodes: number[] = [];
  readonly #freeBlocks: number[] = [];
  readonly #freeBlobs: number[][] = [];

  /** Where in `heap` the blob of a node begins. */
  at(id: number): number {
    return this.#nodes[id * WORDS + AT]!;
  }
  /** Length of the blob of a node. */
  size(id: number): number {
    return this.#nodes[id * WORDS + SIZE]!;
  }
  /** Number of the block of children, 0 for a leaf. */
  block(id: number): number {
    return this.#nodes[id * WORDS + BLOCK]!;
  }
  /** Children, as a set of bits, whose references in the blob are out of date. */
  changedKids(id: number): number {
    return this.#nodes[id * WORDS + MARKS]! & 0xffff;
  }
  markKid(id: number, nibble: number): void {
    this.#nodes[id * WORDS + MARKS]! |= 1 << nibble;
  }
  unmarkKids(id: number): void {
    this.#nodes[id * WORDS + MARKS]! &= ~0xffff;
  }
  unmarkKid(id: number, nibble: number): void {
    this.#nodes[id * WORDS + MARKS]! &= ~(1 << nibble);
  }
  /** The first byte of the blob: known without a look at the heap, which often saves a cache miss. */
  first(id: number): number {
    return (this.#nodes[id * WORDS + MARKS]! >> 16) & 0xff;
  }
  setFirst(id: number, byte: number): void {
    this.#nodes[id * WORDS + MARKS] = (byte << 16) | this.changedKids(id);
  }

  /** A new node without blob and children. */
  node(): number {
    const reused = this.#freeNodes.pop();
    if (reused !== undefined) return reused;
    const id = this.#nodeCount++;
    if (id * WORDS === this.#nodes.length) {
      this.#nodes = grown(this.#nodes, 2 * id * WORDS);
    }
    return id;
  }

  freeNode(id: number): void {
    this.freeBlob(id);
    this.freeKids(id);
    this.#nodes[id * WORDS + MARKS] = 0;
    this.#freeNodes.push(id);
  }

  /** Room for a blob of `size` bytes; a former blob of the node must have been freed. */
  blob(id: number, size: number): number {
    const grains = (size + 7) >> GRAIN_BITS;
    let at = this.#freeBlobs[grains]?.pop();
    if (at === undefined) {
      at = this.#top;
      this.#top += grains << GRAIN_BITS;
      if (this.#top > this.heap.length)
        this.heap = grown(this.heap, Math.max(this.#top, this.heap.length * 2));
    }
    this.#nodes[id * WORDS + AT] = at;
    this.#nodes[id * WORDS + SIZE] = size;
    return at;
  }

  freeBlob(id: number): void {
    const grains = (this.size(id) + 7) >> GRAIN_BITS;
    if (grains === 0) return;
    (this.#freeBlobs[grains] ??= []).push(this.at(id));
    this.#nodes[id * WORDS + SIZE] = 0;
  }

  /** Makes a leaf a branch without children. */
  giveKids(id: number): void {
    let block = this.#freeBlocks.pop();
    if (block === undefined) {
      block = this.#blockCount++;
      if ((block + 1) * KIDS_PER_BRANCH > this.kids.length)
        this.kids = grown(this.kids, this.kids.length * 2);
    }
    this.kids.fill(0, block * KIDS_PER_BRANCH, (block + 1) * KIDS_PER_BRANCH);
    this.#nodes[id * WORDS + BLOCK] = block;
  }

  freeKids(id: number): void {
    const block = this.block(id);
    if (block === 0) return;
    this.#freeBlocks.push(block);
    this.#nodes[id * WORDS + BLOCK] = 0;
    this.unmarkKids(id);
  }

  kid(id: number, nibble: number): number {
    return this.kids[this.block(id) * KIDS_PER_BRANCH + nibble]!;
  }

  setKid(id: number, nibble: number, child: number): void {
    this.kids[this.block(id) * KIDS_PER_BRANCH + nibble] = child;
  }

  /** Bytes reserved, for reports on memory. */
  get reservedBytes(): number {
    return this.heap.length + this.#nodes.byteLength + this.kids.byteLength;
  }
}
