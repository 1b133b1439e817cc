import { blake2, byMode, identity, map, map2, mapN, twox, value } from "@ganglion/frame";
import { ZERO_ACCOUNT } from "@ganglion/primitives";
import { accountId, h256, netUid, tuple, u16, u32, u64, vec } from "@ganglion/scale";
import { h160, rateLimitKey } from "../types.ts";

export const LastHotkeySwapOnNetuid = map2(identity(netUid), blake2(accountId), u64, 0n);
export const Owner = map(blake2(accountId), accountId, ZERO_ACCOUNT);
export const OwnedHotkeys = map(blake2(accountId), vec(accountId), []);
export const ColdkeySwapAnnouncementDelay = value(u32, byMode({ normal: 36000, fast: 50 }));
export const ColdkeySwapReannouncementDelay = value(u32, byMode({ normal: 7200, fast: 10 }));
export const ColdkeySwapAnnouncements = map(twox(accountId), tuple(u32, h256));
export const ColdkeySwapDisputes = map(twox(accountId), u32);
export const LastRateLimitedBlock = map(identity(rateLimitKey), u64, 0n);
export const TxRateLimit = value(u64, 1000n);
export const TransactionKeyLastBlock = mapN(
  [blake2(accountId), identity(netUid), identity(u16)],
  u64,
  0n,
);
export const LastTxBlock = map(identity(accountId), u64, 0n);
export const AssociatedEvmAddress = map2(twox(netUid), twox(u16), tuple(h160, u64));
