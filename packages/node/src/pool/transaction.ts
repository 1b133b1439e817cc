import { type AccountId, accountId, type Hash, type Hex, toHex } from "@ganglion/primitives";
import { DecodeError, Reader, readLength } from "@ganglion/scale";
import type { ShieldedTransaction } from "../runtime-port.ts";

/** A transaction that waits for its block. */
export interface PoolTransaction {
  readonly hash: Hash;
  readonly raw: Uint8Array;
  /** Undefined for unsigned ones. */
  readonly sender: AccountId | undefined;
  readonly priority: bigint;
  /** Tags that must be provided first, without `0x`. */
  readonly requires: readonly string[];
  readonly provides: readonly string[];
  /** First head number at which its validity must be asked for again. */
  readonly validTill: number;
  /** Grows with each arrival. */
  readonly order: number;
  /** What it is made of, if it is encrypted. */
  readonly shielded?: ShieldedTransaction;
}

const SIGNED = 0x84;
const ADDRESS_ID = 0;

/**
 * The account that signed, without decoding the rest; undefined for unsigned extrinsics and other
 * forms of address.
 * @throws DecodeError if the length in front does not fit the bytes
 */
export function senderOf(raw: Uint8Array): AccountId | undefined {
  const r = new Reader(raw);
  const length = readLength(r);
  if (length !== r.left() || length === 0)
    throw new DecodeError(`length prefix says ${length}, there are ${r.left()} bytes`, r.at);
  if (r.left() < 34 || raw[r.at] !== SIGNED || raw[r.at + 1] !== ADDRESS_ID) return undefined;
  return accountId(toHex(raw, r.at + 2, r.at + 34));
}

/** The tag that frame_system's CheckNonce gives to an account's nonce: both SCALE-encoded. */
export function nonceTag(account: Hex, nonce: number): string {
  const le = new Uint8Array(4);
  new DataView(le.buffer).setUint32(0, nonce, true);
  return account.slice(2) + toHex(le).slice(2);
}

/** Tags compare as text, so their prefix is cut off wherever they come from. */
export const plainTag = (tag: string): string => (tag.startsWith("0x") ? tag.slice(2) : tag);
