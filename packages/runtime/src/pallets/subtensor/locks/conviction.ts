import type { Ctx } from "@ganglion/frame";
import { U64F64 } from "@ganglion/math";
import type { AccountId, NetUid } from "@ganglion/primitives";
import { SubnetOwnerHotkey } from "../subnets/storage.ts";
import { type LockKind, rollForwardLock } from "./lock-state.ts";
import { aggregateLock, lockClock } from "./model.ts";
import { DecayingHotkeyLock, HotkeyLock } from "./storage.ts";

// Hotkeys gain conviction by what coldkeys lock behind them.  Source: staking/lock.rs

/** Sums of a hotkey. */
export const GENERAL = [
  { owner: false, perpetual: true },
  { owner: false, perpetual: false },
] as const;
/** Sums of a subnet's owner. */
export const OWNERS = [
  { owner: true, perpetual: true },
  { owner: true, perpetual: false },
] as const;

function convictionOf(ctx: Ctx, netuid: NetUid, hotkey: AccountId, kind: LockKind): bigint {
  const lock = aggregateLock(ctx, netuid, hotkey, kind);
  return lock ? rollForwardLock(lock, lockClock(ctx), kind).conviction : 0n;
}

/** Conviction behind a hotkey from all coldkeys, U64F64. */
export function hotkeyConviction(ctx: Ctx, hotkey: AccountId, netuid: NetUid): bigint {
  const isOwner = hotkey === SubnetOwnerHotkey.get(ctx, netuid);
  let total = 0n;
  for (const kind of isOwner ? [...GENERAL, ...OWNERS] : GENERAL)
    total = U64F64.saturatingAdd(total, convictionOf(ctx, netuid, hotkey, kind));
  return total;
}

/** Conviction by hotkey, U64F64; those of the owner's sums count for the owner's hotkey. */
function convictions(ctx: Ctx, netuid: NetUid): ReadonlyMap<AccountId, bigint> {
  const scores = new Map<AccountId, bigint>();
  const add = (hotkey: AccountId, kind: LockKind) => {
    const conviction = convictionOf(ctx, netuid, hotkey, kind);
    scores.set(hotkey, U64F64.saturatingAdd(scores.get(hotkey) ?? 0n, conviction));
  };
  for (const [, hotkey] of HotkeyLock.keysOf(ctx, netuid)) add(hotkey, GENERAL[0]);
  for (const [, hotkey] of DecayingHotkeyLock.keysOf(ctx, netuid)) add(hotkey, GENERAL[1]);
  const ownerHotkey = SubnetOwnerHotkey.get(ctx, netuid);
  for (const kind of OWNERS)
    if (aggregateLock(ctx, netuid, ownerHotkey, kind)) add(ownerHotkey, kind);
  return scores;
}

/** All conviction on a subnet, U64F64. */
export function getTotalConviction(ctx: Ctx, netuid: NetUid): bigint {
  let total = 0n;
  for (const conviction of convictions(ctx, netuid).values())
    total = U64F64.saturatingAdd(total, conviction);
  return total;
}

/** The hotkey with the most conviction; of equals the one with the highest account id. */
export function subnetKing(ctx: Ctx, netuid: NetUid): AccountId | undefined {
  let king: AccountId | undefined;
  let most = 0n;
  const inOrder = [...convictions(ctx, netuid)].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [hotkey, conviction] of inOrder)
    if (king === undefined || conviction >= most) {
      king = hotkey;
      most = conviction;
    }
  return king;
}
