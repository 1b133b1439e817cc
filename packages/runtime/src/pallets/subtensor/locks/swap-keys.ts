import { type Ctx, ensure } from "@ganglion/frame";
import type { AccountId, NetUid } from "@ganglion/primitives";
import { Errors } from "../errors.ts";
import { getAllSubnetNetuids } from "../subnets/queries.ts";
import { ensureCanReceiveLockedAlpha } from "./account-flags.ts";
import { addAggregateLock, reduceAggregateLock } from "./lock.ts";
import { rollForwardLock } from "./lock-state.ts";
import {
  insertAggregateLock,
  insertLockState,
  isPerpetualLock,
  isSubnetOwnerHotkey,
  lockClock,
  lockKind,
  removeLock,
  takeAggregateLock,
} from "./model.ts";
import {
  AccountFlags,
  DecayingHotkeyLock,
  DecayingLock,
  DecayingOwnerLock,
  HotkeyLock,
  Lock,
  LockingColdkeys,
  OwnerLock,
} from "./storage.ts";

// Locks follow when a coldkey or hotkey is replaced, and end with their subnet. Source: staking/lock.rs

/** @throws Refusal ActiveLockExists if the coldkey has anything locked anywhere */
export function ensureNoActiveLocks(ctx: Ctx, coldkey: AccountId): void {
  for (const [[, netuid, hotkey], lock] of Lock.entries(ctx, coldkey)) {
    const kind = lockKind(ctx, coldkey, netuid, hotkey);
    ensure(rollForwardLock(lock, lockClock(ctx), kind).lockedMass === 0n, Errors.ActiveLockExists);
  }
}

/**
 * Moves all locks of a coldkey, its choices about them included, to one that has none.
 * @throws Refusal ActiveLockExists, AccountRejectsLockedAlpha
 */
export function swapColdkeyLocks(ctx: Ctx, oldColdkey: AccountId, newColdkey: AccountId): void {
  ensureNoActiveLocks(ctx, newColdkey);
  const clock = lockClock(ctx);
  const choices = DecayingLock.keysOf(ctx, oldColdkey).map(([, netuid]) => netuid);
  const locks = Lock.entries(ctx, oldColdkey).map(([[, netuid, hotkey], lock]) => {
    const kind = lockKind(ctx, oldColdkey, netuid, hotkey);
    const rolled = rollForwardLock(lock, clock, kind);
    ensureCanReceiveLockedAlpha(ctx, newColdkey, rolled.lockedMass);
    return { netuid, hotkey, kind, rolled };
  });

  // Which sum a lock belongs to depends on the coldkey's choice: out with the old one, in with the new.
  for (const { netuid, hotkey, rolled } of locks) {
    removeLock(ctx, oldColdkey, netuid, hotkey);
    reduceAggregateLock(ctx, oldColdkey, netuid, { hotkey, by: rolled });
  }
  for (const netuid of choices) {
    const decaying = DecayingLock.take(ctx, oldColdkey, netuid);
    if (decaying !== undefined) DecayingLock.set(ctx, newColdkey, netuid, decaying);
  }
  const flags = AccountFlags.take(ctx, oldColdkey);
  if (flags === 0n) AccountFlags.remove(ctx, newColdkey);
  else AccountFlags.set(ctx, newColdkey, flags);
  for (const { netuid, hotkey, kind, rolled } of locks) {
    const lock = rollForwardLock(rolled, clock, kind);
    insertLockState(ctx, newColdkey, netuid, { hotkey, lock });
    addAggregateLock(ctx, newColdkey, netuid, { hotkey, added: lock });
  }
}

/** Storage accesses that the reference counts for a swap's weight. */
export interface Accesses {
  readonly reads: bigint;
  readonly writes: bigint;
}

/** Moves all locks behind a hotkey to its successor, on every subnet. */
export function swapHotkeyLocks(ctx: Ctx, oldHotkey: AccountId, newHotkey: AccountId): Accesses {
  return swapHotkeyLocksForNetuids(ctx, oldHotkey, newHotkey, getAllSubnetNetuids(ctx));
}

/** Moves all locks behind a hotkey to its successor, on one subnet. */
export function swapHotkeyLocksOnSubnet(
  ctx: Ctx,
  oldHotkey: AccountId,
  newHotkey: AccountId,
  netuid: NetUid,
): Accesses {
  return swapHotkeyLocksForNetuids(ctx, oldHotkey, newHotkey, [netuid]);
}

/** A subnet on which the swap concerns locks, and whether either key is (then) its owner's hotkey. */
interface Concerned {
  readonly netuid: NetUid;
  readonly oldIsOwner: boolean;
  readonly newIsOwner: boolean;
}

function concerned(
  ctx: Ctx,
  oldHotkey: AccountId,
  newHotkey: AccountId,
  netuids: readonly NetUid[],
): Concerned[] {
  const out: Concerned[] = [];
  for (const netuid of netuids) {
    const oldIsOwner = isSubnetOwnerHotkey(ctx, netuid, oldHotkey);
    const newIsOwner = oldIsOwner || isSubnetOwnerHotkey(ctx, netuid, newHotkey);
    const locked =
      HotkeyLock.has(ctx, netuid, oldHotkey) || DecayingHotkeyLock.has(ctx, netuid, oldHotkey);
    if (newIsOwner || locked) out.push({ netuid, oldIsOwner, newIsOwner });
  }
  return out;
}

function swapHotkeyLocksForNetuids(
  ctx: Ctx,
  oldHotkey: AccountId,
  newHotkey: AccountId,
  netuids: readonly NetUid[],
): Accesses {
  const clock = lockClock(ctx);
  const subnets = concerned(ctx, oldHotkey, newHotkey, netuids);
  let reads = 5n * BigInt(netuids.length);
  let writes = 0n;

  const moving = [];
  for (const subnet of subnets)
    for (const [, , coldkey] of LockingColdkeys.keysOf(ctx, subnet.netuid, oldHotkey)) {
      const lock = Lock.get(ctx, coldkey, subnet.netuid, oldHotkey);
      reads += 1n;
      if (lock) moving.push({ ...subnet, coldkey, lock });
      else {
        // The index may name coldkeys whose lock is gone.
        LockingColdkeys.remove(ctx, subnet.netuid, oldHotkey, coldkey);
        writes += 1n;
      }
    }
  for (const { netuid, coldkey, lock, oldIsOwner, newIsOwner } of moving) {
    const perpetual = isPerpetualLock(ctx, coldkey, netuid);
    const rolled = rollForwardLock(lock, clock, { owner: oldIsOwner, perpetual });
    const moved = rollForwardLock(rolled, clock, { owner: newIsOwner, perpetual });
    removeLock(ctx, coldkey, netuid, oldHotkey);
    insertLockState(ctx, coldkey, netuid, { hotkey: newHotkey, lock: moved });
    writes += 2n;
  }
  for (const { netuid, oldIsOwner, newIsOwner } of subnets) {
    const taken = [true, false].map((perpetual) => {
      const kind = { owner: oldIsOwner, perpetual };
      const lock = takeAggregateLock(ctx, netuid, oldHotkey, kind);
      return { perpetual, lock: lock && rollForwardLock(lock, clock, kind) };
    });
    for (const { perpetual, lock } of taken) {
      if (!lock) continue;
      const kind = { owner: newIsOwner, perpetual };
      insertAggregateLock(ctx, netuid, newHotkey, {
        kind,
        lock: rollForwardLock(lock, clock, kind),
      });
    }
    writes += 6n;
  }
  return { reads, writes };
}

/** Ends every lock on a subnet that goes. Source: destroy_lock_maps */
export function destroyLockMaps(ctx: Ctx, netuid: NetUid): void {
  for (const [, hotkey, coldkey] of LockingColdkeys.keysOf(ctx, netuid))
    Lock.remove(ctx, coldkey, netuid, hotkey);
  LockingColdkeys.clear(ctx, netuid);
  HotkeyLock.clear(ctx, netuid);
  DecayingHotkeyLock.clear(ctx, netuid);
  OwnerLock.remove(ctx, netuid);
  DecayingOwnerLock.remove(ctx, netuid);
  for (const [coldkey, on] of DecayingLock.keysOf(ctx))
    if (on === netuid) DecayingLock.remove(ctx, coldkey, netuid);
}
