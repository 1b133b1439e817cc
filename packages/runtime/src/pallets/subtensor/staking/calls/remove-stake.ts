import { call, ensureSigned, weigh } from "@ganglion/frame";
import { accountId, alpha, netUid } from "@ganglion/scale";
import { doRemoveStake } from "../remove-stake.ts";

/** Sells alpha for TAO at the pool's price. */
export const removeStake = call({
  index: 3,
  args: { hotkey: accountId, netuid: netUid, amountUnstaked: alpha },
  weight: weigh(569_198_000n, 10_557n, { reads: 28n, writes: 13n }),
  run(ctx, origin, { hotkey, netuid, amountUnstaked }) {
    doRemoveStake(ctx, { hotkey, coldkey: ensureSigned(origin), netuid }, amountUnstaked);
  },
});
