import { concatBytes, fromHex, type Hash, type NetUid, utf8Bytes } from "@ganglion/primitives";
import { randomFrom } from "@ganglion/sdk";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/** What a miner is to train on in a window; anyone can work it out from the chain. */
export interface Assignment {
  readonly window: number;
  /** Of the batches, in hex without 0x. */
  readonly seed: string;
  /** Which document of the training corpus. */
  readonly shard: number;
}

/**
 * Seed of a window: SHA-256 of the hash of its first block, the netuid and its number. The same for all validators,
 * so that a miner trains once for all of them.
 */
export function windowSeed(blockHash: Hash, netuid: NetUid, window: number): Uint8Array {
  return sha256(concatBytes(fromHex(blockHash), utf8Bytes(`/${netuid}/${window}`)));
}

/** All documents in the order in which a window deals them out. */
export const deal = (seed: Uint8Array, shards: number): readonly number[] =>
  randomFrom(seed, "shards").sample(
    Array.from({ length: shards }, (_, i) => i),
    shards,
  );

/** One document each, no two uids the same one as long as there are enough. */
export function assignmentOf(
  window: { readonly number: number; readonly seed: Uint8Array; readonly shards: number },
  uid: number,
): Assignment {
  return {
    window: window.number,
    seed: bytesToHex(sha256(concatBytes(window.seed, utf8Bytes(`/${uid}`)))),
    shard: deal(window.seed, window.shards)[uid % window.shards]!,
  };
}
