import { blake2b } from "@noble/hashes/blake2.js";
import { base58 } from "@scure/base";
import { type AccountId, accountId } from "./brand.ts";
import { concatBytes } from "./bytes.ts";
import { fromHex, toHex } from "./hex.ts";
import { utf8Bytes } from "./utf8.ts";

/** Bittensor's address format, as Substrate's generic one. */
export const SS58_FORMAT = 42;
const CONTEXT = utf8Bytes("SS58PRE");

function checksum(body: Uint8Array): Uint8Array {
  return blake2b(concatBytes(CONTEXT, body), { dkLen: 64 }).subarray(0, 2);
}

/** The address that people read, e.g. `5GrwvaEF…`. Formats below 64 only. */
export function toSs58(account: AccountId, format = SS58_FORMAT): string {
  const body = concatBytes(Uint8Array.of(format), fromHex(account));
  return base58.encode(concatBytes(body, checksum(body)));
}

/**
 * The account of an address of any format below 64.
 * @throws RangeError if it is no base58, has a wrong length or a wrong checksum.
 */
export function fromSs58(address: string): AccountId {
  let raw: Uint8Array;
  try {
    raw = base58.decode(address);
  } catch {
    throw new RangeError(`not an SS58 address (no base58): ${address}`);
  }
  if (raw.length !== 35 || raw[0]! > 63)
    throw new RangeError(`not an SS58 address of a 32-byte account: ${address}`);
  const body = raw.subarray(0, 33);
  const sum = checksum(body);
  if (raw[33] !== sum[0] || raw[34] !== sum[1])
    throw new RangeError(`SS58 checksum does not match, is there a typo? ${address}`);
  return accountId(toHex(raw, 1, 33));
}
