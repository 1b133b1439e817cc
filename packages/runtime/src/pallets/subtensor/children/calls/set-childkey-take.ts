import { call, ensureSigned, weigh } from "@ganglion/frame";
import { accountId, netUid, u16 } from "@ganglion/scale";
import { doSetChildkeyTake } from "../takes.ts";

/** Sets what a child keeps of its parents' dividends. */
export const setChildkeyTake = call({
  index: 75,
  args: { hotkey: accountId, netuid: netUid, take: u16 },
  weight: weigh(53_870_000n, 4498n, { reads: 7n, writes: 2n }),
  run(ctx, origin, { hotkey, netuid, take }) {
    doSetChildkeyTake(ctx, ensureSigned(origin), { hotkey, netuid, take });
  },
});
