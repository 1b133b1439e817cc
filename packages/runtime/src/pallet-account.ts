import { type AccountId, accountId, concatBytes, toHex, utf8Bytes } from "@ganglion/primitives";
import { fixedBytes, newtype } from "@ganglion/scale";

/** Eight bytes that a pallet's own accounts are derived from. */
export const palletId = newtype<Uint8Array>("frame_support::PalletId", fixedBytes(8));

/** How FRAME marks accounts that belong to a pallet. */
export const MODULE_TYPE = utf8Bytes("modl");

/**
 * `modl`, the id of 8 bytes, the suffix, zeros.
 * Source: sp_runtime AccountIdConversion, into_sub_account_truncating
 */
export function palletAccount(id: Uint8Array, suffix: Uint8Array = new Uint8Array()): AccountId {
  const head = concatBytes(MODULE_TYPE, id, suffix);
  return accountId(toHex(concatBytes(head, new Uint8Array(32 - head.length))));
}
