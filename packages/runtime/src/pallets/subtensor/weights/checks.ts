import type { Ctx, StateCtx } from "@ganglion/frame";
import { saturatingSubUnsigned } from "@ganglion/math";
import type { AccountId, NetUid, NetUidStorageIndex } from "@ganglion/primitives";
import { getNetuidAndSubid } from "../epoch/mechanisms.ts";
import { LastUpdate, ValidatorPermit } from "../epoch/storage.ts";
import { Uids } from "../registration/storage.ts";
import { getSubnetworkN, isUidExistOnNetwork } from "../registration/uids.ts";
import { getStakeWeightsForHotkeyOnSubnet } from "../staking/stake-utils.ts";
import { StakeThreshold } from "../staking/storage.ts";
import { getOwnerUid } from "../subnets/queries.ts";
import { MinAllowedWeights, WeightsSetRateLimit, WeightsVersionKey } from "./storage.ts";

/** Bits after the point of I64F64. */
const I64F64_FRACTION = 64n;

/**
 * True if the hotkey's stake weight is worth a vote here; the owner's hotkey votes with any.
 * Source: lib.rs, check_weights_min_stake
 */
export function checkWeightsMinStake(ctx: Ctx, hotkey: AccountId, netuid: NetUid): boolean {
  const ownerUid = getOwnerUid(ctx, netuid);
  if (ownerUid !== undefined && Uids.get(ctx, netuid, hotkey) === ownerUid) return true;
  const { total } = getStakeWeightsForHotkeyOnSubnet(ctx, hotkey, netuid);
  return total >= StakeThreshold.get(ctx) << I64F64_FRACTION;
}

/** Source: subnets/weights.rs */
export function checkVersionKey(ctx: StateCtx, netuid: NetUid, versionKey: bigint): boolean {
  const wanted = WeightsVersionKey.get(ctx, netuid);
  return wanted === 0n || versionKey >= wanted;
}

/** Block of the neuron's last weights or commit; 0 if there was none. Source: utils/misc.rs */
export function getLastUpdateForUid(ctx: StateCtx, index: NetUidStorageIndex, uid: number): bigint {
  return LastUpdate.get(ctx, index)[uid] ?? 0n;
}

/** True if the neuron may set or commit weights of this mechanism again. Source: subnets/weights.rs */
export function checkRateLimit(
  ctx: StateCtx,
  index: NetUidStorageIndex,
  uid: number,
  block: bigint,
): boolean {
  const found = getNetuidAndSubid(ctx, index);
  if (!found || !isUidExistOnNetwork(ctx, found.netuid, uid)) return false;
  const last = getLastUpdateForUid(ctx, index, uid);
  if (last === 0n) return true;
  return saturatingSubUnsigned(block, last) >= WeightsSetRateLimit.get(ctx, found.netuid);
}

/** Source: subnets/weights.rs */
export function containsInvalidUids(
  ctx: StateCtx,
  netuid: NetUid,
  uids: readonly number[],
): boolean {
  return uids.some((uid) => !isUidExistOnNetwork(ctx, netuid, uid));
}

/** Source: subnets/weights.rs */
export function hasDuplicateUids(uids: readonly number[]): boolean {
  return new Set(uids).size < uids.length;
}

/** True for one weight, for oneself. Source: subnets/weights.rs */
export function isSelfWeight(
  uid: number,
  uids: readonly number[],
  weights: readonly number[],
): boolean {
  return weights.length === 1 && uids[0] === uid;
}

/** True if the neuron may set these: with a permit, as the owner, or for itself alone. Source: subnets/weights.rs */
export function checkValidatorPermit(
  ctx: StateCtx,
  netuid: NetUid,
  uid: number,
  { uids, weights }: { readonly uids: readonly number[]; readonly weights: readonly number[] },
): boolean {
  if (isSelfWeight(uid, uids, weights)) return true;
  if (getOwnerUid(ctx, netuid) === uid) return true;
  return ValidatorPermit.get(ctx, netuid)[uid] ?? false;
}

/** True if there are enough weights, or one for oneself. Source: subnets/weights.rs */
export function checkLength(
  ctx: StateCtx,
  netuid: NetUid,
  uid: number,
  { uids, weights }: { readonly uids: readonly number[]; readonly weights: readonly number[] },
): boolean {
  const least = Math.min(getSubnetworkN(ctx, netuid), MinAllowedWeights.get(ctx, netuid));
  return (netuid !== 0 && isSelfWeight(uid, uids, weights)) || weights.length >= least;
}

/** Source: subnets/weights.rs */
export function checkLenUidsWithinAllowed(
  ctx: StateCtx,
  netuid: NetUid,
  uids: readonly number[],
): boolean {
  return uids.length <= getSubnetworkN(ctx, netuid);
}
