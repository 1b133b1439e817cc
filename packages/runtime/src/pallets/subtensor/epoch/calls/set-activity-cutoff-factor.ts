import { call, weigh } from "@ganglion/frame";
import { netUid, u32 } from "@ganglion/scale";
import { doSetActivityCutoffFactor } from "../tempo-control.ts";

/** Owner or root sets after how many thousandths of a tempo a silent neuron counts as inactive. */
export const setActivityCutoffFactor = call({
  index: 140,
  args: { netuid: netUid, factorMilli: u32 },
  weight: weigh(39_193_000n, 4364n, { reads: 7n, writes: 2n }),
  run(ctx, origin, { netuid, factorMilli }) {
    doSetActivityCutoffFactor(ctx, origin, netuid, factorMilli);
  },
});
