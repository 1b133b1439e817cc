import { type Ctx, ensure, ensureSigned, type Origin } from "@ganglion/frame";
import { blake2_256Hex } from "@ganglion/hash";
import { type AccountId, type Hash, hash, type MechId, type NetUid } from "@ganglion/primitives";
import { ensureMechanismExists, getMechanismStorageIndex } from "../epoch/mechanisms.ts";
import { currentEpochWithLookahead } from "../epoch/schedule.ts";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { setLastUpdateForUid } from "../registration/neuron-vectors.ts";
import { getUidForNetAndHotkey, isHotkeyRegisteredOnNetwork } from "../registration/uids.ts";
import { checkRateLimit } from "./checks.ts";
import { isCommitExpired } from "./reveal-period.ts";
import {
  CommitRevealWeightsEnabled,
  CommitRevealWeightsVersion,
  TimelockedWeightCommits,
  WeightCommits,
} from "./storage.ts";

/** Commits of a hotkey that may wait at once. */
const MAX_UNREVEALED = 10;

interface Mechanism {
  readonly netuid: NetUid;
  readonly mecid: MechId;
}

/** The checks that both kinds of commit share, between which the timelocked one has one more. */
function ensureMayCommit(
  ctx: Ctx,
  origin: Origin,
  { netuid, mecid }: Mechanism,
  version?: number,
): { readonly hotkey: AccountId; readonly uid: number } {
  ensureMechanismExists(ctx, netuid, mecid);
  const hotkey = ensureSigned(origin);
  ensure(CommitRevealWeightsEnabled.get(ctx, netuid), Errors.CommitRevealDisabled);
  if (version !== undefined)
    ensure(version === CommitRevealWeightsVersion.get(ctx), Errors.IncorrectCommitRevealVersion);
  ensure(isHotkeyRegisteredOnNetwork(ctx, netuid, hotkey), Errors.HotKeyNotRegisteredInSubNet);
  const uid = getUidForNetAndHotkey(ctx, netuid, hotkey);
  const index = getMechanismStorageIndex(netuid, mecid);
  ensure(checkRateLimit(ctx, index, uid, ctx.block), Errors.CommittingWeightsTooFast);
  return { hotkey, uid };
}

/**
 * Stores the hash of weights that the hotkey will reveal.
 * @throws Refusal TooManyUnrevealedCommits beyond ten, and as the shared checks say
 * Source: subnets/weights.rs, internal_commit_weights
 */
export function doCommitMechanismWeights(
  ctx: Ctx,
  origin: Origin,
  mechanism: Mechanism,
  commitHash: Hash,
): void {
  const { netuid, mecid } = mechanism;
  const index = getMechanismStorageIndex(netuid, mecid);
  const { hotkey, uid } = ensureMayCommit(ctx, origin, mechanism);
  const epoch = currentEpochWithLookahead(ctx, netuid);
  const queue = [...(WeightCommits.get(ctx, index, hotkey) ?? [])];
  while (queue[0] !== undefined && isCommitExpired(ctx, netuid, queue[0][1])) queue.shift();
  ensure(queue.length < MAX_UNREVEALED, Errors.TooManyUnrevealedCommits);
  // The last field bounded the reveal by block in older versions.
  WeightCommits.set(ctx, index, hotkey, [...queue, [commitHash, epoch, ctx.block, 0n]]);
  ctx.deposit(Events.WeightsCommitted({ hotkey, netuidIndex: index, commitHash }));
  setLastUpdateForUid(ctx, index, uid, ctx.block);
}

/**
 * Stores weights encrypted for a future Drand round; the chain reveals them itself.
 * @param commit a compressed TLE ciphertext, at most 5000 bytes
 * @param revealRound round whose signature decrypts it
 * @throws Refusal IncorrectCommitRevealVersion, TooManyUnrevealedCommits, and as the shared checks say
 * Source: subnets/weights.rs, internal_commit_timelocked_weights
 */
export function doCommitTimelockedMechanismWeights(
  ctx: Ctx,
  origin: Origin,
  mechanism: Mechanism,
  given: { readonly commit: Uint8Array; readonly revealRound: bigint; readonly version: number },
): void {
  const { netuid, mecid } = mechanism;
  const { commit, revealRound, version } = given;
  const index = getMechanismStorageIndex(netuid, mecid);
  const { hotkey, uid } = ensureMayCommit(ctx, origin, mechanism, version);
  const epoch = currentEpochWithLookahead(ctx, netuid);
  const queue = TimelockedWeightCommits.get(ctx, index, epoch);
  const waiting = queue.filter(([who]) => who === hotkey).length;
  ensure(waiting < MAX_UNREVEALED, Errors.TooManyUnrevealedCommits);
  TimelockedWeightCommits.set(ctx, index, epoch, [
    ...queue,
    [hotkey, ctx.block, commit, revealRound],
  ]);
  const commitHash = hash(blake2_256Hex(commit));
  ctx.deposit(
    Events.TimelockedWeightsCommitted({ hotkey, netuidIndex: index, commitHash, revealRound }),
  );
  setLastUpdateForUid(ctx, index, uid, ctx.block);
}
