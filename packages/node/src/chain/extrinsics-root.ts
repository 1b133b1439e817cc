import { blake2_256 } from "@ganglion/hash";
import { type Hash, hash, toHex } from "@ganglion/primitives";
import { Writer, writeLength } from "@ganglion/scale";

interface Entry {
  readonly nibbles: Uint8Array;
  readonly value: Uint8Array;
}

const LEAF = 0b01_000000;
const BRANCH = 0b10_000000;
const BRANCH_WITH_VALUE = 0b11_000000;
/** Node header holds six bits of the partial key's length; the keys here have at most ten nibbles. */
const MAX_NIBBLES = 62;

/**
 * Root of the trie whose keys are the compact-encoded places of the extrinsics in the block.
 * Layout V0, values inside the nodes whatever their length: system version 1 has the V1 layout for
 * its state alone. Source: sp_version, extrinsics_root_state_version.
 */
export function extrinsicsRoot(extrinsics: readonly Uint8Array[]): Hash {
  const entries = extrinsics.map((value, index) => ({ nibbles: nibblesOf(index), value }));
  entries.sort((a, b) => compare(a.nibbles, b.nibbles));
  const root = entries.length === 0 ? Uint8Array.of(0) : node(entries, 0);
  return hash(toHex(blake2_256(root)));
}

function nibblesOf(index: number): Uint8Array {
  const w = new Writer(5);
  writeLength(w, index);
  const out = new Uint8Array(2 * w.at);
  for (let i = 0; i < w.at; i++) {
    out[2 * i] = w.bytes[i]! >> 4;
    out[2 * i + 1] = w.bytes[i]! & 15;
  }
  return out;
}

function compare(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

/** Encoding of the node that holds `entries`, sorted, which all agree in their first `depth` nibbles. */
function node(entries: readonly Entry[], depth: number): Uint8Array {
  const first = entries[0]!.nibbles;
  const last = entries.at(-1)!.nibbles;
  let end = depth;
  while (end < first.length && end < last.length && first[end] === last[end]) end++;
  const w = new Writer(64);
  if (entries.length === 1) {
    writePartial(w, LEAF, first.subarray(depth));
    writeValue(w, entries[0]!.value);
    return w.bytes.slice(0, w.at);
  }
  // Sorted, so a key that ends here comes first.
  const own = first.length === end ? entries[0] : undefined;
  const children: Uint8Array[] = [];
  let bitmap = 0;
  for (let from = own ? 1 : 0; from < entries.length; ) {
    const nibble = entries[from]!.nibbles[end]!;
    let to = from;
    while (to < entries.length && entries[to]!.nibbles[end] === nibble) to++;
    bitmap |= 1 << nibble;
    children.push(node(entries.slice(from, to), end + 1));
    from = to;
  }
  writePartial(w, own ? BRANCH_WITH_VALUE : BRANCH, first.subarray(depth, end));
  w.byte(bitmap & 255);
  w.byte(bitmap >> 8);
  if (own) writeValue(w, own.value);
  for (const child of children) writeValue(w, child.length < 32 ? child : blake2_256(child));
  return w.bytes.slice(0, w.at);
}

function writePartial(w: Writer, kind: number, nibbles: Uint8Array): void {
  if (nibbles.length > MAX_NIBBLES) throw new RangeError(`${nibbles.length} nibbles in one node`);
  w.byte(kind | nibbles.length);
  let i = 0;
  if (nibbles.length % 2 === 1) w.byte(nibbles[i++]!);
  for (; i < nibbles.length; i += 2) w.byte((nibbles[i]! << 4) | nibbles[i + 1]!);
}

function writeValue(w: Writer, value: Uint8Array): void {
  writeLength(w, value.length);
  w.put(value);
}
