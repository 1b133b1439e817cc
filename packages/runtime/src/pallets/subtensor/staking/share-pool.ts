import type { Ctx, StateCtx } from "@ganglion/frame";
import {
  type SharePool,
  safeFloatFromU64F64,
  safeFloatIsZero,
  shareValue,
  updateMovesShare,
  updateValueForAll,
  updateValueForOne,
} from "@ganglion/math";
import { type AccountId, type Alpha, alpha, type NetUid } from "@ganglion/primitives";
import type { SafeFloat } from "../types.ts";
import {
  AlphaV2,
  Alpha as LegacyShares,
  TotalHotkeyShares as LegacyTotalShares,
  TotalHotkeyAlpha,
  TotalHotkeySharesV2,
} from "./storage.ts";

// A hotkey's alpha on a subnet is a pool that its coldkeys hold shares of, so that dividends reach all
// of them in one write. Shares in the older format are read where they still are, and move to the newer
// one when they change. Source: staking/stake_utils.rs, primitives/share-pool

/** What all coldkeys of a hotkey own together on a subnet, and the sum of their shares. */
export function getAlphaSharePool(ctx: StateCtx, hotkey: AccountId, netuid: NetUid): SharePool {
  const denominator = LegacyTotalShares.has(ctx, hotkey, netuid)
    ? safeFloatFromU64F64(LegacyTotalShares.get(ctx, hotkey, netuid))
    : TotalHotkeySharesV2.get(ctx, hotkey, netuid);
  return { value: TotalHotkeyAlpha.get(ctx, hotkey, netuid), denominator };
}

/** A coldkey's share; zero if it has none. */
function getShare(ctx: StateCtx, hotkey: AccountId, coldkey: AccountId, netuid: NetUid): SafeFloat {
  return LegacyShares.has(ctx, hotkey, coldkey, netuid)
    ? safeFloatFromU64F64(LegacyShares.get(ctx, hotkey, coldkey, netuid))
    : AlphaV2.get(ctx, hotkey, coldkey, netuid);
}

/** What a coldkey's share is worth, floored; undefined if it has none at all. */
export function tryGetValue(
  ctx: StateCtx,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: NetUid,
): Alpha | undefined {
  const held =
    AlphaV2.has(ctx, hotkey, coldkey, netuid) || LegacyShares.has(ctx, hotkey, coldkey, netuid);
  if (!held) return undefined;
  const share = getShare(ctx, hotkey, coldkey, netuid);
  return alpha(shareValue(getAlphaSharePool(ctx, hotkey, netuid), share));
}

function setSharedValue(ctx: Ctx, hotkey: AccountId, netuid: NetUid, value: bigint): void {
  if (value === 0n) TotalHotkeyAlpha.remove(ctx, hotkey, netuid);
  else TotalHotkeyAlpha.set(ctx, hotkey, netuid, alpha(value));
}

/** Adds to (or, negative, takes from) what all own together; shares stay. `update` is signed, i64. */
export function updatePoolForAll(
  ctx: Ctx,
  hotkey: AccountId,
  netuid: NetUid,
  update: bigint,
): void {
  const value = TotalHotkeyAlpha.get(ctx, hotkey, netuid);
  setSharedValue(ctx, hotkey, netuid, updateValueForAll(value, update));
}

/**
 * True if an update of nothing would change nothing: no shares in the older format, no zeros that are stored,
 * no share of a pool without any. An epoch pays nothing to most of its neurons.
 */
function isSettled(ctx: Ctx, hotkey: AccountId, coldkey: AccountId, netuid: NetUid): boolean {
  const all = TotalHotkeySharesV2.stored(ctx, hotkey, netuid);
  const share = AlphaV2.stored(ctx, hotkey, coldkey, netuid);
  if (share !== undefined && (all === undefined || safeFloatIsZero(share))) return false;
  return (
    (all === undefined || !safeFloatIsZero(all)) &&
    TotalHotkeyAlpha.stored(ctx, hotkey, netuid) !== 0n &&
    !LegacyTotalShares.has(ctx, hotkey, netuid) &&
    !LegacyShares.has(ctx, hotkey, coldkey, netuid)
  );
}

/** Adds to (or, negative, takes from) what one coldkey owns; the others keep theirs. `update` is signed, i64. */
export function updatePoolForOne(
  ctx: Ctx,
  hotkey: AccountId,
  coldkey: AccountId,
  { netuid, update }: { readonly netuid: NetUid; readonly update: bigint },
): void {
  if (update === 0n && isSettled(ctx, hotkey, coldkey, netuid)) return;
  const pool = getAlphaSharePool(ctx, hotkey, netuid);
  const next = updateValueForOne(pool, getShare(ctx, hotkey, coldkey, netuid), update);

  LegacyTotalShares.remove(ctx, hotkey, netuid);
  if (safeFloatIsZero(next.denominator)) TotalHotkeySharesV2.remove(ctx, hotkey, netuid);
  else TotalHotkeySharesV2.set(ctx, hotkey, netuid, next.denominator);

  LegacyShares.remove(ctx, hotkey, coldkey, netuid);
  if (safeFloatIsZero(next.share)) AlphaV2.remove(ctx, hotkey, coldkey, netuid);
  else AlphaV2.set(ctx, hotkey, coldkey, netuid, next.share);

  setSharedValue(ctx, hotkey, netuid, next.value);
}

/** False if the pool is too coarse for this update to move a share. `update` is signed, i64. */
export function wouldMoveShare(
  ctx: StateCtx,
  hotkey: AccountId,
  netuid: NetUid,
  update: bigint,
): boolean {
  return updateMovesShare(getAlphaSharePool(ctx, hotkey, netuid), update);
}
