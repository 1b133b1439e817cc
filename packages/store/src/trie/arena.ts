// Nodes live in a few growing typed arrays, not in objects: about 170 bytes a key instead of about 1,000,
// and nothing for the garbage collector to walk.

const KIDS_PER_BRANCH = 16;
const REF_BYTES = 32;
const GRAIN_BITS = 3; // blobs are rounded up to 8 bytes, so that freed ones fit others

function grown<T extends Uint8Array | Uint32Array>(array: T, length: number): T {
  const bigger = new (array.constructor as { new (n: number): T })(length);
  bigger.set(array);
  return bigger;
}

/**
 * Storage of trie nodes by id; id 0 is "none". A node owns a blob (header, partial key, value),
 * a reference (what its parent's encoding says about it) and, if it is a branch, 16 children.
 */
export class NodeArena {
  /** All blobs; node `id` owns `heap[at[id] .. at[id] + size[id])`. */
  heap = new Uint8Array(4096);
  at = new Uint32Array(64);
  size = new Uint32Array(64);
  /** Index of the block of children, 0 for a leaf. */
  block = new Uint32Array(64);
  /** Length of the reference, 0 while it is out of date. */
  refSize = new Uint8Array(64);
  refs = new Uint8Array(64 * REF_BYTES);
  kids = new Uint32Array(16 * KIDS_PER_BRANCH);

  #nodes = 1;
  #blocks = 1;
  #top = 0;
  readonly #freeNodes: number[] = [];
  readonly #freeBlocks: number[] = [];
  readonly #freeBlobs: number[][] = [];

  /** A new node without blob and children. */
  node(): number {
    const reused = this.#freeNodes.pop();
    if (reused !== undefined) return reused;
    const id = this.#nodes++;
    if (id === this.at.length) {
      const length = id * 2;
      this.at = grown(this.at, length);
      this.size = grown(this.size, length);
      this.block = grown(this.block, length);
      this.refSize = grown(this.refSize, length);
      this.refs = grown(this.refs, length * REF_BYTES);
    }
    return id;
  }

  freeNode(id: number): void {
    this.freeBlob(id);
    this.freeKids(id);
    this.refSize[id] = 0;
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
    this.at[id] = at;
    this.size[id] = size;
    return at;
  }

  freeBlob(id: number): void {
    const grains = (this.size[id]! + 7) >> GRAIN_BITS;
    if (grains === 0) return;
    (this.#freeBlobs[grains] ??= []).push(this.at[id]!);
    this.size[id] = 0;
  }

  /** Makes a leaf a branch without children. */
  giveKids(id: number): void {
    let block = this.#freeBlocks.pop();
    if (block === undefined) {
      block = this.#blocks++;
      if ((block + 1) * KIDS_PER_BRANCH > this.kids.length)
        this.kids = grown(this.kids, this.kids.length * 2);
    }
    this.kids.fill(0, block * KIDS_PER_BRANCH, (block + 1) * KIDS_PER_BRANCH);
    this.block[id] = block;
  }

  freeKids(id: number): void {
    if (this.block[id] === 0) return;
    this.#freeBlocks.push(this.block[id]!);
    this.block[id] = 0;
  }

  kid(id: number, nibble: number): number {
    return this.kids[this.block[id]! * KIDS_PER_BRANCH + nibble]!;
  }

  setKid(id: number, nibble: number, child: number): void {
    this.kids[this.block[id]! * KIDS_PER_BRANCH + nibble] = child;
  }

  /** Bytes reserved, for reports on memory. */
  get reservedBytes(): number {
    return (
      this.heap.length +
      this.at.byteLength * 3 +
      this.refSize.length +
      this.refs.length +
      this.kids.byteLength
    );
  }
}
