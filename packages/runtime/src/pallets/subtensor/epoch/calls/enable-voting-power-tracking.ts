import { call, weigh } from "@ganglion/frame";
import { netUid } from "@ganglion/scale";
import { ensureSubnetOwnerOrRoot } from "../../owner-rights.ts";
import { doEnableVotingPowerTracking } from "../voting-power.ts";

/** From the next epoch on the chain averages each validator's stake weight. */
export const enableVotingPowerTracking = call({
  index: 129,
  args: { netuid: netUid },
  weight: weigh(10_000n, 0n, { reads: 2n, writes: 2n }),
  run(ctx, origin, { netuid }) {
    ensureSubnetOwnerOrRoot(ctx, origin, netuid);
    doEnableVotingPowerTracking(ctx, netuid);
  },
});
