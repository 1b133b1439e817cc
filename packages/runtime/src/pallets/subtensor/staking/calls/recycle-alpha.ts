import { call, ensureSigned, weigh } from "@ganglion/frame";
import { accountId, alpha, netUid } from "@ganglion/scale";
import { doRecycleAlpha } from "../recycle-alpha.ts";

/** Takes the caller's alpha out of existence, so that it may be emitted again. */
export const recycleAlpha = call({
  index: 101,
  args: { hotkey: accountId, amount: alpha, netuid: netUid },
  weight: weigh(172_139_000n, 5219n, { reads: 13n, writes: 6n }),
  run(ctx, origin, { hotkey, amount, netuid }) {
    doRecycleAlpha(ctx, { hotkey, coldkey: ensureSigned(origin), netuid }, amount);
  },
});
