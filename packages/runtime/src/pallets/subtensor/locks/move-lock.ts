import { type Ctx, ensure } from "@ganglion/frame";
import { saturatingAddU64, saturatingSubUnsigned, U64F64 } from "@ganglion/math";
import { type AccountId, type Alpha, alpha, type NetUid } from "@ganglion/primitives";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { getOwningColdkeyForHotkey, hotkeyAccountExists } from "../keys/accounts.ts";
import type { LockState } from "../types.ts";
import { ensureCanReceiveLockedAlpha } from "./account-flags.ts";
import { totalColdkeyAlphaOnSubnet } from "./availability.ts";
import { addAggregateLock, reduceAggregateLock } from "./lock.ts";
import { emptyLock, type LockPart, rollForwardLock } from "./lock-state.ts";
import {
  insertLockState,
  lockClock,
  lockKind,
  readConvictionModel,
  removeLock,
  rollForward,
} from "./model.ts";

// A lock moves to another hotkey, or with its alpha to another coldkey. Source: staking/lock.rs

/**
 * Puts the coldkey's lock behind another hotkey; its conviction stays only if both have one owner.
 * @throws Refusal HotKeyAccountNotExists, NoExistingLock
 */
export function doMoveLock(
  ctx: Ctx,
  coldkey: AccountId,
  { netuid, hotkey }: { readonly netuid: NetUid; readonly hotkey: AccountId },
): void {
  ensure(hotkeyAccountExists(ctx, hotkey), Errors.HotKeyAccountNotExists);
  const found = readConvictionModel(ctx, coldkey, netuid);
  ensure(found, Errors.NoExistingLock);
  const origin = found.hotkey;
  const clock = lockClock(ctx);
  const removed = rollForward(found.model, clock).individual;
  const sameOwner =
    getOwningColdkeyForHotkey(ctx, origin) === getOwningColdkeyForHotkey(ctx, hotkey);
  const lock = rollForwardLock(
    sameOwner ? removed : { ...removed, conviction: 0n },
    clock,
    lockKind(ctx, coldkey, netuid, hotkey),
  );
  removeLock(ctx, coldkey, netuid, origin);
  insertLockState(ctx, coldkey, netuid, { hotkey, lock });
  reduceAggregateLock(ctx, coldkey, netuid, { hotkey: origin, by: removed });
  addAggregateLock(ctx, coldkey, netuid, { hotkey, added: lock });
  ctx.deposit(
    Events.LockMoved({ coldkey, originHotkey: origin, destinationHotkey: hotkey, netuid }),
  );
}

/** The part of a lock that goes along when `amount` of alpha leaves: what the unlocked rest can't cover. */
function lockedPart(lock: LockState, total: Alpha, amount: Alpha): LockPart {
  const unlocked = saturatingSubUnsigned(total, lock.lockedMass);
  const short = saturatingSubUnsigned(amount, unlocked);
  const moved = alpha(short < lock.lockedMass ? short : lock.lockedMass);
  if (moved === 0n) return { lockedMass: moved, conviction: 0n };
  const proportion = U64F64.safeDiv(U64F64.fromInteger(moved), U64F64.fromInteger(lock.lockedMass));
  return { lockedMass: moved, conviction: U64F64.saturatingMul(lock.conviction, proportion) };
}

/**
 * Alpha goes from one coldkey to another within a subnet: what is locked of it stays locked behind the
 * same hotkey, with its part of the conviction.
 * @throws Refusal LockHotkeyMismatch if the receiver locks behind another hotkey,
 *   AccountRejectsLockedAlpha
 */
export function transferLock(
  ctx: Ctx,
  from: AccountId,
  to: AccountId,
  { netuid, amount }: { readonly netuid: NetUid; readonly amount: Alpha },
): void {
  if (from === to || amount === 0n) return;
  const total = totalColdkeyAlphaOnSubnet(ctx, from, netuid);
  const found = readConvictionModel(ctx, from, netuid);
  if (!found) return;
  const clock = lockClock(ctx);
  const sourceHotkey = found.hotkey;
  const source = rollForward(found.model, clock).individual;
  const receiver = readConvictionModel(ctx, to, netuid);
  const hotkey = receiver?.hotkey ?? sourceHotkey;
  const destination = receiver
    ? rollForward(receiver.model, clock).individual
    : emptyLock(clock.now);

  const covered = saturatingSubUnsigned(total, source.lockedMass) >= amount;
  ensure(covered || hotkey === sourceHotkey, Errors.LockHotkeyMismatch);
  const moved = lockedPart(source, total, amount);
  ensureCanReceiveLockedAlpha(ctx, to, moved.lockedMass);

  // Both are written even if nothing locked moves: they were rolled.
  const kept = {
    lockedMass: alpha(saturatingSubUnsigned(source.lockedMass, moved.lockedMass)),
    conviction: U64F64.saturatingSub(source.conviction, moved.conviction),
    lastUpdate: source.lastUpdate,
  };
  const got = {
    lockedMass: alpha(saturatingAddU64(destination.lockedMass, moved.lockedMass)),
    conviction: U64F64.saturatingAdd(destination.conviction, moved.conviction),
    lastUpdate: destination.lastUpdate,
  };
  insertLockState(ctx, from, netuid, {
    hotkey: sourceHotkey,
    lock: rollForwardLock(kept, clock, lockKind(ctx, from, netuid, sourceHotkey)),
  });
  insertLockState(ctx, to, netuid, {
    hotkey,
    lock: rollForwardLock(got, clock, lockKind(ctx, to, netuid, hotkey)),
  });
  if (moved.lockedMass === 0n) return;
  reduceAggregateLock(ctx, from, netuid, { hotkey: sourceHotkey, by: moved });
  addAggregateLock(ctx, to, netuid, { hotkey, added: { ...moved, lastUpdate: clock.now } });
}
