import { blake2_256Hex } from "@ganglion/hash";
import { compareBytes, type Hex } from "@ganglion/primitives";
import { corrupt } from "../error.ts";
import type { Trie } from "./trie.ts";

/**
 * What a reader who knows only the root needs to learn the values, or the absence, of keys: each
 * node once, and each value that its node only has the hash of, in byte order.
 * @param get values of the state that the trie stands for
 * Source: polkadot-sdk primitives/state-machine/src/lib.rs, prove_read
 */
export function prove(
  trie: Trie,
  { keys, get }: { keys: readonly Hex[]; get: (key: Hex) => Uint8Array | undefined },
): Uint8Array[] {
  const parts = new Map<Hex, Uint8Array>();
  for (const key of keys) {
    const { encodings, hashedValue } = trie.path(key);
    for (const encoding of encodings) parts.set(blake2_256Hex(encoding), encoding);
    if (!hashedValue) continue;
    const value = get(key);
    if (value === undefined)
      throw corrupt(`the value of ${key} is in the trie but not in the state`);
    parts.set(blake2_256Hex(value), value);
  }
  return [...parts.values()].sort(compareBytes);
}
