import type { Ctx, StateCtx } from "@ganglion/frame";
import { saturatingAddU64, saturatingSubUnsigned, U64_MAX } from "@ganglion/math";
import type { AccountId, NetUid } from "@ganglion/primitives";
import { Constants } from "../constants.ts";
import { Events } from "../events.ts";
import { Keys } from "../registration/storage.ts";
import {
  ActivityCutoffFactorMilli,
  BlocksSinceLastStep,
  LastEpochBlock,
  PendingEpochAt,
  SubnetEpochIndex,
  Tempo,
} from "./storage.ts";

/** Source: utils/misc.rs */
export function getTempo(ctx: StateCtx, netuid: NetUid): number {
  return Tempo.get(ctx, netuid);
}

/** Blocks after which a silent neuron is inactive: a part of the tempo, at least 1. Source: utils/misc.rs */
export function getActivityCutoffBlocks(ctx: StateCtx, netuid: NetUid): number {
  const factorMilli = ActivityCutoffFactorMilli.get(ctx, netuid);
  return Math.max(1, Math.floor((factorMilli * Tempo.get(ctx, netuid)) / 1000));
}

/**
 * True if the subnet's epoch is due in this block: triggered, or a tempo after the last one.
 * A tempo of 0 means never.
 * Source: coinbase/run_coinbase.rs
 */
export function shouldRunEpoch(ctx: StateCtx, netuid: NetUid, block: bigint): boolean {
  const tempo = Tempo.get(ctx, netuid);
  if (tempo === 0) return false;
  const pending = PendingEpochAt.get(ctx, netuid);
  if (pending > 0n && block >= pending) return true;
  // Safety net against a schedule that lost its anchor.
  if (BlocksSinceLastStep.get(ctx, netuid) > BigInt(Constants.MaxTempo.get(ctx))) return true;
  return saturatingSubUnsigned(block, LastEpochBlock.get(ctx, netuid)) >= BigInt(tempo);
}

/**
 * Blocks until the next epoch by tempo alone: not counting a triggered one or a deferral.
 * @returns the largest u64 if the tempo is 0
 * Source: coinbase/run_coinbase.rs
 */
export function blocksUntilNextAutoEpoch(
  ctx: StateCtx,
  netuid: NetUid,
  tempo: number,
  block: bigint,
): bigint {
  if (tempo === 0) return U64_MAX;
  const next = saturatingAddU64(LastEpochBlock.get(ctx, netuid), BigInt(tempo));
  return saturatingSubUnsigned(next, block);
}

/** Block of the next epoch, by tempo or by trigger; undefined if the tempo is 0. Source: coinbase/run_coinbase.rs */
export function getNextEpochStartBlock(ctx: StateCtx, netuid: NetUid): bigint | undefined {
  const tempo = Tempo.get(ctx, netuid);
  if (tempo === 0) return undefined;
  const next = saturatingAddU64(LastEpochBlock.get(ctx, netuid), BigInt(tempo));
  const pending = PendingEpochAt.get(ctx, netuid);
  return pending > 0n && pending < next ? pending : next;
}

/**
 * Number of the epoch that a commit or reveal of this block belongs to. An epoch that is due in this
 * block counts already: hooks run before it is counted, extrinsics of a deferred one after.
 * Source: subnets/weights.rs
 */
export function currentEpochWithLookahead(ctx: Ctx, netuid: NetUid): bigint {
  const base = SubnetEpochIndex.get(ctx, netuid);
  return shouldRunEpoch(ctx, netuid, ctx.block) ? saturatingAddU64(base, 1n) : base;
}

/** False if a hotkey holds two uids: then the epoch is skipped. Source: epoch/run_epoch.rs */
export function isEpochInputStateConsistent(ctx: StateCtx, netuid: NetUid): boolean {
  const seen = new Set<AccountId>();
  for (const [, hotkey] of Keys.entries(ctx, netuid)) {
    if (seen.has(hotkey)) return false;
    seen.add(hotkey);
  }
  return true;
}

/** Writes the tempo; the running cycle keeps its start. Source: utils/misc.rs */
export function setTempoUnchecked(ctx: Ctx, netuid: NetUid, tempo: number): void {
  Tempo.set(ctx, netuid, tempo);
  ctx.deposit(Events.TempoSet({ netuid, tempo }));
}

/** Writes the tempo and starts a new cycle now. Source: utils/misc.rs */
export function applyTempoWithCycleReset(ctx: Ctx, netuid: NetUid, tempo: number): void {
  setTempoUnchecked(ctx, netuid, tempo);
  LastEpochBlock.set(ctx, netuid, ctx.block);
}
