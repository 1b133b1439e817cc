import { call, weigh } from "@ganglion/frame";
import { h256, netUid } from "@ganglion/scale";
import { doCommitMechanismWeights } from "../commit.ts";
import { MAIN_MECHANISM } from "../set-weights.ts";

/** Fixes weights by their hash; they are revealed some epochs later. */
export const commitWeights = call({
  index: 96,
  args: { netuid: netUid, commitHash: h256 },
  weight: weigh(69_049_000n, 4714n, { reads: 13n, writes: 2n }),
  pays: "No",
  run(ctx, origin, { netuid, commitHash }) {
    doCommitMechanismWeights(ctx, origin, { netuid, mecid: MAIN_MECHANISM }, commitHash);
  },
});
