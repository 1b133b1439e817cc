import { call, ensure, ensureSigned, weigh } from "@ganglion/frame";
import { compact, h256, netUid, vec } from "@ganglion/scale";
import { Errors } from "../../errors.ts";
import { doCommitMechanismWeights } from "../commit.ts";
import { forEachSubnetOfBatch, MAIN_MECHANISM } from "../set-weights.ts";

/** Commits for several subnets at once. A refused one is told in an event and does not stop the others. */
export const batchCommitWeights = call({
  index: 100,
  args: { netuids: vec(compact(netUid)), commitHashes: vec(h256) },
  weight: weigh(147_224_000n, 4765n, { reads: 15n, writes: 2n }),
  pays: "No",
  run(ctx, origin, { netuids, commitHashes }) {
    ensureSigned(origin);
    ensure(netuids.length === commitHashes.length, Errors.InputLengthsUnequal);
    forEachSubnetOfBatch(ctx, origin, netuids, (netuid, place) => {
      const mechanism = { netuid, mecid: MAIN_MECHANISM };
      doCommitMechanismWeights(ctx, origin, mechanism, commitHashes[place]!);
    });
  },
});
