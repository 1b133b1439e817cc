import { call, ensure, ensureSigned, weigh } from "@ganglion/frame";
import { compact, netUid, tuple, u16, u64, vec } from "@ganglion/scale";
import { Errors } from "../../errors.ts";
import { doSetWeights, forEachSubnetOfBatch } from "../set-weights.ts";
import { CommitRevealWeightsEnabled } from "../storage.ts";

/** Weights for several subnets at once. A refused one is told in an event and does not stop the others. */
export const batchSetWeights = call({
  index: 80,
  args: {
    netuids: vec(compact(netUid)),
    weights: vec(vec(tuple(compact(u16), compact(u16)))),
    versionKeys: vec(compact(u64)),
  },
  weight: weigh(103_092_000n, 7395n, { reads: 16n, writes: 2n }),
  pays: "No",
  run(ctx, origin, { netuids, weights, versionKeys }) {
    ensureSigned(origin);
    const lengthsEqual = netuids.length === weights.length && netuids.length === versionKeys.length;
    ensure(lengthsEqual, Errors.InputLengthsUnequal);
    forEachSubnetOfBatch(ctx, origin, netuids, (netuid, place) => {
      ensure(!CommitRevealWeightsEnabled.get(ctx, netuid), Errors.CommitRevealEnabled);
      const pairs = weights[place]!;
      doSetWeights(ctx, origin, netuid, {
        uids: pairs.map(([uid]) => uid),
        values: pairs.map(([, value]) => value),
        versionKey: versionKeys[place]!,
      });
    });
  },
});
