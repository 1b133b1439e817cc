import { call, ensureSigned, weigh } from "@ganglion/frame";
import { accountId } from "@ganglion/scale";
import { doUnstakeAll } from "../remove-stake.ts";

/** Sells all alpha that the caller has with a hotkey, root stake included. */
export const unstakeAll = call({
  index: 83,
  args: { hotkey: accountId },
  weight: weigh(26_830_000n, 9189n, { reads: 6n }),
  run(ctx, origin, { hotkey }) {
    doUnstakeAll(ctx, { hotkey, coldkey: ensureSigned(origin) });
  },
});
