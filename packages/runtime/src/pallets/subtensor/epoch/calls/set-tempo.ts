import { call, weigh } from "@ganglion/frame";
import { netUid, u16 } from "@ganglion/scale";
import { doSetTempo } from "../tempo-control.ts";

/** The subnet's owner sets the blocks between epochs. */
export const setTempo = call({
  index: 139,
  args: { netuid: netUid, tempo: u16 },
  weight: weigh(46_407_000n, 4440n, { reads: 6n, writes: 3n }),
  run: (ctx, origin, { netuid, tempo }) => doSetTempo(ctx, origin, netuid, tempo),
});
