import { call, weigh } from "@ganglion/frame";
import { h256, mechId, netUid } from "@ganglion/scale";
import { doCommitMechanismWeights } from "../commit.ts";

/** As `commit_weights`, for one mechanism of the subnet. */
export const commitMechanismWeights = call({
  index: 115,
  args: { netuid: netUid, mecid: mechId, commitHash: h256 },
  weight: weigh(55_130_000n, 0n, { reads: 7n, writes: 2n }),
  pays: "No",
  run(ctx, origin, { netuid, mecid, commitHash }) {
    doCommitMechanismWeights(ctx, origin, { netuid, mecid }, commitHash);
  },
});
