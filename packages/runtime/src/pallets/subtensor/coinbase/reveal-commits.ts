import { type Ctx, type StateCtx, signed, tolerate } from "@ganglion/frame";
import { saturatingSubUnsigned } from "@ganglion/math";
import type { AccountId, MechId, NetUid } from "@ganglion/primitives";
import { getMechanismStorageIndex, mechanismsOf } from "../epoch/mechanisms.ts";
import { currentEpochWithLookahead } from "../epoch/schedule.ts";
import { Events } from "../events.ts";
import { getAllSubnetNetuids, ROOT_NETUID } from "../subnets/queries.ts";
import { getRevealPeriod } from "../weights/reveal-period.ts";
import { doSetMechanismWeights } from "../weights/set-weights.ts";
import { TimelockedWeightCommits } from "../weights/storage.ts";
import { epochsDeferredThisBlock } from "./drain.ts";
import { readWeightsPayload } from "./weights-payload.ts";

/** What opens timelocked commits: a beacon's signatures by round. */
export interface Timelock {
  /** Signature of a round; undefined while the chain doesn't know it. */
  signatureOf(ctx: StateCtx, round: bigint): Uint8Array | undefined;
  /** What a commit hides; undefined if the signature doesn't open it. */
  open(ctx: Ctx, commit: Uint8Array, signature: Uint8Array): Uint8Array | undefined;
}

type Commit = readonly [who: AccountId, block: bigint, commit: Uint8Array, round: bigint];

/** Opens one commit and sets its weights; whatever is wrong with it, it is gone without a word. */
function reveal(
  ctx: Ctx,
  mechanism: { readonly netuid: NetUid; readonly mecid: MechId },
  { who, opened }: { readonly who: AccountId; readonly opened: Uint8Array | undefined },
): void {
  const weights = opened && readWeightsPayload(opened, who);
  if (!weights) return;
  tolerate(() => {
    doSetMechanismWeights(ctx, signed(who), mechanism, weights);
    const netuidIndex = getMechanismStorageIndex(mechanism.netuid, mechanism.mecid);
    ctx.deposit(Events.TimelockedWeightsRevealed({ netuidIndex, hotkey: who }));
  });
}

/**
 * Reveals what was committed a reveal period ago. Commits whose round isn't known yet are tried again
 * as long as the epoch lasts; older ones are dropped.
 * Source: coinbase/reveal_commits.rs
 */
export function revealCrv3CommitsForSubnet(ctx: Ctx, netuid: NetUid, timelock: Timelock): void {
  const period = getRevealPeriod(ctx, netuid);
  const epoch = currentEpochWithLookahead(ctx, netuid);
  const due = saturatingSubUnsigned(epoch, period);
  for (const mecid of mechanismsOf(ctx, netuid)) {
    const index = getMechanismStorageIndex(netuid, mecid);
    for (const [, committed] of TimelockedWeightCommits.keysOf(ctx, index))
      if (committed < due) TimelockedWeightCommits.remove(ctx, index, committed);
    if (epoch < period) return;
    const waiting: Commit[] = [];
    for (const commit of TimelockedWeightCommits.take(ctx, index, due)) {
      const [who, , sealed, round] = commit;
      const signature = timelock.signatureOf(ctx, round);
      if (signature === undefined) waiting.push(commit);
      else reveal(ctx, { netuid, mecid }, { who, opened: timelock.open(ctx, sealed, signature) });
    }
    if (waiting.length > 0) TimelockedWeightCommits.set(ctx, index, due, waiting);
  }
}

/** Before the epochs of a block run, on every subnet whose epoch is not deferred. Source: coinbase/block_step.rs */
export function revealCrv3Commits(ctx: Ctx, timelock: Timelock): void {
  const subnets = getAllSubnetNetuids(ctx).filter((netuid) => netuid !== ROOT_NETUID);
  const deferred = epochsDeferredThisBlock(ctx, subnets);
  for (const netuid of subnets)
    if (!deferred.has(netuid)) revealCrv3CommitsForSubnet(ctx, netuid, timelock);
}
