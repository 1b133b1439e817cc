import { call, ensureRoot, weigh } from "@ganglion/frame";
import { u64 } from "@ganglion/scale";
import { PendingChildKeyCooldown } from "../storage.ts";

/** Root: sets the blocks that new children wait. */
export const setPendingChildkeyCooldown = call({
  index: 109,
  args: { cooldown: u64 },
  weight: weigh(3_000_000n, 0n, { writes: 1n }),
  run(ctx, origin, { cooldown }) {
    ensureRoot(origin);
    PendingChildKeyCooldown.set(ctx, cooldown);
  },
});
