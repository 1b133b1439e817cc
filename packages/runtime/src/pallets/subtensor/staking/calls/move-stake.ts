import { call, ensureSigned, weigh } from "@ganglion/frame";
import { accountId, alpha, netUid } from "@ganglion/scale";
import { doMoveStake } from "../move-stake.ts";

/** Moves the caller's stake to another hotkey or subnet. */
export const moveStake = call({
  index: 85,
  args: {
    originHotkey: accountId,
    destinationHotkey: accountId,
    originNetuid: netUid,
    destinationNetuid: netUid,
    alphaAmount: alpha,
  },
  weight: weigh(216_061_000n, 7919n, { reads: 19n, writes: 7n }),
  run(ctx, origin, args) {
    doMoveStake(
      ctx,
      { hotkey: args.originHotkey, coldkey: ensureSigned(origin), netuid: args.originNetuid },
      { hotkey: args.destinationHotkey, netuid: args.destinationNetuid },
      args.alphaAmount,
    );
  },
});
