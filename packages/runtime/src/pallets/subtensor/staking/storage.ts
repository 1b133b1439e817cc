import { blake2, identity, map, map2, mapN, twox, value } from "@ganglion/frame";
import type { Alpha as AlphaAmount, Rao } from "@ganglion/primitives";
import {
  accountId,
  alpha,
  bool,
  bytes,
  netUid,
  option,
  rao,
  u16,
  u64,
  u64f64,
  u128,
  vec,
} from "@ganglion/scale";
import { SAFE_FLOAT_ZERO, safeFloat } from "../types.ts";

export const NextStakeJobId = value(u64, 0n);
export const MaxDelegateTake = value(u16, 11796);
export const MinDelegateTake = value(u16, 0);
export const Delegates = map(blake2(accountId), u16, 11796);
export const TotalStake = value(rao, 0n as Rao);
export const SubnetVolume = map(identity(netUid), u128, 0n);
export const StakingHotkeys = map(blake2(accountId), vec(accountId), []);
export const AutoStakeDestination = map2(blake2(accountId), identity(netUid), accountId);
export const AutoStakeDestinationColdkeys = map2(
  blake2(accountId),
  identity(netUid),
  vec(accountId),
  [],
);
export const TotalHotkeyAlpha = map2(blake2(accountId), identity(netUid), alpha, 0n as AlphaAmount);
export const TotalHotkeyAlphaLastEpoch = map2(
  blake2(accountId),
  identity(netUid),
  alpha,
  0n as AlphaAmount,
);
export const TotalHotkeyShares = map2(blake2(accountId), identity(netUid), u64f64, 0n);
export const Alpha = mapN([blake2(accountId), blake2(accountId), identity(netUid)], u64f64, 0n);
export const TotalHotkeySharesV2 = map2(
  blake2(accountId),
  identity(netUid),
  safeFloat,
  SAFE_FLOAT_ZERO,
);
export const AlphaV2 = mapN(
  [blake2(accountId), blake2(accountId), identity(netUid)],
  safeFloat,
  SAFE_FLOAT_ZERO,
);
export const AlphaMapLastKey = value(option(bytes), undefined);
export const AlphaV2MapLastKey = value(option(bytes), undefined);
export const NominatorMinRequiredStake = value(u64, 0n);
export const TransferToggle = map(identity(netUid), bool, true);
export const TxDelegateTakeRateLimit = value(u64, 216000n);
export const LastTxBlockDelegateTake = map(identity(accountId), u64, 0n);
export const StakeThreshold = value(u64, 0n);
export const LastColdkeyHotkeyStakeBlock = map2(twox(accountId), twox(accountId), u64);
