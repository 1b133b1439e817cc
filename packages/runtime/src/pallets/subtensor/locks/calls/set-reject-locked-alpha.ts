import { call, ensureSigned, weigh } from "@ganglion/frame";
import { bool } from "@ganglion/scale";
import { Events } from "../../events.ts";
import { acceptLockedAlpha, rejectLockedAlpha } from "../account-flags.ts";

/** Says whether others may send the caller alpha that is locked; they may not unless asked for. */
export const setRejectLockedAlpha = call({
  index: 142,
  args: { enabled: bool },
  weight: weigh(0n, 0n, { reads: 1n, writes: 1n }),
  run(ctx, origin, { enabled }) {
    const coldkey = ensureSigned(origin);
    if (enabled) rejectLockedAlpha(ctx, coldkey);
    else acceptLockedAlpha(ctx, coldkey);
    ctx.deposit(Events.RejectLockedAlphaUpdated({ coldkey, enabled }));
  },
});
