import { call, weigh } from "@ganglion/frame";
import { netUid } from "@ganglion/scale";
import { ensureSubnetOwnerOrRoot } from "../../owner-rights.ts";
import { doDisableVotingPowerTracking } from "../voting-power.ts";

/** Voting power is forgotten two weeks from now. */
export const disableVotingPowerTracking = call({
  index: 130,
  args: { netuid: netUid },
  weight: weigh(10_000n, 0n, { reads: 2n, writes: 1n }),
  run(ctx, origin, { netuid }) {
    ensureSubnetOwnerOrRoot(ctx, origin, netuid);
    doDisableVotingPowerTracking(ctx, netuid);
  },
});
