import { call, weigh } from "@ganglion/frame";
import { mechId, netUid, u16, u64, vec } from "@ganglion/scale";
import { doRevealMechanismWeights } from "../reveal.ts";

/** As `reveal_weights`, for one mechanism of the subnet. */
export const revealMechanismWeights = call({
  index: 116,
  args: {
    netuid: netUid,
    mecid: mechId,
    uids: vec(u16),
    values: vec(u16),
    salt: vec(u16),
    versionKey: u64,
  },
  weight: weigh(122_000_000n, 0n, { reads: 16n, writes: 2n }),
  pays: "No",
  run(ctx, origin, { netuid, mecid, uids, values, salt, versionKey }) {
    const reveal = { uids, values, salt, versionKey };
    doRevealMechanismWeights(ctx, origin, { netuid, mecid }, reveal);
  },
});
