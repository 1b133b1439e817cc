import { call, ensureSigned, weigh } from "@ganglion/frame";
import { accountId, alpha, bool, netUid, rao } from "@ganglion/scale";
import { doSwapStake } from "../move-stake.ts";

/** Swaps the caller's stake to another subnet as long as the price of one in the other stays within a limit. */
export const swapStakeLimit = call({
  index: 90,
  args: {
    hotkey: accountId,
    originNetuid: netUid,
    destinationNetuid: netUid,
    alphaAmount: alpha,
    limitPrice: rao,
    allowPartial: bool,
  },
  weight: weigh(944_515_000n, 11_077n, { reads: 47n, writes: 24n }),
  run(ctx, origin, args) {
    const { hotkey, limitPrice, allowPartial } = args;
    const from = { hotkey, coldkey: ensureSigned(origin), netuid: args.originNetuid };
    doSwapStake(ctx, from, args.destinationNetuid, {
      alpha: args.alphaAmount,
      limit: { limitPrice, allowPartial },
    });
  },
});
