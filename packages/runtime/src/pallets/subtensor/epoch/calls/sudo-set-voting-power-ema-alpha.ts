import { call, ensureRoot, weigh } from "@ganglion/frame";
import { netUid, u64 } from "@ganglion/scale";
import { doSetVotingPowerEmaAlpha } from "../voting-power.ts";

/** Root sets how fast voting power follows stake; 10^18 means at once. */
export const sudoSetVotingPowerEmaAlpha = call({
  index: 131,
  args: { netuid: netUid, alpha: u64 },
  weight: weigh(6_000n, 0n, { reads: 1n, writes: 1n }),
  run(ctx, origin, { netuid, alpha }) {
    ensureRoot(origin);
    doSetVotingPowerEmaAlpha(ctx, netuid, alpha);
  },
});
