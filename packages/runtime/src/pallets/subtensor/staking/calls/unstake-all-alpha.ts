import { call, ensureSigned, weigh } from "@ganglion/frame";
import { accountId } from "@ganglion/scale";
import { doUnstakeAllAlpha } from "../remove-stake.ts";

/** Sells all alpha that the caller has with a hotkey and stakes the TAO on root. */
export const unstakeAllAlpha = call({
  index: 84,
  args: { hotkey: accountId },
  weight: weigh(700_873_000n, 11_306n, { reads: 43n, writes: 25n }),
  run(ctx, origin, { hotkey }) {
    doUnstakeAllAlpha(ctx, { hotkey, coldkey: ensureSigned(origin) });
  },
});
