import type { ChainMode } from "@ganglion/frame";
import { type AccountId, concatBytes, type NetUid, netUid, toHex } from "@ganglion/primitives";
import { MODULE_TYPE, palletAccount } from "../../../pallet-account.ts";
import { Constants } from "../constants.ts";

/** Digits behind the netuid: 32 bytes less the mark, the pallet's id and a u16. */
const ZERO_TAIL = "00".repeat(32 - 4 - 8 - 2);

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
