import type { Ctx, StateCtx } from "@ganglion/frame";
import { saturatingSubUnsigned, U64F64 } from "@ganglion/math";
import { type AccountId, type Alpha, alpha, type NetUid } from "@ganglion/primitives";
import { bySpec } from "../../../by-spec.ts";
import { SubnetOwnerHotkey } from "../subnets/storage.ts";
import type { LockState } from "../types.ts";
import {
  EXPONENTIAL_DECAY,
  emptyLock,
  type LockClock,
  type LockKind,
  type LockPart,
  type LockRule,
  lockIsZero,
  lossOf,
  mergeLock,
  reduceLock,
  rollForwardLock,
} from "./lock-state.ts";
import {
  DecayingHotkeyLock,
  DecayingLock,
  DecayingOwnerLock,
  HotkeyLock,
  Lock,
  LockingColdkeys,
  MaturityRate,
  OwnerLock,
  UnlockRate,
} from "./storage.ts";

/**
 * A coldkey's lock on a hotkey together with the one sum that it is part of: of the hotkey or of the
 * subnet's owner, perpetual or decaying. Both are kept in step. Only what was touched is written back.
 * Source: staking/lock.rs, ConvictionModel
 */
export interface ConvictionModel {
  readonly kind: LockKind;
  readonly individual: LockState;
  readonly aggregate: LockState;
  readonly touched: { readonly individual: boolean; readonly aggregate: boolean };
}

const lockRule = bySpec<LockRule>({ 425: EXPONENTIAL_DECAY });

export function lockClock(ctx: Ctx): LockClock {
  return {
    rule: lockRule(ctx),
    now: ctx.block,
    unlockRate: UnlockRate.get(ctx),
    maturityRate: MaturityRate.get(ctx),
  };
}

export function isSubnetOwnerHotkey(ctx: StateCtx, netuid: NetUid, hotkey: AccountId): boolean {
  return hotkey === SubnetOwnerHotkey.get(ctx, netuid);
}

/** Locks decay unless the coldkey said otherwise for the subnet. */
export function isPerpetualLock(ctx: StateCtx, coldkey: AccountId, netuid: NetUid): boolean {
  return DecayingLock.get(ctx, coldkey, netuid) === false;
}

export function lockKind(
  ctx: StateCtx,
  coldkey: AccountId,
  netuid: NetUid,
  hotkey: AccountId,
): LockKind {
  return {
    owner: isSubnetOwnerHotkey(ctx, netuid, hotkey),
    perpetual: isPerpetualLock(ctx, coldkey, netuid),
  };
}

/** The sum of all locks of a kind on a hotkey, or on the owner's, whichever that is. */
export function aggregateLock(
  ctx: StateCtx,
  netuid: NetUid,
  hotkey: AccountId,
  { owner, perpetual }: LockKind,
): LockState | undefined {
  if (owner) return (perpetual ? OwnerLock : DecayingOwnerLock).get(ctx, netuid);
  return (perpetual ? HotkeyLock : DecayingHotkeyLock).get(ctx, netuid, hotkey);
}

/** Writes a sum; one of nothing is removed. */
export function insertAggregateLock(
  ctx: Ctx,
  netuid: NetUid,
  hotkey: AccountId,
  { kind, lock }: { readonly kind: LockKind; readonly lock: LockState },
): void {
  const gone = lock.lockedMass === 0n && lock.conviction === 0n;
  if (kind.owner) {
    const item = kind.perpetual ? OwnerLock : DecayingOwnerLock;
    if (gone) item.remove(ctx, netuid);
    else item.set(ctx, netuid, lock);
  } else {
    const item = kind.perpetual ? HotkeyLock : DecayingHotkeyLock;
    if (gone) item.remove(ctx, netuid, hotkey);
    else item.set(ctx, netuid, hotkey, lock);
  }
}

/** Reads and removes a sum. */
export function takeAggregateLock(
  ctx: Ctx,
  netuid: NetUid,
  hotkey: AccountId,
  kind: LockKind,
): LockState | undefined {
  const lock = aggregateLock(ctx, netuid, hotkey, kind);
  if (lock) insertAggregateLock(ctx, netuid, hotkey, { kind, lock: emptyLock(0n) });
  return lock;
}

/** Writes a coldkey's lock and its place in the index; one of next to nothing is removed. */
export function insertLockState(
  ctx: Ctx,
  coldkey: AccountId,
  netuid: NetUid,
  { hotkey, lock }: { readonly hotkey: AccountId; readonly lock: LockState },
): void {
  if (lockIsZero(lock)) removeLock(ctx, coldkey, netuid, hotkey);
  else {
    LockingColdkeys.set(ctx, netuid, hotkey, coldkey, undefined);
    Lock.set(ctx, coldkey, netuid, hotkey, lock);
  }
}

export function removeLock(ctx: Ctx, coldkey: AccountId, netuid: NetUid, hotkey: AccountId): void {
  LockingColdkeys.remove(ctx, netuid, hotkey, coldkey);
  Lock.remove(ctx, coldkey, netuid, hotkey);
}

export function readConvictionModelForHotkey(
  ctx: Ctx,
  coldkey: AccountId,
  netuid: NetUid,
  hotkey: AccountId,
): ConvictionModel {
  const kind = lockKind(ctx, coldkey, netuid, hotkey);
  return {
    kind,
    individual: Lock.get(ctx, coldkey, netuid, hotkey) ?? emptyLock(ctx.block),
    aggregate: aggregateLock(ctx, netuid, hotkey, kind) ?? emptyLock(ctx.block),
    touched: { individual: false, aggregate: false },
  };
}

/** The hotkey that a coldkey locks to on a subnet, if any: there is at most one. */
export function lockedHotkey(
  ctx: StateCtx,
  coldkey: AccountId,
  netuid: NetUid,
): AccountId | undefined {
  return Lock.keysOf(ctx, coldkey, netuid)[0]?.[2];
}

export function readConvictionModel(
  ctx: Ctx,
  coldkey: AccountId,
  netuid: NetUid,
): { readonly hotkey: AccountId; readonly model: ConvictionModel } | undefined {
  const hotkey = lockedHotkey(ctx, coldkey, netuid);
  if (hotkey === undefined) return undefined;
  return { hotkey, model: readConvictionModelForHotkey(ctx, coldkey, netuid, hotkey) };
}

export function saveConvictionModel(
  ctx: Ctx,
  coldkey: AccountId,
  netuid: NetUid,
  { hotkey, model }: { readonly hotkey: AccountId; readonly model: ConvictionModel },
): void {
  if (model.touched.individual)
    insertLockState(ctx, coldkey, netuid, { hotkey, lock: model.individual });
  if (model.touched.aggregate)
    insertAggregateLock(ctx, netuid, hotkey, { kind: model.kind, lock: model.aggregate });
}

function withIndividual(model: ConvictionModel, individual: LockState): ConvictionModel {
  return { ...model, individual, touched: { ...model.touched, individual: true } };
}
function withAggregate(model: ConvictionModel, aggregate: LockState): ConvictionModel {
  return { ...model, aggregate, touched: { ...model.touched, aggregate: true } };
}

export function withRolledIndividual(
  model: ConvictionModel,
  lock: LockState,
  clock: LockClock,
): ConvictionModel {
  return withIndividual(model, rollForwardLock(lock, clock, model.kind));
}

export function rollForwardAggregate(model: ConvictionModel, clock: LockClock): ConvictionModel {
  return withAggregate(model, rollForwardLock(model.aggregate, clock, model.kind));
}

/** Rolls the lock. The sum loses what the lock lost, or rolls itself where the lock lost nothing. */
export function rollForward(model: ConvictionModel, clock: LockClock): ConvictionModel {
  const individual = rollForwardLock(model.individual, clock, model.kind);
  const loss = lossOf(model.individual, individual);
  const next = withIndividual(model, individual);
  if (loss.lockedMass === 0n && loss.conviction === 0n) return rollForwardAggregate(next, clock);
  return withAggregate(next, { ...reduceLock(model.aggregate, loss), lastUpdate: clock.now });
}

export function addToAggregate(model: ConvictionModel, added: LockState): ConvictionModel {
  return withAggregate(model, mergeLock(model.aggregate, added));
}

export function reduceAggregate(model: ConvictionModel, by: LockPart): ConvictionModel {
  return withAggregate(model, reduceLock(model.aggregate, by));
}

/** Takes an amount out of the lock, and conviction by its proportion. */
export function forceReduceIndividual(
  model: ConvictionModel,
  amount: Alpha,
  now: bigint,
): ConvictionModel {
  const before = model.individual;
  const lockedMass = alpha(saturatingSubUnsigned(before.lockedMass, amount));
  const removed = U64F64.safeDiv(U64F64.fromInteger(amount), U64F64.fromInteger(before.lockedMass));
  const conviction =
    lockedMass === 0n
      ? 0n
      : U64F64.saturatingMul(before.conviction, U64F64.saturatingSub(U64F64.one, removed));
  const after: LockState = { lockedMass, conviction, lastUpdate: now };
  return reduceAggregate(withIndividual(model, after), lossOf(before, after));
}
