import { call, ensureRoot, weigh } from "@ganglion/frame";
import { netUid } from "@ganglion/scale";
import { doDissolveNetwork } from "../dissolve.ts";

export const rootDissolveNetwork = call({
  index: 120,
  args: { netuid: netUid },
  docs: "Root removes a subnet; its TAO goes to those who hold its alpha.",
  weight: weigh(119_000_000n, 0n, { reads: 6n, writes: 31n }),
  run(ctx, origin, { netuid }) {
    ensureRoot(origin);
    doDissolveNetwork(ctx, netuid);
  },
});
