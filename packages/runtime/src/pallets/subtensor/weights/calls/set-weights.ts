import { call, ensure, weigh } from "@ganglion/frame";
import { netUid, u16, u64, vec } from "@ganglion/scale";
import { Errors } from "../../errors.ts";
import { doSetWeights } from "../set-weights.ts";
import { CommitRevealWeightsEnabled } from "../storage.ts";

/** A validator says what its peers are worth. Only while the subnet does without commit-reveal. */
export const setWeights = call({
  index: 0,
  args: { netuid: netUid, dests: vec(u16), weights: vec(u16), versionKey: u64 },
  weight: weigh(15_513_610_000n, 10_327_410n, { reads: 4112n, writes: 2n }),
  pays: "No",
  run(ctx, origin, { netuid, dests, weights, versionKey }) {
    ensure(!CommitRevealWeightsEnabled.get(ctx, netuid), Errors.CommitRevealEnabled);
    doSetWeights(ctx, origin, netuid, { uids: dests, values: weights, versionKey });
  },
});
