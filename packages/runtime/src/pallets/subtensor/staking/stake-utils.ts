import type { Ctx, StateCtx } from "@ganglion/frame";
import { I64F64, U64_MAX, U96F32 } from "@ganglion/math";
import {
  type AccountId,
  type Alpha,
  alpha,
  type NetUid,
  type Rao,
  rao,
} from "@ganglion/primitives";
import { getChildren, getParents, type Relation } from "../children/queries.ts";
import { CKBurn } from "../children/storage.ts";
import { hotkeysByUid } from "../registration/hotkeys.ts";
import { TaoWeight } from "../root/storage.ts";
import { ROOT_NETUID } from "../subnets/queries.ts";
import { tryGetValue, updatePoolForAll, updatePoolForOne, wouldMoveShare } from "./share-pool.ts";
import { StakingHotkeys, TotalHotkeyAlpha } from "./storage.ts";

/** Alpha of one coldkey under a hotkey on a subnet; 0 if none. Source: staking/stake_utils.rs */
export function getStakeForHotkeyAndColdkeyOnSubnet(
  ctx: StateCtx,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: NetUid,
): Alpha {
  return tryGetValue(ctx, hotkey, coldkey, netuid) ?? alpha(0n);
}

/** Alpha of all coldkeys under a hotkey on a subnet. Source: staking/stake_utils.rs */
export function getStakeForHotkeyOnSubnet(ctx: StateCtx, hotkey: AccountId, netuid: NetUid): Alpha {
  return TotalHotkeyAlpha.get(ctx, hotkey, netuid);
}

// Amounts are u64 and share pools count in i64: the conversion wraps, as the reference's does.
const added = (amount: Alpha): bigint => BigInt.asIntN(64, amount);
const taken = (amount: Alpha): bigint => BigInt.asIntN(64, -amount);

/** Adds alpha to a hotkey for all its coldkeys by their shares. Source: staking/stake_utils.rs */
export function increaseStakeForHotkeyOnSubnet(
  ctx: Ctx,
  hotkey: AccountId,
  netuid: NetUid,
  amount: Alpha,
): void {
  updatePoolForAll(ctx, hotkey, netuid, added(amount));
}

/** Notes that the coldkey stakes to the hotkey; the list never shrinks by unstaking. */
export function addStakingHotkey(ctx: Ctx, coldkey: AccountId, hotkey: AccountId): void {
  const hotkeys = StakingHotkeys.get(ctx, coldkey);
  if (!hotkeys.includes(hotkey)) StakingHotkeys.set(ctx, coldkey, [...hotkeys, hotkey]);
}

/** Gives alpha to one coldkey under a hotkey. Source: staking/stake_utils.rs */
export function increaseStakeForHotkeyAndColdkeyOnSubnet(
  ctx: Ctx,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: NetUid,
  amount: Alpha,
): void {
  if (amount !== 0n) addStakingHotkey(ctx, coldkey, hotkey);
  updatePoolForOne(ctx, hotkey, coldkey, { netuid, update: added(amount) });
}

/** False if the amount is too small against the pool to give a share. Source: staking/stake_utils.rs */
export function tryIncreaseStakeForHotkeyAndColdkeyOnSubnet(
  ctx: StateCtx,
  hotkey: AccountId,
  netuid: NetUid,
  amount: Alpha,
): boolean {
  return wouldMoveShare(ctx, hotkey, netuid, added(amount));
}

/** Takes alpha from one coldkey under a hotkey; nothing if it has less. Source: staking/stake_utils.rs */
export function decreaseStakeForHotkeyAndColdkeyOnSubnet(
  ctx: Ctx,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: NetUid,
  amount: Alpha,
): void {
  const value = tryGetValue(ctx, hotkey, coldkey, netuid);
  if (value === undefined || value < amount) return;
  updatePoolForOne(ctx, hotkey, coldkey, { netuid, update: taken(amount) });
}

const MAX_U64 = U96F32.fromInteger(U64_MAX);
/** A proportion that is kept in 64 bits, as U96F32 in 0..1. */
const proportion = (u64: bigint): bigint => U96F32.safeDiv(U96F32.fromInteger(u64), MAX_U64);

/** What a rao of root stake weighs against a rao of alpha, U96F32 in 0..1. Source: staking/stake_utils.rs */
export function getTaoWeight(ctx: StateCtx): bigint {
  return proportion(TaoWeight.get(ctx));
}

/** Part of a childkey's take that is burned where parent and child have different owners, U96F32 in 0..1. Source: staking/stake_utils.rs */
export function getCkBurn(ctx: StateCtx): bigint {
  return proportion(CKBurn.get(ctx));
}

/** @param weight 2^64 − 1 = all. Source: staking/stake_utils.rs */
export function setCkBurn(ctx: StateCtx, weight: bigint): void {
  CKBurn.set(ctx, weight);
}

/** Whom a hotkey gives stake to, and who gives it some, on a subnet. */
interface Relatives {
  readonly children: readonly Relation[];
  readonly parents: readonly Relation[];
}

function relativesOf(ctx: StateCtx, hotkey: AccountId, netuid: NetUid): Relatives {
  return {
    children: getChildren(ctx, hotkey, netuid),
    parents: getParents(ctx, hotkey, netuid),
  };
}

/**
 * What a hotkey has on a subnet once it gave to its children and got from its parents, each by
 * their proportion; floored in the end, not in between.
 */
function inherited(
  ctx: StateCtx,
  hotkey: AccountId,
  { relatives, stakeNetuid }: { readonly relatives: Relatives; readonly stakeNetuid: NetUid },
): bigint {
  const { children, parents } = relatives;
  const whole = getStakeForHotkeyOnSubnet(ctx, hotkey, stakeNetuid);
  if (children.length === 0 && parents.length === 0) return whole;
  const stakeOf = (key: AccountId): bigint =>
    U96F32.fromInteger(getStakeForHotkeyOnSubnet(ctx, key, stakeNetuid));
  const own = U96F32.fromInteger(whole);
  let toChildren = 0n;
  for (const [part] of children)
    toChildren = U96F32.saturatingAdd(toChildren, U96F32.saturatingMul(own, proportion(part)));
  let fromParents = 0n;
  for (const [part, parent] of parents) {
    const given = U96F32.saturatingMul(stakeOf(parent), proportion(part));
    fromParents = U96F32.saturatingAdd(fromParents, given);
  }
  const left = U96F32.saturatingSub(own, toChildren);
  return U96F32.toUnsigned(U96F32.saturatingAdd(left, fromParents), 64);
}

/** Root stake that counts for a hotkey on a subnet. Source: staking/stake_utils.rs */
export function getTaoInheritedForHotkeyOnSubnet(
  ctx: StateCtx,
  hotkey: AccountId,
  netuid: NetUid,
): Rao {
  const relatives = relativesOf(ctx, hotkey, netuid);
  return rao(inherited(ctx, hotkey, { relatives, stakeNetuid: ROOT_NETUID }));
}

/** Alpha that counts for a hotkey on a subnet. Source: staking/stake_utils.rs */
export function getInheritedForHotkeyOnSubnet(
  ctx: StateCtx,
  hotkey: AccountId,
  netuid: NetUid,
): Alpha {
  if (netuid === ROOT_NETUID) return getStakeForHotkeyOnSubnet(ctx, hotkey, netuid);
  const relatives = relativesOf(ctx, hotkey, netuid);
  return alpha(inherited(ctx, hotkey, { relatives, stakeNetuid: netuid }));
}

/** Stake as epochs count it, each I64F64: `total` is alpha plus weighted TAO. */
export interface StakeWeight {
  readonly total: bigint;
  readonly alpha: bigint;
  readonly tao: bigint;
}

/** @param taoWeight I64F64 */
function stakeWeight(
  ctx: StateCtx,
  hotkey: AccountId,
  { netuid, taoWeight }: { readonly netuid: NetUid; readonly taoWeight: bigint },
): StakeWeight {
  const relatives = relativesOf(ctx, hotkey, netuid);
  const here =
    netuid === ROOT_NETUID
      ? getStakeForHotkeyOnSubnet(ctx, hotkey, netuid)
      : inherited(ctx, hotkey, { relatives, stakeNetuid: netuid });
  const alphaStake = I64F64.fromInteger(here);
  const tao = I64F64.fromInteger(inherited(ctx, hotkey, { relatives, stakeNetuid: ROOT_NETUID }));
  if (tao === 0n) return { total: alphaStake, alpha: alphaStake, tao };
  const weighted = I64F64.saturatingMul(tao, taoWeight);
  return { total: I64F64.saturatingAdd(alphaStake, weighted), alpha: alphaStake, tao };
}

const wideTaoWeight = (ctx: StateCtx): bigint => I64F64.from(U96F32, getTaoWeight(ctx));

/** Source: staking/stake_utils.rs */
export function getStakeWeightsForHotkeyOnSubnet(
  ctx: StateCtx,
  hotkey: AccountId,
  netuid: NetUid,
): StakeWeight {
  return stakeWeight(ctx, hotkey, { netuid, taoWeight: wideTaoWeight(ctx) });
}

const NOTHING: StakeWeight = { total: 0n, alpha: 0n, tao: 0n };

/** One entry per uid; all zero for a uid without hotkey. Source: staking/stake_utils.rs */
export function getStakeWeightsForNetwork(
  ctx: StateCtx,
  netuid: NetUid,
  hotkeys: readonly (AccountId | undefined)[] = hotkeysByUid(ctx, netuid),
): StakeWeight[] {
  const taoWeight = wideTaoWeight(ctx);
  return hotkeys.map((hotkey) =>
    hotkey === undefined ? NOTHING : stakeWeight(ctx, hotkey, { netuid, taoWeight }),
  );
}
