import { call, ensure, weigh } from "@ganglion/frame";
import { mechId, netUid, u16, u64, vec } from "@ganglion/scale";
import { Errors } from "../../errors.ts";
import { doSetMechanismWeights } from "../set-weights.ts";
import { CommitRevealWeightsEnabled } from "../storage.ts";

/** As `set_weights`, for one mechanism of the subnet. */
export const setMechanismWeights = call({
  index: 119,
  args: { netuid: netUid, mecid: mechId, dests: vec(u16), weights: vec(u16), versionKey: u64 },
  weight: weigh(15_540_000_000n, 0n, { reads: 4111n, writes: 2n }),
  pays: "No",
  run(ctx, origin, { netuid, mecid, dests, weights, versionKey }) {
    ensure(!CommitRevealWeightsEnabled.get(ctx, netuid), Errors.CommitRevealEnabled);
    const vector = { uids: dests, values: weights, versionKey };
    doSetMechanismWeights(ctx, origin, { netuid, mecid }, vector);
  },
});
