import { call, weigh } from "@ganglion/frame";
import { netUid } from "@ganglion/scale";
import { doTriggerEpoch } from "../tempo-control.ts";

/** The subnet's owner asks for an epoch before its turn. */
export const triggerEpoch = call({
  index: 141,
  args: { netuid: netUid },
  weight: weigh(42_539_000n, 4447n, { reads: 8n, writes: 2n }),
  run: (ctx, origin, { netuid }) => doTriggerEpoch(ctx, origin, netuid),
});
