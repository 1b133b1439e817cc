import { blake2_256Hex } from "@ganglion/hash";
import { fromHex, type Hex, toHex } from "@ganglion/primitives";
import { StoreError } from "../error.ts";
import {
  BRANCH,
  BRANCH_HASHED,
  countMask,
  HASHED_VALUE,
  LEAF_HASHED,
  NO_VALUE,
  valueKindOf,
} from "./format.ts";

const HASH_BYTES = 32;
const MAX_NIBBLES = 0xffff;

/**
 * The values that a read proof proves: per key its value, or `undefined` for proven absence.
 * Nodes that no key needs are ignored, as the reference does.
 * @throws StoreError PROOF_INVALID if a needed node is missing or no node of this trie
 * Source: polkadot-sdk primitives/state-machine/src/lib.rs, read_proof_check
 */
export function verifyProof(
  root: Hex,
  keys: readonly Hex[],
  proof: readonly Uint8Array[],
): Map<Hex, Uint8Array | undefined> {
  const parts = new Map(proof.map((part) => [blake2_256Hex(part), part]));
  return new Map(keys.map((key) => [key, lookUp(key, root, parts)]));
}

function lookUp(key: Hex, root: Hex, parts: ReadonlyMap<Hex, Uint8Array>): Uint8Array | undefined {
  const fetch = (hash: Hex): Uint8Array => {
    const part = parts.get(hash);
    if (part === undefined) throw invalid(`${hash} is missing on the way to ${key}`);
    return part;
  };
  const nibbles = key.slice(2);
  fromHex(key);
  let node = fetch(root);
  let pos = 0;
  for (;;) {
    const parsed = parseNode(node);
    if (parsed === undefined) return undefined;
    if (!nibbles.startsWith(parsed.partial, pos)) return undefined;
    pos += parsed.partial.length;
    if (pos === nibbles.length) {
      if (parsed.value === undefined) return undefined;
      return parsed.hashed ? fetch(toHex(parsed.value)) : parsed.value;
    }
    const child = parsed.children[Number.parseInt(nibbles[pos]!, 16)];
    if (child === undefined) return undefined;
    node = child.length === HASH_BYTES ? fetch(toHex(child)) : child;
    pos++;
  }
}

interface ParsedNode {
  /** Hexadecimal digits. */
  partial: string;
  /** The bytes or, if `hashed`, their hash. */
  value: Uint8Array | undefined;
  hashed: boolean;
  /** References by nibble: 32 bytes are a hash, less the node itself. */
  children: (Uint8Array | undefined)[];
}

/** `undefined` for the empty trie. */
function parseNode(bytes: Uint8Array): ParsedNode | undefined {
  let pos = 0;
  const take = (count: number): Uint8Array => {
    if (pos + count > bytes.length) throw invalid("a node ends too early");
    pos += count;
    return bytes.subarray(pos - count, pos);
  };
  const byte = (): number => take(1)[0]!;

  const first = byte();
  if (first === 0 && bytes.length === 1) return undefined;
  if (first < BRANCH_HASHED) throw invalid(`no node begins with ${first}`);
  const branch = first >= BRANCH || first < LEAF_HASHED;
  const kind = valueKindOf(first);
  const mask = countMask(first);
  let count = first & mask;
  if (count === mask)
    for (let more = 255; more === 255; ) {
      more = byte();
      count += more;
      if (count > MAX_NIBBLES) throw invalid("a partial key is longer than any key");
    }
  const packed = toHex(take((count + 1) >> 1)).slice(2);
  if (count & 1 && packed[0] !== "0") throw invalid("a partial key has a stray nibble");
  const partial = packed.slice(count & 1);
  const bitmap = branch ? byte() | (byte() << 8) : 0;
  if (branch && bitmap === 0) throw invalid("a branch has no children");
  const compact = (): number => {
    const low = byte();
    if ((low & 3) === 0) return low >> 2;
    if ((low & 3) === 1) return (low >> 2) | (byte() << 6);
    if ((low & 3) === 3) throw invalid("a length is too large");
    const [a, b, c] = take(3);
    return (low >> 2) + a! * 2 ** 6 + b! * 2 ** 14 + c! * 2 ** 22;
  };
  let value: Uint8Array | undefined;
  if (kind === HASHED_VALUE) value = take(HASH_BYTES);
  else if (kind !== NO_VALUE) value = take(compact());
  const children: (Uint8Array | undefined)[] = [];
  for (let nibble = 0; nibble < 16; nibble++) {
    if ((bitmap & (1 << nibble)) === 0) continue;
    const reference = take(compact());
    if (reference.length > HASH_BYTES) throw invalid("a reference is longer than a hash");
    children[nibble] = reference;
  }
  if (pos !== bytes.length) throw invalid("a node has bytes left over");
  return { partial, value, hashed: kind === HASHED_VALUE, children };
}

function invalid(message: string): StoreError {
  return new StoreError("PROOF_INVALID", {
    message: `not a proof for this root: ${message}`,
    hint: "ask for the proof again, with the block whose state root you hold",
  });
}
