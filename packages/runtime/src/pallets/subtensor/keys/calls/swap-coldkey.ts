import { call, ensureRoot, weigh } from "@ganglion/frame";
import { accountId, rao } from "@ganglion/scale";
import { chargeSwapCost, clearSwap, doSwapColdkey } from "../swap-coldkey.ts";

export const swapColdkey = call({
  index: 71,
  args: { oldColdkey: accountId, newColdkey: accountId, swapCost: rao },
  docs: "Root hands all that a coldkey has to another one, at once.",
  weight: weigh(312_301_000n, 13_056n, { reads: 37n, writes: 19n }),
  // Source: macros/dispatches.rs, swap_coldkey
  run(ctx, origin, { oldColdkey, newColdkey, swapCost }) {
    ensureRoot(origin);
    if (swapCost !== 0n) chargeSwapCost(ctx, oldColdkey, swapCost);
    doSwapColdkey(ctx, oldColdkey, newColdkey);
    clearSwap(ctx, oldColdkey);
  },
});
