import { blake2, byMode, identity, map, map2, value } from "@ganglion/frame";
import { accountId, bool, netUid, tuple, u16, u64, vec } from "@ganglion/scale";

export const CKBurn = value(u64, 0n);
export const MaxChildkeyTake = value(u16, 11796);
export const MinChildkeyTake = value(u16, 0);
export const MinChildkeyTakePerSubnet = map(identity(netUid), u16, 0);
export const ChildkeyTake = map2(blake2(accountId), identity(netUid), u16, 0);
export const PendingChildKeys = map2(
  identity(netUid),
  blake2(accountId),
  tuple(vec(tuple(u64, accountId)), u64),
  [[], 0n],
);
export const ChildKeys = map2(blake2(accountId), identity(netUid), vec(tuple(u64, accountId)), []);
export const ParentKeys = map2(blake2(accountId), identity(netUid), vec(tuple(u64, accountId)), []);
export const TxChildkeyTakeRateLimit = value(u64, byMode({ normal: 216000n, fast: 5n }));
export const LastTxBlockChildKeyTake = map(identity(accountId), u64, 0n);
export const AutoParentDelegationEnabled = map(blake2(accountId), bool, true);
export const PendingChildKeyCooldown = value(u64, byMode({ normal: 7200n, fast: 15n }));
