import { call, ensureSigned, weigh } from "@ganglion/frame";
import { accountId, alpha, bool, netUid, rao } from "@ganglion/scale";
import { doRemoveStakeLimit } from "../remove-stake.ts";

/** Sells alpha for TAO as long as the price stays within a limit. */
export const removeStakeLimit = call({
  index: 89,
  args: {
    hotkey: accountId,
    netuid: netUid,
    amountUnstaked: alpha,
    limitPrice: rao,
    allowPartial: bool,
  },
  weight: weigh(740_696_000n, 10_591n, { reads: 27n, writes: 13n }),
  run(ctx, origin, { hotkey, netuid, amountUnstaked, limitPrice, allowPartial }) {
    const position = { hotkey, coldkey: ensureSigned(origin), netuid };
    doRemoveStakeLimit(ctx, position, amountUnstaked, { limitPrice, allowPartial });
  },
});
