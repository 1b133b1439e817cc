import type { Ctx, StateCtx } from "@ganglion/frame";
import { saturatingAddU64 } from "@ganglion/math";
import type { AccountId, NetUid } from "@ganglion/primitives";
import { bySpec } from "../../../by-spec.ts";
import { Events } from "../events.ts";
import { Keys } from "../registration/storage.ts";
import { AFTER_THE_LAST } from "./after-the-last.ts";
import { ActivityCutoffFactorMilli, LastEpochBlock, SubnetEpochIndex, Tempo } from "./storage.ts";

/** Source: utils/misc.rs */
export function getTempo(ctx: StateCtx, netuid: NetUid): number {
  return Tempo.get(ctx, netuid);
}

/** Blocks after which a silent neuron is inactive: a part of the tempo, at least 1. Source: utils/misc.rs */
export function getActivityCutoffBlocks(ctx: StateCtx, netuid: NetUid): number {
  const factorMilli = ActivityCutoffFactorMilli.get(ctx, netuid);
  return Math.max(1, Math.floor((factorMilli * Tempo.get(ctx, netuid)) / 1000));
}

/** When the epochs of a subnet fall. Blocks are numbers of blocks. */
export interface EpochSchedule {
  /** True if the subnet's epoch is due in this block. */
  isDue(ctx: StateCtx, netuid: NetUid, block: bigint): boolean;
  /** Blocks until the next epoch that nobody asked for; the largest u64 if there is none. */
  blocksUntilNextAuto(
    ctx: StateCtx,
    netuid: NetUid,
    at: { readonly tempo: number; readonly block: bigint },
  ): bigint;
  /** Block of the next epoch, asked for or not; undefined if there is none. */
  nextStart(ctx: StateCtx, netuid: NetUid): bigint | undefined;
}

const epochSchedule = bySpec<EpochSchedule>({ 425: AFTER_THE_LAST });

/** True if the subnet's epoch is due in this block: triggered, or by tempo. Source: coinbase/run_coinbase.rs */
export function shouldRunEpoch(ctx: StateCtx, netuid: NetUid, block: bigint): boolean {
  return epochSchedule(ctx).isDue(ctx, netuid, block);
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
  return epochSchedule(ctx).blocksUntilNextAuto(ctx, netuid, { tempo, block });
}

/** Block of the next epoch, by tempo or by trigger; undefined if the tempo is 0. Source: coinbase/run_coinbase.rs */
export function getNextEpochStartBlock(ctx: StateCtx, netuid: NetUid): bigint | undefined {
  return epochSchedule(ctx).nextStart(ctx, netuid);
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
