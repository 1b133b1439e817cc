import { call, ensureSigned, weigh } from "@ganglion/frame";
import { accountId, bool, netUid, rao } from "@ganglion/scale";
import { doAddStakeLimit } from "../add-stake.ts";

/** Buys alpha with TAO as long as the price stays within a limit. */
export const addStakeLimit = call({
  index: 88,
  args: {
    hotkey: accountId,
    netuid: netUid,
    amountStaked: rao,
    limitPrice: rao,
    allowPartial: bool,
  },
  weight: weigh(853_005_000n, 8727n, { reads: 32n, writes: 16n }),
  run(ctx, origin, { hotkey, netuid, amountStaked, limitPrice, allowPartial }) {
    const position = { hotkey, coldkey: ensureSigned(origin), netuid };
    doAddStakeLimit(ctx, position, amountStaked, { limitPrice, allowPartial });
  },
});
