import { call, ensureSigned, weigh } from "@ganglion/frame";
import { bool, netUid } from "@ganglion/scale";
import { doSetPerpetualLock } from "../lock.ts";

/** Lets the caller's lock on a subnet stand without decay, or decay again. */
export const setPerpetualLock = call({
  index: 138,
  args: { netuid: netUid, enabled: bool },
  weight: weigh(0n, 0n, { reads: 4n, writes: 3n }),
  run(ctx, origin, { netuid, enabled }) {
    doSetPerpetualLock(ctx, ensureSigned(origin), { netuid, enabled });
  },
});
