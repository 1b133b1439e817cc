import { call, ensureSigned, weigh } from "@ganglion/frame";
import { accountId, netUid, option, rao } from "@ganglion/scale";
import { doRemoveStakeFullLimit } from "../remove-stake.ts";

/** Sells all alpha that the caller has with a hotkey on a subnet, within a price limit if there is one. */
export const removeStakeFullLimit = call({
  index: 103,
  args: { hotkey: accountId, netuid: netUid, limitPrice: option(rao) },
  weight: weigh(754_292_000n, 10_591n, { reads: 27n, writes: 13n }),
  run(ctx, origin, { hotkey, netuid, limitPrice }) {
    const position = { hotkey, coldkey: ensureSigned(origin), netuid };
    doRemoveStakeFullLimit(ctx, position, limitPrice);
  },
});
