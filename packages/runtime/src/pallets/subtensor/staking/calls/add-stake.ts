import { call, ensureSigned, weigh } from "@ganglion/frame";
import { accountId, netUid, rao } from "@ganglion/scale";
import { doAddStake } from "../add-stake.ts";

/** Buys alpha with TAO at the pool's price. */
export const addStake = call({
  index: 2,
  args: { hotkey: accountId, netuid: netUid, amountStaked: rao },
  weight: weigh(664_064_000n, 8727n, { reads: 32n, writes: 16n }),
  run(ctx, origin, { hotkey, netuid, amountStaked }) {
    doAddStake(ctx, { hotkey, coldkey: ensureSigned(origin), netuid }, amountStaked);
  },
});
