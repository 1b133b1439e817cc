import { call, weigh } from "@ganglion/frame";
import { mechId, netUid, u16, u64 } from "@ganglion/scale";
import { doCommitTimelockedMechanismWeights } from "../commit.ts";
import { commitBytes } from "../commit-bytes.ts";

/** As `commit_timelocked_weights`, for one mechanism of the subnet. */
export const commitTimelockedMechanismWeights = call({
  index: 118,
  args: {
    netuid: netUid,
    mecid: mechId,
    commit: commitBytes,
    revealRound: u64,
    commitRevealVersion: u16,
  },
  weight: weigh(84_020_000n, 0n, { reads: 9n, writes: 2n }),
  pays: "No",
  run(ctx, origin, { netuid, mecid, commit, revealRound, commitRevealVersion }) {
    const given = { commit, revealRound, version: commitRevealVersion };
    doCommitTimelockedMechanismWeights(ctx, origin, { netuid, mecid }, given);
  },
});
