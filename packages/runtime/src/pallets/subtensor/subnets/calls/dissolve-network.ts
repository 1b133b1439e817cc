import { call, ensureRoot, weigh } from "@ganglion/frame";
import { accountId, netUid } from "@ganglion/scale";
import { doDissolveNetwork } from "../dissolve.ts";

export const dissolveNetwork = call({
  index: 61,
  args: { coldkey: accountId, netuid: netUid },
  docs: "Root removes a subnet as root_dissolve_network does; the coldkey is ignored.",
  weight: weigh(119_000_000n, 0n, { reads: 6n, writes: 31n }),
  run(ctx, origin, { netuid }) {
    ensureRoot(origin);
    doDissolveNetwork(ctx, netuid);
  },
});
