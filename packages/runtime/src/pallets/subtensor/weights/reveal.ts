import { type Ctx, ensure, ensureSigned, type Origin, type Refusal } from "@ganglion/frame";
import { blake2_256Hex } from "@ganglion/hash";
import {
  type AccountId,
  type Hash,
  hash,
  type MechId,
  type NetUid,
  type NetUidStorageIndex,
} from "@ganglion/primitives";
import { accountId, encode, storageIndex, tuple, u16, u64, vec } from "@ganglion/scale";
import { getMechanismStorageIndex } from "../epoch/mechanisms.ts";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { isCommitExpired, isRevealBlockRange } from "./reveal-period.ts";
import {
  doSetMechanismWeights,
  doSetWeights,
  MAIN_MECHANISM,
  type WeightVector,
} from "./set-weights.ts";
import { CommitRevealWeightsEnabled, WeightCommits } from "./storage.ts";

/** Weights with the salt that hid them behind their hash. */
export interface Reveal extends WeightVector {
  readonly salt: readonly number[];
}

const u16s = vec(u16);
const preimage = tuple(accountId, storageIndex, u16s, u16s, u16s, u64);

/** The hash under which these weights must have been committed. Source: subnets/weights.rs */
export function getCommitHash(
  who: AccountId,
  index: NetUidStorageIndex,
  { uids, values, salt, versionKey }: Reveal,
): Hash {
  const bytes = encode(preimage, [who, index, [...uids], [...values], [...salt], versionKey]);
  return hash(blake2_256Hex(bytes));
}

type Commit = readonly [commitHash: Hash, epoch: bigint, block: bigint, unused: bigint];

/** A hotkey's commits in order, without those at the front whose time is over; of these the hashes. */
function waitingCommits(
  ctx: Ctx,
  netuid: NetUid,
  commits: readonly Commit[] | undefined,
): { readonly queue: Commit[]; readonly missing: (commitHash: Hash) => Refusal } {
  ensure(commits !== undefined, Errors.NoWeightsCommitFound);
  const queue = [...commits];
  const expired = new Set<Hash>();
  while (queue[0] !== undefined && isCommitExpired(ctx, netuid, queue[0][1])) {
    expired.add(queue[0][0]);
    queue.shift();
  }
  return {
    queue,
    missing: (commitHash) => {
      if (expired.has(commitHash)) return Errors.ExpiredWeightCommit;
      return Errors.InvalidRevealCommitHashNotMatch;
    },
  };
}

function storeCommits(
  ctx: Ctx,
  index: NetUidStorageIndex,
  who: AccountId,
  queue: readonly Commit[],
): void {
  if (queue.length === 0) WeightCommits.remove(ctx, index, who);
  else WeightCommits.set(ctx, index, who, [...queue]);
}

/**
 * Sets weights that were committed before. Commits older than the revealed one are dropped.
 * @throws Refusal CommitRevealDisabled, NoWeightsCommitFound, ExpiredWeightCommit,
 * InvalidRevealCommitHashNotMatch, RevealTooEarly, and as setting weights says
 * Source: subnets/weights.rs, internal_reveal_weights
 */
export function doRevealMechanismWeights(
  ctx: Ctx,
  origin: Origin,
  mechanism: { readonly netuid: NetUid; readonly mecid: MechId },
  reveal: Reveal,
): void {
  const { netuid, mecid } = mechanism;
  const index = getMechanismStorageIndex(netuid, mecid);
  const who = ensureSigned(origin);
  ensure(CommitRevealWeightsEnabled.get(ctx, netuid), Errors.CommitRevealDisabled);
  const { queue, missing } = waitingCommits(ctx, netuid, WeightCommits.get(ctx, index, who));
  const commitHash = getCommitHash(who, index, reveal);
  if (queue.length === 0) {
    const refusal = missing(commitHash);
    throw refusal === Errors.ExpiredWeightCommit ? refusal : Errors.NoWeightsCommitFound;
  }
  const position = queue.findIndex(([each]) => each === commitHash);
  const found = queue[position];
  if (!found) throw missing(commitHash);
  ensure(isRevealBlockRange(ctx, netuid, found[1]), Errors.RevealTooEarly);
  storeCommits(ctx, index, who, queue.slice(position + 1));
  doSetMechanismWeights(ctx, origin, mechanism, reveal);
  ctx.deposit(Events.WeightsRevealed({ hotkey: who, netuidIndex: index, commitHash }));
}

/**
 * Sets several committed weights of the first mechanism in the order given, all or none. Commits
 * that are not revealed stay, also older ones.
 * @throws Refusal InputLengthsUnequal must be checked by the caller; else as revealing one
 * Source: subnets/weights.rs, do_batch_reveal_weights
 */
export function doBatchRevealWeights(
  ctx: Ctx,
  origin: Origin,
  netuid: NetUid,
  reveals: readonly Reveal[],
): void {
  const index = getMechanismStorageIndex(netuid, MAIN_MECHANISM);
  const who = ensureSigned(origin);
  ensure(CommitRevealWeightsEnabled.get(ctx, netuid), Errors.CommitRevealDisabled);
  const { queue, missing } = waitingCommits(ctx, netuid, WeightCommits.get(ctx, index, who));
  const commitHashes = reveals.map((reveal) => getCommitHash(who, index, reveal));
  for (const commitHash of commitHashes) {
    const found = queue.find(([each]) => each === commitHash);
    if (!found) throw missing(commitHash);
    ensure(isRevealBlockRange(ctx, netuid, found[1]), Errors.RevealTooEarly);
  }
  reveals.forEach((reveal, i) => {
    const commitHash = commitHashes[i]!;
    const position = queue.findIndex(([each]) => each === commitHash);
    if (position < 0) throw missing(commitHash);
    queue.splice(position, 1);
    doSetWeights(ctx, origin, netuid, reveal);
  });
  storeCommits(ctx, index, who, queue);
  ctx.deposit(Events.WeightsBatchRevealed({ hotkey: who, netuid, commitHashes }));
}
