import { call, ensureSigned, weigh } from "@ganglion/frame";
import { accountId, alpha, netUid } from "@ganglion/scale";
import { doBurnAlpha } from "../recycle-alpha.ts";

/** Destroys the caller's alpha for good. */
export const burnAlpha = call({
  index: 102,
  args: { hotkey: accountId, amount: alpha, netuid: netUid },
  weight: weigh(168_964_000n, 5219n, { reads: 12n, writes: 4n }),
  run(ctx, origin, { hotkey, amount, netuid }) {
    doBurnAlpha(ctx, { hotkey, coldkey: ensureSigned(origin), netuid }, amount);
  },
});
