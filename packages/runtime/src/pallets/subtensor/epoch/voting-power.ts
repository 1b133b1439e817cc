import { type Ctx, ensure, type StateCtx } from "@ganglion/frame";
import { saturatingAddU64, saturatingSubUnsigned, U64_MAX } from "@ganglion/math";
import type { AccountId, NetUid } from "@ganglion/primitives";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { IsNetworkMember } from "../registration/storage.ts";
import { StakeThreshold } from "../staking/storage.ts";
import {
  VotingPower,
  VotingPowerDisableAtBlock,
  VotingPowerEmaAlpha,
  VotingPowerTrackingEnabled,
} from "./storage.ts";
import type { EpochTerms } from "./terms.ts";

// Voting power is a moving average of each validator's stake weight, kept where the owner asked for it.

/** Blocks for which it is still kept after the owner switched it off: 14 days. */
const DISABLE_GRACE_PERIOD = 100_800n;
/** 1.0 of the smoothing factor. */
const ONE = 1_000_000_000_000_000_000n;

/** Source: utils/voting_power.rs */
export function doEnableVotingPowerTracking(ctx: Ctx, netuid: NetUid): void {
  VotingPowerTrackingEnabled.set(ctx, netuid, true);
  VotingPowerDisableAtBlock.remove(ctx, netuid);
  ctx.deposit(Events.VotingPowerTrackingEnabled({ netuid }));
}

/** Tracking goes on for two weeks. @throws Refusal VotingPowerTrackingNotEnabled. Source: utils/voting_power.rs */
export function doDisableVotingPowerTracking(ctx: Ctx, netuid: NetUid): void {
  ensure(VotingPowerTrackingEnabled.get(ctx, netuid), Errors.VotingPowerTrackingNotEnabled);
  const disableAtBlock = saturatingAddU64(ctx.block, DISABLE_GRACE_PERIOD);
  VotingPowerDisableAtBlock.set(ctx, netuid, disableAtBlock);
  ctx.deposit(Events.VotingPowerTrackingDisableScheduled({ netuid, disableAtBlock }));
}

/** @throws Refusal InvalidVotingPowerEmaAlpha. Source: utils/voting_power.rs */
export function doSetVotingPowerEmaAlpha(ctx: Ctx, netuid: NetUid, alpha: bigint): void {
  ensure(alpha <= ONE, Errors.InvalidVotingPowerEmaAlpha);
  VotingPowerEmaAlpha.set(ctx, netuid, alpha);
  ctx.deposit(Events.VotingPowerEmaAlphaSet({ netuid, alpha }));
}

function nextAverage(stake: bigint, previous: bigint, alpha: bigint): bigint {
  const next = (alpha * stake + saturatingSubUnsigned(ONE, alpha) * previous) / ONE;
  return next > U64_MAX ? U64_MAX : next;
}

function updateForHotkey(
  ctx: Ctx,
  netuid: NetUid,
  { hotkey, stake }: EpochTerms,
  { alpha, threshold }: { readonly alpha: bigint; readonly threshold: bigint },
): void {
  const previous = VotingPower.get(ctx, netuid, hotkey);
  const next = nextAverage(stake, previous, alpha);
  // A new validator may start below the threshold; one that fell below it is out.
  if (next < threshold && previous >= threshold) VotingPower.remove(ctx, netuid, hotkey);
  else if (next > 0n) VotingPower.set(ctx, netuid, hotkey, next);
}

function finalizeDisable(ctx: Ctx, netuid: NetUid): void {
  VotingPower.clear(ctx, netuid);
  VotingPowerTrackingEnabled.set(ctx, netuid, false);
  VotingPowerDisableAtBlock.remove(ctx, netuid);
  ctx.deposit(Events.VotingPowerTrackingDisabled({ netuid }));
}

/** After an epoch: validators move on, everybody else loses it. Source: utils/voting_power.rs */
export function updateVotingPowerForSubnet(
  ctx: Ctx,
  netuid: NetUid,
  terms: readonly EpochTerms[],
): void {
  if (!VotingPowerTrackingEnabled.get(ctx, netuid)) return;
  const disableAt = VotingPowerDisableAtBlock.get(ctx, netuid);
  if (disableAt > 0n && ctx.block >= disableAt) {
    finalizeDisable(ctx, netuid);
    return;
  }
  const rules = {
    alpha: VotingPowerEmaAlpha.get(ctx, netuid),
    threshold: StakeThreshold.get(ctx),
  };
  for (const each of terms) {
    if (each.newValidatorPermit) updateForHotkey(ctx, netuid, each, rules);
    else VotingPower.remove(ctx, netuid, each.hotkey);
  }
  for (const [, hotkey] of VotingPower.keysOf(ctx, netuid))
    if (!IsNetworkMember.get(ctx, hotkey, netuid)) VotingPower.remove(ctx, netuid, hotkey);
}

/** Voting power of a hotkey on a subnet; 0 where it isn't tracked. Source: utils/voting_power.rs */
export function getVotingPower(ctx: StateCtx, netuid: NetUid, hotkey: AccountId): bigint {
  return VotingPower.get(ctx, netuid, hotkey);
}

/** A swapped hotkey takes its voting power along. Source: utils/voting_power.rs */
export function swapVotingPowerForHotkey(
  ctx: Ctx,
  oldHotkey: AccountId,
  newHotkey: AccountId,
  netuid: NetUid,
): void {
  const power = VotingPower.take(ctx, netuid, oldHotkey);
  if (power === 0n) return;
  const existing = VotingPower.get(ctx, netuid, newHotkey);
  VotingPower.set(ctx, netuid, newHotkey, saturatingAddU64(power, existing));
}
