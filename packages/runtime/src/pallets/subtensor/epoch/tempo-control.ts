import { type Ctx, ensure, type Origin } from "@ganglion/frame";
import { saturatingAddU64 } from "@ganglion/math";
import type { NetUid } from "@ganglion/primitives";
import { Constants } from "../constants.ts";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import {
  passesRateLimitOnSubnet,
  setLastBlockOnSubnet,
  type TransactionType,
} from "../keys/rate-limits.ts";
import {
  ensureAdminWindowOpen,
  ensureSubnetOwner,
  ensureSubnetOwnerOrRoot,
} from "../owner-rights.ts";
import { setActivityCutoffFactorMilli } from "../subnets/hyperparameters.ts";
import { AdminFreezeWindow } from "../subnets/storage.ts";
import { CommitRevealWeightsEnabled } from "../weights/storage.ts";
import { applyTempoWithCycleReset, blocksUntilNextAutoEpoch, getTempo } from "./schedule.ts";
import { PendingEpochAt } from "./storage.ts";

/**
 * The owner sets the tempo; a new cycle starts now.
 * @throws Refusal BadOrigin, TempoOutOfBounds, AdminActionProhibitedDuringWeightsWindow, TxRateLimitExceeded
 * Source: coinbase/tempo_control.rs
 */
export function doSetTempo(ctx: Ctx, origin: Origin, netuid: NetUid, tempo: number): void {
  const who = ensureSubnetOwner(ctx, origin, netuid);
  const inBounds = tempo >= Constants.MinTempo.get(ctx) && tempo <= Constants.MaxTempo.get(ctx);
  ensure(inBounds, Errors.TempoOutOfBounds);
  ensureAdminWindowOpen(ctx, netuid);
  ensure(passesRateLimitOnSubnet(ctx, "TempoUpdate", who, netuid), Errors.TxRateLimitExceeded);
  applyTempoWithCycleReset(ctx, netuid, tempo);
  setLastBlockOnSubnet(ctx, "TempoUpdate", who, netuid, ctx.block);
}

/**
 * Owner or root sets how long a silent neuron counts as active; root without window and rate limit.
 * @param factorMilli thousandths of a tempo
 * @throws Refusal BadOrigin, ActivityCutoffFactorMilliOutOfBounds, and the owner's limits
 * Source: coinbase/tempo_control.rs
 */
export function doSetActivityCutoffFactor(
  ctx: Ctx,
  origin: Origin,
  netuid: NetUid,
  factorMilli: number,
): void {
  const who = ensureSubnetOwnerOrRoot(ctx, origin, netuid);
  const inBounds =
    factorMilli >= Constants.MinActivityCutoffFactorMilli.get(ctx) &&
    factorMilli <= Constants.MaxActivityCutoffFactorMilli.get(ctx);
  ensure(inBounds, Errors.ActivityCutoffFactorMilliOutOfBounds);
  const tx: TransactionType = { hyperparameter: "ActivityCutoffFactorMilli" };
  if (who !== undefined) {
    ensureAdminWindowOpen(ctx, netuid);
    ensure(passesRateLimitOnSubnet(ctx, tx, who, netuid), Errors.TxRateLimitExceeded);
  }
  setActivityCutoffFactorMilli(ctx, netuid, factorMilli);
  if (who !== undefined) setLastBlockOnSubnet(ctx, tx, who, netuid, ctx.block);
}

/**
 * The owner has an epoch run out of turn, a freeze window from now, in which the rules stand still.
 * @throws Refusal BadOrigin, DynamicTempoBlockedByCommitReveal, EpochTriggerAlreadyPending,
 * AutoEpochAlreadyImminent, TxRateLimitExceeded
 * Source: coinbase/tempo_control.rs
 */
export function doTriggerEpoch(ctx: Ctx, origin: Origin, netuid: NetUid): void {
  const who = ensureSubnetOwner(ctx, origin, netuid);
  const revealing = CommitRevealWeightsEnabled.get(ctx, netuid);
  ensure(!revealing, Errors.DynamicTempoBlockedByCommitReveal);
  ensure(PendingEpochAt.get(ctx, netuid) === 0n, Errors.EpochTriggerAlreadyPending);
  const window = BigInt(AdminFreezeWindow.get(ctx));
  const remaining = blocksUntilNextAutoEpoch(ctx, netuid, getTempo(ctx, netuid), ctx.block);
  ensure(remaining >= window, Errors.AutoEpochAlreadyImminent);
  const tx: TransactionType = { hyperparameter: "TriggerEpoch" };
  ensure(passesRateLimitOnSubnet(ctx, tx, who, netuid), Errors.TxRateLimitExceeded);
  const firesAt = saturatingAddU64(ctx.block, window);
  PendingEpochAt.set(ctx, netuid, firesAt);
  setLastBlockOnSubnet(ctx, tx, who, netuid, ctx.block);
  ctx.deposit(Events.EpochTriggered({ netuid, by: who, firesAt }));
}
