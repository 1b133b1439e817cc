import { call, weigh } from "@ganglion/frame";
import { netUid, u16, u64 } from "@ganglion/scale";
import { doCommitTimelockedMechanismWeights } from "../commit.ts";
import { commitBytes } from "../commit-bytes.ts";
import { MAIN_MECHANISM } from "../set-weights.ts";

/** Fixes weights encrypted for a future Drand round; the chain reveals them without the validator. */
export const commitTimelockedWeights = call({
  index: 113,
  args: { netuid: netUid, commit: commitBytes, revealRound: u64, commitRevealVersion: u16 },
  weight: weigh(86_951_000n, 4713n, { reads: 14n, writes: 2n }),
  pays: "No",
  run(ctx, origin, { netuid, commit, revealRound, commitRevealVersion }) {
    const given = { commit, revealRound, version: commitRevealVersion };
    const mechanism = { netuid, mecid: MAIN_MECHANISM };
    doCommitTimelockedMechanismWeights(ctx, origin, mechanism, given);
  },
});
