import { call, weigh } from "@ganglion/frame";
import { netUid, u16, u64, vec } from "@ganglion/scale";
import { doRevealMechanismWeights } from "../reveal.ts";
import { MAIN_MECHANISM } from "../set-weights.ts";

/** Sets weights that were committed a reveal period ago. */
export const revealWeights = call({
  index: 97,
  args: { netuid: netUid, uids: vec(u16), values: vec(u16), salt: vec(u16), versionKey: u64 },
  weight: weigh(111_227_000n, 7590n, { reads: 19n, writes: 2n }),
  pays: "No",
  run(ctx, origin, { netuid, uids, values, salt, versionKey }) {
    const reveal = { uids, values, salt, versionKey };
    doRevealMechanismWeights(ctx, origin, { netuid, mecid: MAIN_MECHANISM }, reveal);
  },
});
