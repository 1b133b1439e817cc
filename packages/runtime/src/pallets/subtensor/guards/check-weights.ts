import { type Ctx, ensure, type RuntimeCall, weigh } from "@ganglion/frame";
import { type AccountId, mechId, type NetUid } from "@ganglion/primitives";
import { LastStoredRound } from "../../drand/storage.ts";
import { getMechanismStorageIndex } from "../epoch/mechanisms.ts";
import { Errors } from "../errors.ts";
import { batchCommitWeights } from "../weights/calls/batch-commit-weights.ts";
import { batchRevealWeights } from "../weights/calls/batch-reveal-weights.ts";
import { batchSetWeights } from "../weights/calls/batch-set-weights.ts";
import { commitCrv3MechanismWeights } from "../weights/calls/commit-crv3-mechanism-weights.ts";
import { commitMechanismWeights } from "../weights/calls/commit-mechanism-weights.ts";
import { commitTimelockedMechanismWeights } from "../weights/calls/commit-timelocked-mechanism-weights.ts";
import { commitTimelockedWeights } from "../weights/calls/commit-timelocked-weights.ts";
import { commitWeights } from "../weights/calls/commit-weights.ts";
import { revealMechanismWeights } from "../weights/calls/reveal-mechanism-weights.ts";
import { revealWeights } from "../weights/calls/reveal-weights.ts";
import { setMechanismWeights } from "../weights/calls/set-mechanism-weights.ts";
import { setWeights } from "../weights/calls/set-weights.ts";
import { checkWeightsMinStake } from "../weights/checks.ts";
import { getCommitHash, type Reveal } from "../weights/reveal.ts";
import { isRevealBlockRange } from "../weights/reveal-period.ts";
import { WeightCommits } from "../weights/storage.ts";
import { argsOf, type Guard, oneOf } from "./guard.ts";

const MAIN = mechId(0);

/** Subnets whose weights the call is about; none if it is about something else. */
function subnetsOf(call: RuntimeCall): readonly NetUid[] {
  const one =
    argsOf(call, setWeights) ??
    argsOf(call, setMechanismWeights) ??
    argsOf(call, commitWeights) ??
    argsOf(call, commitMechanismWeights) ??
    argsOf(call, revealWeights) ??
    argsOf(call, revealMechanismWeights) ??
    argsOf(call, batchRevealWeights) ??
    argsOf(call, commitTimelockedWeights) ??
    argsOf(call, commitTimelockedMechanismWeights) ??
    argsOf(call, commitCrv3MechanismWeights);
  if (one) return [one.netuid];
  return (argsOf(call, batchSetWeights) ?? argsOf(call, batchCommitWeights))?.netuids ?? [];
}

/** The lists of a batch, which must be of one length. */
function listsOf(call: RuntimeCall): readonly (readonly unknown[])[] {
  const committed = argsOf(call, batchCommitWeights);
  if (committed) return [committed.netuids, committed.commitHashes];
  const set = argsOf(call, batchSetWeights);
  if (set) return [set.netuids, set.weights, set.versionKeys];
  const revealed = argsOf(call, batchRevealWeights);
  if (!revealed) return [];
  return [revealed.uidsList, revealed.valuesList, revealed.saltsList, revealed.versionKeys];
}

/** What is revealed, and where. Lists of different lengths were refused before. */
function revealsOf(call: RuntimeCall) {
  const main = argsOf(call, revealWeights);
  if (main) return { netuid: main.netuid, mecid: MAIN, reveals: [main] };
  const mechanism = argsOf(call, revealMechanismWeights);
  if (mechanism) return { netuid: mechanism.netuid, mecid: mechanism.mecid, reveals: [mechanism] };
  const batch = argsOf(call, batchRevealWeights);
  if (!batch) return undefined;
  const reveals = batch.uidsList.map(
    (uids, i): Reveal => ({
      uids,
      values: batch.valuesList[i]!,
      salt: batch.saltsList[i]!,
      versionKey: batch.versionKeys[i]!,
    }),
  );
  return { netuid: batch.netuid, mecid: MAIN, reveals };
}

/** @throws Refusal NoWeightsCommitFound, RevealTooEarly also when it is too late */
function ensureRevealable(ctx: Ctx, who: AccountId, call: RuntimeCall): void {
  const revealed = revealsOf(call);
  if (!revealed) return;
  const { netuid, mecid, reveals } = revealed;
  const index = getMechanismStorageIndex(netuid, mecid);
  const commits = WeightCommits.get(ctx, index, who);
  ensure(commits !== undefined, Errors.NoWeightsCommitFound);
  for (const reveal of reveals) {
    const wanted = getCommitHash(who, index, reveal);
    const found = commits.find(([commitHash]) => commitHash === wanted);
    ensure(found !== undefined, Errors.NoWeightsCommitFound);
    ensure(isRevealBlockRange(ctx, netuid, found[1]), Errors.RevealTooEarly);
  }
}

/** A commit for a round before the last stored one hides nothing. @throws Refusal InvalidRevealRound */
function ensureRoundAhead(ctx: Ctx, call: RuntimeCall): void {
  const committed =
    argsOf(call, commitTimelockedWeights) ??
    argsOf(call, commitTimelockedMechanismWeights) ??
    argsOf(call, commitCrv3MechanismWeights);
  if (committed)
    ensure(committed.revealRound >= LastStoredRound.get(ctx), Errors.InvalidRevealRound);
}

/**
 * Weights are free, so what would be refused must not get into a block: batches of unequal lists, too
 * little stake, reveals without a commit or out of time, commits that anybody could open.
 * Source: guards/check_weights.rs
 */
export const checkWeights: Guard = {
  weight: weigh(52_958_000n, 7671n, { reads: 11n }),
  appliesTo: oneOf(
    setWeights,
    setMechanismWeights,
    batchSetWeights,
    commitWeights,
    commitMechanismWeights,
    batchCommitWeights,
    revealWeights,
    revealMechanismWeights,
    batchRevealWeights,
    commitTimelockedWeights,
    commitTimelockedMechanismWeights,
    commitCrv3MechanismWeights,
  ),
  check(ctx, origin, call) {
    if (origin.kind !== "signed") return;
    const [first, ...others] = listsOf(call);
    ensure(
      others.every((list) => list.length === first!.length),
      Errors.InputLengthsUnequal,
    );
    for (const netuid of subnetsOf(call))
      ensure(checkWeightsMinStake(ctx, origin.who, netuid), Errors.NotEnoughStakeToSetWeights);
    ensureRevealable(ctx, origin.who, call);
    ensureRoundAhead(ctx, call);
  },
};
