import { call, ensureSigned, weigh } from "@ganglion/frame";
import { accountId, alpha, netUid } from "@ganglion/scale";
import { doTransferStake } from "../move-stake.ts";

/** Gives the caller's stake to another coldkey. */
export const transferStake = call({
  index: 86,
  args: {
    destinationColdkey: accountId,
    hotkey: accountId,
    originNetuid: netUid,
    destinationNetuid: netUid,
    alphaAmount: alpha,
  },
  weight: weigh(258_541_000n, 7994n, { reads: 19n, writes: 6n }),
  run(ctx, origin, args) {
    doTransferStake(
      ctx,
      { hotkey: args.hotkey, coldkey: ensureSigned(origin), netuid: args.originNetuid },
      { coldkey: args.destinationColdkey, netuid: args.destinationNetuid },
      args.alphaAmount,
    );
  },
});
