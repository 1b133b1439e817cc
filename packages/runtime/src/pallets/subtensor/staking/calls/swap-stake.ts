import { call, ensureSigned, weigh } from "@ganglion/frame";
import { accountId, alpha, netUid } from "@ganglion/scale";
import { doSwapStake } from "../move-stake.ts";

/** Swaps the caller's stake to another subnet. */
export const swapStake = call({
  index: 87,
  args: {
    hotkey: accountId,
    originNetuid: netUid,
    destinationNetuid: netUid,
    alphaAmount: alpha,
  },
  weight: weigh(742_019_000n, 10_920n, { reads: 47n, writes: 24n }),
  run(ctx, origin, { hotkey, originNetuid, destinationNetuid, alphaAmount }) {
    const from = { hotkey, coldkey: ensureSigned(origin), netuid: originNetuid };
    doSwapStake(ctx, from, destinationNetuid, { alpha: alphaAmount });
  },
});
