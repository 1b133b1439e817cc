import { type Ctx, ensure, type StateCtx } from "@ganglion/frame";
import { saturatingAddU64 } from "@ganglion/math";
import type { NetUid } from "@ganglion/primitives";
import { currentEpochWithLookahead } from "../epoch/schedule.ts";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { RevealPeriodEpochs } from "./storage.ts";

// Source: lib.rs
const MIN_COMMIT_REVEAL_PERIODS = 1n;
const MAX_COMMIT_REVEAL_PERIODS = 100n;

/** Epochs between a commit and its reveal. Source: subnets/weights.rs */
export function getRevealPeriod(ctx: StateCtx, netuid: NetUid): bigint {
  return RevealPeriodEpochs.get(ctx, netuid);
}

/** True in the one epoch in which the commit can be revealed. Source: subnets/weights.rs */
export function isRevealBlockRange(ctx: Ctx, netuid: NetUid, commitEpoch: bigint): boolean {
  const due = saturatingAddU64(commitEpoch, getRevealPeriod(ctx, netuid));
  return currentEpochWithLookahead(ctx, netuid) === due;
}

/** True once that epoch is over. Source: subnets/weights.rs */
export function isCommitExpired(ctx: Ctx, netuid: NetUid, commitEpoch: bigint): boolean {
  const due = saturatingAddU64(commitEpoch, getRevealPeriod(ctx, netuid));
  return currentEpochWithLookahead(ctx, netuid) > due;
}

/** @throws Refusal RevealPeriodTooLarge, RevealPeriodTooSmall. Source: subnets/weights.rs */
export function setRevealPeriod(ctx: Ctx, netuid: NetUid, epochs: bigint): void {
  ensure(epochs <= MAX_COMMIT_REVEAL_PERIODS, Errors.RevealPeriodTooLarge);
  ensure(epochs >= MIN_COMMIT_REVEAL_PERIODS, Errors.RevealPeriodTooSmall);
  RevealPeriodEpochs.set(ctx, netuid, epochs);
  ctx.deposit(Events.CommitRevealPeriodsSet({ netuid, epochs }));
}
