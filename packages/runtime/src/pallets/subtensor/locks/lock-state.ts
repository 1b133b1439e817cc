import { exp, I64F64, saturatingAddU64, saturatingSubUnsigned, U64F64 } from "@ganglion/math";
import { alpha } from "@ganglion/primitives";
import type { LockState } from "../types.ts";

// Arithmetic of one lock: locked alpha decays at the unlock rate, conviction grows out of it at the
// maturity rate. Nothing here touches the state. Source: staking/lock.rs

/** How a lock behaves. */
export interface LockKind {
  /** On the subnet owner's hotkey: conviction is always all of what is locked. */
  readonly owner: boolean;
  /** Does not decay. */
  readonly perpetual: boolean;
}

/** How locked alpha and conviction change with time. */
export interface LockRule {
  decayed(lock: LockState, clock: LockClock, perpetual: boolean): LockPart;
}

/** Until when to roll, by which rule, and the two time constants in blocks. */
export interface LockClock {
  readonly rule: LockRule;
  readonly now: bigint;
  readonly unlockRate: bigint;
  readonly maturityRate: bigint;
}

/** A part of a lock. Conviction is U64F64. */
export type LockPart = Pick<LockState, "lockedMass" | "conviction">;

/** Below this, in rao of alpha and in conviction, nothing is left of a lock. */
const ZERO_THRESHOLD = 100n;
const ZERO_CONVICTION = U64F64.fromInteger(ZERO_THRESHOLD);
const ZERO_I64F64 = 0n;
/** e^−40 counts as the end of every decay. */
const LOWEST_EXPONENT = I64F64.fromInteger(-40);

export function emptyLock(now: bigint): LockState {
  return { lockedMass: alpha(0n), conviction: 0n, lastUpdate: now };
}

export function lockIsZero(lock: LockPart): boolean {
  return lock.lockedMass < ZERO_THRESHOLD && lock.conviction < ZERO_CONVICTION;
}

export function mergeLock(a: LockState, b: LockState): LockState {
  return {
    lockedMass: alpha(saturatingAddU64(a.lockedMass, b.lockedMass)),
    conviction: U64F64.saturatingAdd(a.conviction, b.conviction),
    lastUpdate: a.lastUpdate > b.lastUpdate ? a.lastUpdate : b.lastUpdate,
  };
}

export function reduceLock(lock: LockState, by: LockPart): LockState {
  return {
    lockedMass: alpha(saturatingSubUnsigned(lock.lockedMass, by.lockedMass)),
    conviction: U64F64.saturatingSub(lock.conviction, by.conviction),
    lastUpdate: lock.lastUpdate,
  };
}

/** e^(−dt / tau) as U64F64; 0 without a time constant, unless no time passed. */
export function expDecay(dt: bigint, tau: bigint): bigint {
  if (dt === 0n) return U64F64.one;
  if (tau === 0n) return 0n;
  const ratio =
    I64F64.checkedDiv(I64F64.fromInteger(-dt), I64F64.fromInteger(tau)) ?? LOWEST_EXPONENT;
  const decay = exp(I64F64, ratio < LOWEST_EXPONENT ? LOWEST_EXPONENT : ratio) ?? ZERO_I64F64;
  return U64F64.from(I64F64, decay);
}

/** Conviction that `mass` yielded while it decayed for `dt` blocks, U64F64. */
function maturedConviction(
  mass: bigint,
  dt: bigint,
  clock: LockClock & { readonly unlockDecay: bigint; readonly maturityDecay: bigint },
): bigint {
  const { unlockRate, maturityRate, unlockDecay, maturityDecay } = clock;
  // The limit of the general formula where both rates are equal.
  if (unlockRate === maturityRate) {
    const periods = U64F64.safeDiv(U64F64.fromInteger(dt), U64F64.fromInteger(maturityRate));
    return U64F64.saturatingMul(mass, U64F64.saturatingMul(periods, maturityDecay));
  }
  if (unlockRate === 0n || maturityRate === 0n) return 0n;
  const decayDelta = I64F64.saturatingSub(
    I64F64.from(U64F64, unlockDecay),
    I64F64.from(U64F64, maturityDecay),
  );
  const gamma =
    I64F64.checkedDiv(
      I64F64.saturatingMul(I64F64.fromInteger(unlockRate), decayDelta),
      I64F64.fromInteger(unlockRate - maturityRate),
    ) ?? ZERO_I64F64;
  return gamma <= 0n ? 0n : U64F64.saturatingMul(mass, U64F64.from(I64F64, gamma));
}

function exponentiallyDecayed(lock: LockState, clock: LockClock, perpetual: boolean): LockPart {
  const dt = saturatingSubUnsigned(clock.now, lock.lastUpdate);
  const unlockDecay = expDecay(dt, clock.unlockRate);
  const maturityDecay = expDecay(dt, clock.maturityRate);
  const mass = U64F64.fromInteger(lock.lockedMass);
  const kept = U64F64.saturatingMul(maturityDecay, lock.conviction);
  if (perpetual) {
    const matured = U64F64.saturatingMul(mass, U64F64.saturatingSub(U64F64.one, maturityDecay));
    return { lockedMass: lock.lockedMass, conviction: U64F64.saturatingAdd(kept, matured) };
  }
  const matured = maturedConviction(mass, dt, { ...clock, unlockDecay, maturityDecay });
  return {
    lockedMass: alpha(U64F64.toUnsigned(U64F64.saturatingMul(unlockDecay, mass), 64)),
    conviction: U64F64.saturatingAdd(kept, matured),
  };
}

/** Mass decays exponentially, conviction grows out of it. Source: staking/lock.rs */
export const EXPONENTIAL_DECAY: LockRule = { decayed: exponentiallyDecayed };

/** A lock as it is now. A lock that is next to nothing becomes nothing. */
export function rollForwardLock(lock: LockState, clock: LockClock, kind: LockKind): LockState {
  let rolled: LockState =
    clock.now > lock.lastUpdate
      ? { ...clock.rule.decayed(lock, clock, kind.perpetual), lastUpdate: clock.now }
      : lock;
  if (kind.owner) rolled = { ...rolled, conviction: U64F64.fromInteger(rolled.lockedMass) };
  return lockIsZero(rolled) ? { ...rolled, lockedMass: alpha(0n), conviction: 0n } : rolled;
}

/** What a lock lost by rolling; growth counts as no loss. */
export function lossOf(before: LockState, after: LockState): LockPart {
  return {
    lockedMass: alpha(saturatingSubUnsigned(before.lockedMass, after.lockedMass)),
    conviction: U64F64.saturatingSub(before.conviction, after.conviction),
  };
}
