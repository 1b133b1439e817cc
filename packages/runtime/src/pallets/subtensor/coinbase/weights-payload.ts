import { type AccountId, toHex } from "@ganglion/primitives";
import { bytes, type Codec, DecodeError, Reader, record, u16, u64, vec } from "@ganglion/scale";
import type { WeightVector } from "../weights/set-weights.ts";

/** What a timelocked commit hides, and what it hid before it named its hotkey. Source: coinbase/reveal_commits.rs */
const payload = record({ hotkey: bytes, uids: vec(u16), values: vec(u16), versionKey: u64 });
const legacyPayload = record({ uids: vec(u16), values: vec(u16), versionKey: u64 });

const ACCOUNT_BYTES = 32;

/** Reads a value off the front of the bytes; more may follow, as the reference allows. */
function tryRead<T>(codec: Pick<Codec<T>, "read">, raw: Uint8Array): T | undefined {
  try {
    return codec.read(new Reader(raw));
  } catch (thrown) {
    if (thrown instanceof DecodeError) return undefined;
    throw thrown;
  }
}

/**
 * Weights out of a decrypted commit.
 * @param who hotkey that committed: a payload that names another one is not accepted
 * @returns undefined if the bytes are nothing that can be accepted
 * Source: coinbase/reveal_commits.rs
 */
export function readWeightsPayload(raw: Uint8Array, who: AccountId): WeightVector | undefined {
  const named = tryRead(payload, raw);
  if (named && named.hotkey.length >= ACCOUNT_BYTES)
    return toHex(named.hotkey, 0, ACCOUNT_BYTES) === who ? named : undefined;
  return tryRead(legacyPayload, raw);
}
