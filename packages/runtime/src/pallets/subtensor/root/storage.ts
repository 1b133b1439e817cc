import { blake2, identity, map, map2, mapN, value } from "@ganglion/frame";
import type { Alpha } from "@ganglion/primitives";
import { accountId, alpha, btreeMap, i96f32, netUid, u64, u96f32, u128 } from "@ganglion/scale";
import { rootClaimType } from "../types.ts";

export const TaoWeight = value(u64, 971718665099567868n);
export const RootAlphaDividendsPerSubnet = map2(
  identity(netUid),
  blake2(accountId),
  alpha,
  0n as Alpha,
);
export const RootProp = map(identity(netUid), u96f32, 0n);
export const RootClaimableThreshold = map(blake2(netUid), i96f32, 2147483648000000n);
export const RootClaimable = map(blake2(accountId), btreeMap(netUid, i96f32), []);
export const RootClaimed = mapN([identity(netUid), blake2(accountId), blake2(accountId)], u128, 0n);
export const RootClaimType = map(blake2(accountId), rootClaimType, { type: "Swap" });
export const StakingColdkeysByIndex = map(identity(u64), accountId);
export const StakingColdkeys = map(identity(accountId), u64);
export const NumStakingColdkeys = value(u64, 0n);
export const NumRootClaim = value(u64, 5n);
