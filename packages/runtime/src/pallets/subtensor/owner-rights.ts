import { BadOrigin, type Ctx, ensure, ensureSigned, type Origin } from "@ganglion/frame";
import type { AccountId, NetUid } from "@ganglion/primitives";
import { blocksUntilNextAutoEpoch } from "./epoch/schedule.ts";
import { PendingEpochAt, Tempo } from "./epoch/storage.ts";
import { Errors } from "./errors.ts";
import { Events } from "./events.ts";
import {
  passesRateLimitOnSubnet,
  setLastBlockOnSubnet,
  type TransactionType,
} from "./keys/rate-limits.ts";
import { AdminFreezeWindow, OwnerHyperparamRateLimit, SubnetOwner } from "./subnets/storage.ts";

/**
 * Lets the subnet's owner and root pass.
 * @returns the owner, or undefined for root
 * @throws Refusal BadOrigin for anybody else
 * Source: utils/misc.rs
 */
export function ensureSubnetOwnerOrRoot(
  ctx: Ctx,
  origin: Origin,
  netuid: NetUid,
): AccountId | undefined {
  return origin.kind === "root" ? undefined : ensureSubnetOwner(ctx, origin, netuid);
}

/** @throws Refusal BadOrigin for anybody but the subnet's owner. Source: utils/misc.rs */
export function ensureSubnetOwner(ctx: Ctx, origin: Origin, netuid: NetUid): AccountId {
  const who = ensureSigned(origin);
  ensure(SubnetOwner.get(ctx, netuid) === who, BadOrigin);
  return who;
}

/**
 * As `ensureSubnetOwnerOrRoot`; the owner must also keep to the limits, root needn't.
 * @throws Refusal BadOrigin, TxRateLimitExceeded
 * Source: utils/misc.rs
 */
export function ensureSnOwnerOrRootWithLimits(
  ctx: Ctx,
  origin: Origin,
  netuid: NetUid,
  limits: readonly TransactionType[],
): AccountId | undefined {
  const owner = ensureSubnetOwnerOrRoot(ctx, origin, netuid);
  if (owner !== undefined)
    for (const tx of limits)
      ensure(passesRateLimitOnSubnet(ctx, tx, owner, netuid), Errors.TxRateLimitExceeded);
  return owner;
}

/** Notes that the owner used these; nothing to note for root. Source: utils/misc.rs */
export function recordOwnerRl(
  ctx: Ctx,
  owner: AccountId | undefined,
  netuid: NetUid,
  txs: readonly TransactionType[],
): void {
  if (owner === undefined) return;
  for (const tx of txs) setLastBlockOnSubnet(ctx, tx, owner, netuid, ctx.block);
}

/**
 * True near the end of a tempo, and from a triggered epoch until it runs: validators are about to
 * set weights then, so the rules must stand still. Source: utils/misc.rs
 */
export function isInAdminFreezeWindow(ctx: Ctx, netuid: NetUid, block: bigint): boolean {
  const tempo = Tempo.get(ctx, netuid);
  if (tempo === 0) return false;
  if (PendingEpochAt.get(ctx, netuid) > block) return true;
  const remaining = blocksUntilNextAutoEpoch(ctx, netuid, tempo, block);
  return remaining < BigInt(AdminFreezeWindow.get(ctx));
}

/** @throws Refusal AdminActionProhibitedDuringWeightsWindow. Source: utils/misc.rs */
export function ensureAdminWindowOpen(ctx: Ctx, netuid: NetUid): void {
  ensure(
    !isInAdminFreezeWindow(ctx, netuid, ctx.block),
    Errors.AdminActionProhibitedDuringWeightsWindow,
  );
}

/** Blocks before an epoch in which owners change nothing. Source: utils/misc.rs */
export function setAdminFreezeWindow(ctx: Ctx, window: number): void {
  AdminFreezeWindow.set(ctx, window);
  ctx.deposit(Events.AdminFreezeWindowSet({ value: window }));
}

/** Tempos between two changes of a hyperparameter by the owner. Source: utils/misc.rs */
export function setOwnerHyperparamRateLimit(ctx: Ctx, epochs: number): void {
  OwnerHyperparamRateLimit.set(ctx, epochs);
  ctx.deposit(Events.OwnerHyperparamRateLimitSet({ value: epochs }));
}
