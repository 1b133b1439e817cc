import { type Ctx, ensure } from "@ganglion/frame";
import { saturatingAddU64 } from "@ganglion/math";
import { type AccountId, type Alpha, alpha, type NetUid } from "@ganglion/primitives";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { hotkeyAccountExists } from "../keys/accounts.ts";
import type { LockState } from "../types.ts";
import { totalColdkeyAlphaOnSubnet } from "./availability.ts";
import type { LockPart } from "./lock-state.ts";
import {
  addToAggregate,
  forceReduceIndividual,
  isPerpetualLock,
  lockClock,
  lockedHotkey,
  readConvictionModel,
  readConvictionModelForHotkey,
  reduceAggregate,
  rollForward,
  rollForwardAggregate,
  saveConvictionModel,
  withRolledIndividual,
} from "./model.ts";
import { DecayingLock } from "./storage.ts";

// A coldkey may lock alpha on a subnet behind one hotkey: it can't unstake what is locked, and the
// hotkey gains conviction. Source: staking/lock.rs

/**
 * Locks alpha behind a hotkey, or more of it behind the same hotkey.
 * @throws Refusal AmountTooLow, HotKeyAccountNotExists, LockHotkeyMismatch, InsufficientStakeForLock
 */
export function doLockStake(
  ctx: Ctx,
  coldkey: AccountId,
  netuid: NetUid,
  { hotkey, amount }: { readonly hotkey: AccountId; readonly amount: Alpha },
): void {
  ensure(amount !== 0n, Errors.AmountTooLow);
  ensure(hotkeyAccountExists(ctx, hotkey), Errors.HotKeyAccountNotExists);
  const total = totalColdkeyAlphaOnSubnet(ctx, coldkey, netuid);
  const existing = lockedHotkey(ctx, coldkey, netuid);
  ensure(existing === undefined || existing === hotkey, Errors.LockHotkeyMismatch);

  const clock = lockClock(ctx);
  let model = rollForward(readConvictionModelForHotkey(ctx, coldkey, netuid, hotkey), clock);
  const before = model.individual;
  const isNew = before.lockedMass === 0n && before.conviction === 0n;
  const lockedMass = isNew ? amount : alpha(saturatingAddU64(before.lockedMass, amount));
  ensure(total >= lockedMass, Errors.InsufficientStakeForLock);
  const lock: LockState = isNew
    ? { lockedMass, conviction: 0n, lastUpdate: clock.now }
    : { ...before, lockedMass };

  model = withRolledIndividual(model, lock, clock);
  model = rollForwardAggregate(model, clock);
  model = addToAggregate(model, { lockedMass: amount, conviction: 0n, lastUpdate: clock.now });
  model = rollForwardAggregate(model, clock);
  saveConvictionModel(ctx, coldkey, netuid, { hotkey, model });
  ctx.deposit(Events.StakeLocked({ coldkey, hotkey, netuid, amount }));
}

/** Locks less, as alpha left by force; conviction falls in proportion. */
export function forceReduceLock(ctx: Ctx, coldkey: AccountId, netuid: NetUid, amount: Alpha): void {
  const found = readConvictionModel(ctx, coldkey, netuid);
  if (!found) return;
  const clock = lockClock(ctx);
  const rolled = rollForwardAggregate(rollForward(found.model, clock), clock);
  const model = forceReduceIndividual(rolled, amount, clock.now);
  saveConvictionModel(ctx, coldkey, netuid, { hotkey: found.hotkey, model });
}

/** Writes the coldkey's lock as it is now, so that one which decayed to nothing goes. */
export function cleanupLockIfZero(ctx: Ctx, coldkey: AccountId, netuid: NetUid): void {
  const found = readConvictionModel(ctx, coldkey, netuid);
  if (!found) return;
  const model = rollForward(found.model, lockClock(ctx));
  saveConvictionModel(ctx, coldkey, netuid, { hotkey: found.hotkey, model });
}

/** Adds a lock that moved here to the sum it now belongs to, its conviction included. */
export function addAggregateLock(
  ctx: Ctx,
  coldkey: AccountId,
  netuid: NetUid,
  { hotkey, added }: { readonly hotkey: AccountId; readonly added: LockState },
): void {
  const clock = lockClock(ctx);
  let model = readConvictionModelForHotkey(ctx, coldkey, netuid, hotkey);
  model = rollForwardAggregate(model, clock);
  model = addToAggregate(model, added);
  model = rollForwardAggregate(model, clock);
  saveConvictionModel(ctx, coldkey, netuid, { hotkey, model });
}

/** Takes a lock that moved away out of the sum it belonged to. */
export function reduceAggregateLock(
  ctx: Ctx,
  coldkey: AccountId,
  netuid: NetUid,
  { hotkey, by }: { readonly hotkey: AccountId; readonly by: LockPart },
): void {
  const read = readConvictionModelForHotkey(ctx, coldkey, netuid, hotkey);
  const model = reduceAggregate(rollForwardAggregate(read, lockClock(ctx)), by);
  saveConvictionModel(ctx, coldkey, netuid, { hotkey, model });
}

function setDecaying(ctx: Ctx, coldkey: AccountId, netuid: NetUid, perpetual: boolean): void {
  if (perpetual) DecayingLock.set(ctx, coldkey, netuid, false);
  else DecayingLock.remove(ctx, coldkey, netuid);
}

/** Makes the coldkey's lock on a subnet stop decaying, or decay again. */
export function doSetPerpetualLock(
  ctx: Ctx,
  coldkey: AccountId,
  { netuid, enabled }: { readonly netuid: NetUid; readonly enabled: boolean },
): void {
  const changes = isPerpetualLock(ctx, coldkey, netuid) !== enabled;
  const found = readConvictionModel(ctx, coldkey, netuid);
  if (found) {
    const { hotkey } = found;
    const model = rollForward(found.model, lockClock(ctx));
    saveConvictionModel(ctx, coldkey, netuid, { hotkey, model });
    // The lock leaves one sum for the other.
    if (changes) reduceAggregateLock(ctx, coldkey, netuid, { hotkey, by: model.individual });
  }
  setDecaying(ctx, coldkey, netuid, enabled);
  const moved = changes ? readConvictionModel(ctx, coldkey, netuid) : undefined;
  if (moved)
    addAggregateLock(ctx, coldkey, netuid, {
      hotkey: moved.hotkey,
      added: moved.model.individual,
    });
  ctx.deposit(Events.PerpetualLockUpdated({ coldkey, netuid, enabled }));
}
