import type { ChainMode } from "@ganglion/frame";
import {
  type AccountId,
  accountId,
  concatBytes,
  type NetUid,
  netUid,
  toHex,
  utf8Bytes,
} from "@ganglion/primitives";
import { Constants } from "../constants.ts";

/** How FRAME marks accounts that belong to a pallet. */
const MODULE_TYPE = utf8Bytes("modl");
/** Digits behind the netuid: 32 bytes less the mark, the pallet's id and a u16. */
const ZERO_TAIL = "00".repeat(32 - 4 - 8 - 2);

/**
 * `modl`, the id of 8 bytes, the suffix, zeros.
 * Source: sp_runtime AccountIdConversion, into_sub_account_truncating
 */
export function palletAccount(id: Uint8Array, suffix: Uint8Array = new Uint8Array()): AccountId {
  const head = concatBytes(MODULE_TYPE, id, suffix);
  return accountId(toHex(concatBytes(head, new Uint8Array(32 - head.length))));
}

/** The account of a netuid, whether or not there is such a subnet. */
export function subnetAccountOf(chain: ChainMode, netuid: NetUid): AccountId {
  const suffix = Uint8Array.of(netuid & 0xff, netuid >> 8);
  return palletAccount(Constants.SubtensorPalletId.of(chain), suffix);
}

/** The netuid whose account this is, existing or not; undefined for everybody else's. */
export function netuidOfSubnetAccount(chain: ChainMode, account: AccountId): NetUid | undefined {
  const mark = toHex(concatBytes(MODULE_TYPE, Constants.SubtensorPalletId.of(chain)));
  if (!account.startsWith(mark) || !account.endsWith(ZERO_TAIL)) return undefined;
  const at = mark.length;
  const low = Number.parseInt(account.slice(at, at + 2), 16);
  const high = Number.parseInt(account.slice(at + 2, at + 4), 16);
  return netUid(high * 256 + low);
}
