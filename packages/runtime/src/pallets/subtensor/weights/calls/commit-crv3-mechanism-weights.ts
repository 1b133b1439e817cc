import { call, weigh } from "@ganglion/frame";
import { mechId, netUid, u64 } from "@ganglion/scale";
import { doCommitTimelockedMechanismWeights } from "../commit.ts";
import { commitBytes } from "../commit-bytes.ts";

/** The version that clients of this older call speak. */
const VERSION = 4;

/** As `commit_timelocked_mechanism_weights` with version 4, for older clients. */
export const commitCrv3MechanismWeights = call({
  index: 117,
  args: { netuid: netUid, mecid: mechId, commit: commitBytes, revealRound: u64 },
  weight: weigh(77_750_000n, 0n, { reads: 7n, writes: 2n }),
  pays: "No",
  run(ctx, origin, { netuid, mecid, commit, revealRound }) {
    const given = { commit, revealRound, version: VERSION };
    doCommitTimelockedMechanismWeights(ctx, origin, { netuid, mecid }, given);
  },
});
