import { type Ctx, ensure, type StateCtx } from "@ganglion/frame";
import { saturatingAddU64, saturatingSubUnsigned } from "@ganglion/math";
import { type AccountId, type Alpha, alpha, type NetUid } from "@ganglion/primitives";
import { Errors } from "../errors.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "../staking/stake-utils.ts";
import { StakingHotkeys } from "../staking/storage.ts";
import type { LockState } from "../types.ts";
import { rollForwardLock } from "./lock-state.ts";
import { lockClock, readConvictionModel } from "./model.ts";

// What a coldkey may take off a subnet: all it has there but what it locked. Source: staking/lock.rs

/** All alpha of a coldkey on a subnet, under whatever hotkey. */
export function totalColdkeyAlphaOnSubnet(
  ctx: StateCtx,
  coldkey: AccountId,
  netuid: NetUid,
): Alpha {
  let total = 0n;
  for (const hotkey of StakingHotkeys.get(ctx, coldkey))
    total = saturatingAddU64(
      total,
      getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid),
    );
  return alpha(total);
}

/** The coldkey's lock as it is now, if it has one. */
export function getColdkeyLock(
  ctx: Ctx,
  coldkey: AccountId,
  netuid: NetUid,
): LockState | undefined {
  const found = readConvictionModel(ctx, coldkey, netuid);
  return found && rollForwardLock(found.model.individual, lockClock(ctx), found.model.kind);
}

export function getCurrentLocked(ctx: Ctx, coldkey: AccountId, netuid: NetUid): Alpha {
  return getColdkeyLock(ctx, coldkey, netuid)?.lockedMass ?? alpha(0n);
}

/** U64F64 */
export function getConviction(ctx: Ctx, coldkey: AccountId, netuid: NetUid): bigint {
  return getColdkeyLock(ctx, coldkey, netuid)?.conviction ?? 0n;
}

export interface StakeAvailability {
  readonly total: Alpha;
  readonly locked: Alpha;
  readonly available: Alpha;
}

/** The lock holds for the whole subnet, under whatever hotkey the alpha lies. */
export function stakeAvailability(ctx: Ctx, coldkey: AccountId, netuid: NetUid): StakeAvailability {
  const total = totalColdkeyAlphaOnSubnet(ctx, coldkey, netuid);
  const locked = getCurrentLocked(ctx, coldkey, netuid);
  return { total, locked, available: alpha(saturatingSubUnsigned(total, locked)) };
}

/** @throws Refusal StakeUnavailable if less is free to leave */
export function ensureAvailableToUnstake(
  ctx: Ctx,
  coldkey: AccountId,
  netuid: NetUid,
  amount: Alpha,
): void {
  ensure(stakeAvailability(ctx, coldkey, netuid).available >= amount, Errors.StakeUnavailable);
}
