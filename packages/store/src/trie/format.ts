// The node format of Substrate's base-16 state trie, layout V1.
// Source: polkadot-sdk primitives/trie/src/{node_header,node_codec}.rs

/** Values of this many bytes and more stand in a node as their hash. */
export const HASHED_VALUE_BYTES = 33;

// The first byte: a kind in the high bits, the number of nibbles in the rest.
export const LEAF = 0x40;
export const LEAF_HASHED = 0x20;
export const BRANCH = 0x80;
export const BRANCH_VALUE = 0xc0;
export const BRANCH_HASHED = 0x10;

/** The encoding of a trie without keys; its blake2b-256 is the empty root. */
export const EMPTY_NODE = Uint8Array.of(0);

/** How a node's value is written: not at all, as compact length and bytes, or as a hash. */
export type ValueKind = typeof NO_VALUE | typeof INLINE_VALUE | typeof HASHED_VALUE;
export const NO_VALUE = 0;
export const INLINE_VALUE = 1;
export const HASHED_VALUE = 2;

/** The largest nibble count that fits the first byte, of a node that begins with `first`. */
export function countMask(first: number): number {
  return first >= LEAF ? 63 : first >= LEAF_HASHED ? 31 : 15;
}

/** The high bits of the first byte, of a leaf or branch with this kind of value. */
export function headerPrefix(branch: boolean, value: ValueKind): number {
  if (branch)
    return value === NO_VALUE ? BRANCH : value === INLINE_VALUE ? BRANCH_VALUE : BRANCH_HASHED;
  return value === HASHED_VALUE ? LEAF_HASHED : LEAF;
}

/** The kind of value of a node that begins with `first`. */
export function valueKindOf(first: number): ValueKind {
  if (first >= BRANCH_VALUE) return INLINE_VALUE;
  if (first >= BRANCH) return NO_VALUE;
  return first >= LEAF ? INLINE_VALUE : HASHED_VALUE;
}

/** Bytes that the header of a node with `count` nibbles takes. */
export function headerSize(prefix: number, count: number): number {
  const mask = countMask(prefix);
  return count < mask ? 1 : 2 + Math.floor((count - mask) / 255);
}

/** Writes a header; returns the offset behind it. */
export function writeHeader(out: Uint8Array, at: number, prefix: number, count: number): number {
  const mask = countMask(prefix);
  if (count < mask) {
    out[at] = prefix | count;
    return at + 1;
  }
  let pos = at;
  out[pos++] = prefix | mask;
  let rest = count - mask;
  for (; rest >= 255; rest -= 255) out[pos++] = 255;
  out[pos++] = rest;
  return pos;
}

/** SCALE's compact form of a length below 2^30; returns the offset behind it. */
export function writeCompact(out: Uint8Array, at: number, length: number): number {
  if (length < 64) {
    out[at] = length << 2;
    return at + 1;
  }
  if (length < 16_384) {
    out[at] = ((length << 2) & 0xff) | 1;
    out[at + 1] = length >> 6;
    return at + 2;
  }
  const word = length * 4 + 2;
  for (let i = 0; i < 4; i++) out[at + i] = Math.floor(word / 256 ** i) & 0xff;
  return at + 4;
}
