import { call, ensureSigned, weigh } from "@ganglion/frame";
import { accountId, netUid, option, rao } from "@ganglion/scale";
import { doAddStakeBurn } from "../recycle-alpha.ts";

/** Buys alpha and destroys it, within a price limit if there is one. */
export const addStakeBurn = call({
  index: 132,
  args: { hotkey: accountId, netuid: netUid, amount: rao, limit: option(rao) },
  weight: weigh(967_308_000n, 8727n, { reads: 33n, writes: 17n }),
  run(ctx, origin, { hotkey, netuid, amount, limit }) {
    const position = { hotkey, coldkey: ensureSigned(origin), netuid };
    doAddStakeBurn(ctx, position, { amount, limitPrice: limit });
  },
});
