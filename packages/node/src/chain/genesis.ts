import { blake2_256 } from "@ganglion/hash";
import { type Hash, type Hex, hash, toHex, utf8Bytes, ZERO_HASH } from "@ganglion/primitives";
import { type Changes, Trie } from "@ganglion/store";
import type { ChainRuntime, NodeChainSpec } from "../runtime-port.ts";
import { extrinsicsRoot } from "./extrinsics-root.ts";
import { encodeHeader, type Header, hashHeader } from "./header.ts";

/** Block 0 of a chain, with the state that it starts from. */
export interface Genesis {
  readonly hash: Hash;
  readonly header: Header;
  readonly encoded: Uint8Array;
  readonly changes: Changes;
}

/** The key where clients look for the runtime's code. */
export const CODE_KEY: Hex = toHex(utf8Bytes(":code"));

/**
 * Computes block 0. Where a Substrate chain keeps its runtime's WebAssembly, this one keeps the
 * blake2b-256 of its metadata: clients cache metadata by genesis hash and spec version, so another
 * metadata must give another genesis.
 */
export function makeGenesis<Spec extends NodeChainSpec>(
  runtime: ChainRuntime<Spec>,
  spec: Spec,
): Genesis {
  const changes: [Hex, Uint8Array][] = runtime.genesis(spec).map(([key, value]) => [key, value]);
  if (!changes.some(([key]) => key === CODE_KEY))
    changes.push([CODE_KEY, blake2_256(runtime.metadata(15))]);
  changes.sort((a, b) => (a[0] < b[0] ? -1 : 1));
  const trie = new Trie();
  trie.apply(changes);
  const header: Header = {
    parentHash: ZERO_HASH,
    number: 0,
    stateRoot: hash(trie.root()),
    extrinsicsRoot: extrinsicsRoot([]),
    digest: [],
  };
  const encoded = encodeHeader(header);
  return { hash: hashHeader(encoded), header, encoded, changes };
}
