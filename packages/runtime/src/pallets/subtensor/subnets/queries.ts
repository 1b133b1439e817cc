import type { Ctx, StateCtx } from "@ganglion/frame";
import {
  I64F64,
  INITIAL_BLOCK_EMISSION,
  saturatingMulU64,
  saturatingSubUnsigned,
} from "@ganglion/math";
import { type AccountId, type NetUid, netUid, type Rao, rao } from "@ganglion/primitives";
import { calculateBlockEmission } from "../coinbase/block-emission.ts";
import { LastRateLimitedBlock } from "../keys/storage.ts";
import { Uids } from "../registration/storage.ts";
import { netuidOfSubnetAccount, subnetAccountOf } from "./accounts.ts";
import {
  NetworkLastLockCost,
  NetworkLockReductionInterval,
  NetworkMinLockCost,
  NetworksAdded,
  SubnetLimit,
  SubnetOwner,
  SubnetOwnerHotkey,
} from "./storage.ts";

/** Netuid of the root network. */
export const ROOT_NETUID = netUid(0);

/** Source: subnets/subnet.rs */
export function ifSubnetExist(ctx: StateCtx, netuid: NetUid): boolean {
  return NetworksAdded.get(ctx, netuid);
}

/** Every netuid in use, root included, in storage key order (0, 256, 1, 257, …). Source: subnets/subnet.rs */
export function getAllSubnetNetuids(ctx: StateCtx): NetUid[] {
  return NetworksAdded.keysOf(ctx).map(([netuid]) => netuid);
}

/** The lowest free netuid above root. Source: subnets/subnet.rs */
export function getNextNetuid(ctx: StateCtx): NetUid {
  const taken = new Set(getAllSubnetNetuids(ctx));
  let next = netUid(1);
  while (taken.has(next)) next = netUid(next + 1);
  return next;
}

/** The account that holds a subnet's TAO; undefined if there is no such subnet. Source: subnets/subnet.rs */
export function getSubnetAccountId(ctx: StateCtx, netuid: NetUid): AccountId | undefined {
  const exists = netuid === ROOT_NETUID || NetworksAdded.has(ctx, netuid);
  return exists ? subnetAccountOf(ctx.chain, netuid) : undefined;
}

/** The netuid whose own account this is, also of one that is gone. Source: subnets/subnet.rs */
export function isSubnetAccountId(
  ctx: Pick<StateCtx, "chain">,
  account: AccountId,
): NetUid | undefined {
  return netuidOfSubnetAccount(ctx.chain, account);
}

/** The coldkey that owns the subnet, the zero account if nobody does. Source: utils/misc.rs */
export function getSubnetOwner(ctx: StateCtx, netuid: NetUid): AccountId {
  return SubnetOwner.get(ctx, netuid);
}

/** True if the account owns any subnet. Source: utils/misc.rs */
export function isSubnetOwner(ctx: StateCtx, account: AccountId): boolean {
  return SubnetOwner.entries(ctx).some(([, owner]) => owner === account);
}

/** Uid of the owner's hotkey, if one is set and registered. Source: utils/misc.rs */
export function getOwnerUid(ctx: StateCtx, netuid: NetUid): number | undefined {
  // The default of the item is a real account; only a stored hotkey counts.
  if (!SubnetOwnerHotkey.has(ctx, netuid)) return undefined;
  return Uids.get(ctx, netuid, SubnetOwnerHotkey.get(ctx, netuid));
}

/** How many subnets there may be beside root. Source: utils/misc.rs */
export function getMaxSubnets(ctx: StateCtx): number {
  return SubnetLimit.get(ctx);
}

/** Block of the last subnet registration, 0 if there was none. Source: coinbase/root.rs */
export function getNetworkLastLockBlock(ctx: StateCtx): bigint {
  return LastRateLimitedBlock.get(ctx, { type: "NetworkLastRegistered" });
}

/**
 * Blocks over which the price of a subnet falls by what was paid last; shrinks with the halvings.
 * Writes BlockEmission, as every look at the emission does in the reference.
 * Source: coinbase/root.rs, get_lock_reduction_interval
 */
export function getLockReductionInterval(ctx: Ctx): bigint {
  const emission = calculateBlockEmission(ctx) ?? INITIAL_BLOCK_EMISSION;
  const halving = I64F64.checkedDiv(
    I64F64.fromInteger(emission),
    I64F64.fromInteger(INITIAL_BLOCK_EMISSION),
  );
  const interval = I64F64.fromInteger(NetworkLockReductionInterval.get(ctx));
  return I64F64.toUnsigned(I64F64.saturatingMul(interval, halving ?? 0n), 64);
}

/**
 * What a new subnet costs now: twice the last price, falling block by block to the minimum.
 * Source: coinbase/root.rs, get_network_lock_cost
 */
export function getNetworkLockCost(ctx: Ctx): Rao {
  const lastLock = NetworkLastLockCost.get(ctx);
  const minLock = NetworkMinLockCost.get(ctx);
  const lastLockBlock = getNetworkLastLockBlock(ctx);
  const interval = getLockReductionInterval(ctx);
  const perBlock = interval === 0n ? 0n : lastLock / interval;
  const fallen = saturatingMulU64(perBlock, saturatingSubUnsigned(ctx.block, lastLockBlock));
  const start = saturatingMulU64(lastLock, lastLockBlock === 0n ? 1n : 2n);
  const cost = saturatingSubUnsigned(start, fallen);
  return rao(cost < minLock ? minLock : cost);
}
