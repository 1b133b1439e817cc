import type { Ctx } from "@ganglion/frame";
import { saturatingAddU64 } from "@ganglion/math";
import { type Alpha, alpha, type NetUid } from "@ganglion/primitives";
import { isEpochInputStateConsistent, shouldRunEpoch } from "../epoch/schedule.ts";
import {
  BlocksSinceLastStep,
  LastEpochBlock,
  MaxEpochsPerBlock,
  PendingEpochAt,
  SubnetEpochIndex,
} from "../epoch/storage.ts";
import { Events } from "../events.ts";
import { changeSubnetOwnerIfNeeded } from "../locks/ownership.ts";
import {
  PendingOwnerCut,
  PendingRootAlphaDivs,
  PendingServerEmission,
  PendingValidatorEmission,
} from "./storage.ts";

/** Alpha that piled up since the last epoch. */
export interface PendingEmission {
  readonly server: Alpha;
  readonly validator: Alpha;
  readonly root: Alpha;
  readonly ownerCut: Alpha;
}

/** Subnets whose epoch is due but must wait: a block runs only so many. Source: coinbase/run_coinbase.rs */
export function epochsDeferredThisBlock(ctx: Ctx, netuids: readonly NetUid[]): ReadonlySet<NetUid> {
  const most = MaxEpochsPerBlock.get(ctx);
  const deferred = new Set<NetUid>();
  const due = netuids.filter((netuid) => shouldRunEpoch(ctx, netuid, ctx.block));
  if (due.length <= most) return deferred;
  let running = 0;
  for (const netuid of due)
    if (running >= most) deferred.add(netuid);
    else if (isEpochInputStateConsistent(ctx, netuid)) running++;
  return deferred;
}

type Pending = typeof PendingServerEmission;
function drain(ctx: Ctx, pending: Pending, netuid: NetUid): Alpha {
  const amount = pending.get(ctx, netuid);
  pending.set(ctx, netuid, alpha(0n));
  return amount;
}

/**
 * Decides which epochs run in this block, advances their schedules and takes what is to be paid out.
 * @returns ascending by netuid
 * Source: coinbase/run_coinbase.rs
 */
export function drainPending(
  ctx: Ctx,
  netuids: readonly NetUid[],
): (readonly [NetUid, PendingEmission])[] {
  const drained: (readonly [NetUid, PendingEmission])[] = [];
  const most = MaxEpochsPerBlock.get(ctx);
  for (const netuid of netuids) {
    BlocksSinceLastStep.mutate(ctx, netuid, (blocks) => saturatingAddU64(blocks, 1n));
    if (!shouldRunEpoch(ctx, netuid, ctx.block)) continue;
    if (drained.length >= most) {
      const toBlock = saturatingAddU64(ctx.block, 1n);
      PendingEpochAt.set(ctx, netuid, toBlock);
      ctx.deposit(Events.EpochDeferred({ netuid, fromBlock: ctx.block, toBlock }));
      continue;
    }
    if (isEpochInputStateConsistent(ctx, netuid)) {
      BlocksSinceLastStep.set(ctx, netuid, 0n);
      const emission: PendingEmission = {
        server: drain(ctx, PendingServerEmission, netuid),
        validator: drain(ctx, PendingValidatorEmission, netuid),
        root: drain(ctx, PendingRootAlphaDivs, netuid),
        ownerCut: drain(ctx, PendingOwnerCut, netuid),
      };
      drained.push([netuid, emission]);
      changeSubnetOwnerIfNeeded(ctx, netuid);
    } else ctx.deposit(Events.EpochSkipped({ netuid, block: ctx.block }));
    // Also a skipped epoch had its turn: what it would have paid waits for the next.
    LastEpochBlock.set(ctx, netuid, ctx.block);
    PendingEpochAt.set(ctx, netuid, 0n);
    SubnetEpochIndex.mutate(ctx, netuid, (index) => saturatingAddU64(index, 1n));
  }
  return drained.sort(([a], [b]) => a - b);
}
