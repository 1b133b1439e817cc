import { call, ensureSigned, weigh } from "@ganglion/frame";
import { accountId, alpha, netUid } from "@ganglion/scale";
import { doLockStake } from "../lock.ts";

/** Locks alpha behind a hotkey. */
export const lockStake = call({
  index: 136,
  args: { hotkey: accountId, netuid: netUid, amount: alpha },
  weight: weigh(115_995_000n, 7655n, { reads: 17n, writes: 3n }),
  run(ctx, origin, { hotkey, netuid, amount }) {
    doLockStake(ctx, ensureSigned(origin), netuid, { hotkey, amount });
  },
});
