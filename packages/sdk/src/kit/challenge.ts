import { blake2_256 } from "@ganglion/hash";
import { type Hex, toHex } from "@ganglion/primitives";
import type { NetEnv } from "../net/env.ts";

/**
 * A validator's secret for one window. Its hash goes out with every question, the secret itself only after the
 * deadline: the seed of a window is public once its block is, and without the secret a miner could work out the
 * tasks and their truths. Afterwards anyone can make the same tasks and see that they were these.
 */
export interface CommittedSecret {
  readonly secret: Uint8Array;
  /** blake2-256 of the secret. */
  readonly hash: Hex;
}

export const SECRET_BYTES = 32;

export function commitSecret(env: NetEnv): CommittedSecret {
  const secret = env.random(SECRET_BYTES);
  return { secret, hash: secretHash(secret) };
}

export const secretHash = (secret: Uint8Array): Hex => toHex(blake2_256(secret));

/** What goes beside a question's own fields: the hash of the secret that it was made with. */
export const SECRET_HASH_FIELD = "secretHash";
