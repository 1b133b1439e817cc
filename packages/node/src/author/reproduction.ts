import { type Hash, toHex } from "@ganglion/primitives";
import type { Chain } from "../chain/chain.ts";
import type { Env } from "../env.ts";

/** A transaction that made the runtime throw something that is no refusal. */
export interface Crash {
  readonly while: "authoring" | "validating";
  readonly raw: Uint8Array;
  readonly hash: Hash;
  readonly error: unknown;
}

/**
 * Writes down what is needed to see the crash again: the extrinsic and the block on whose state it
 * crashed. Answers where the document is.
 */
export function keepReproduction(chain: Chain, env: Env, crash: Crash): string {
  const { number, hash, header } = chain.head;
  const { error } = crash;
  const document = {
    format: "ganglion-crash-1",
    while: crash.while,
    extrinsic: toHex(crash.raw),
    extrinsicHash: crash.hash,
    parent: { number, hash, stateRoot: header.stateRoot },
    genesis: chain.genesisHash,
    specVersion: chain.runtime.version.specVersion,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  };
  const name = `crash-${number + 1}-${crash.hash.slice(2, 18)}.json`;
  return env.keep(name, `${JSON.stringify(document, null, 2)}\n`);
}
