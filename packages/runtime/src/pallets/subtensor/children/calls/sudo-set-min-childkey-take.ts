import { call, ensureRoot, weigh } from "@ganglion/frame";
import { u16 } from "@ganglion/scale";
import { setMinChildkeyTake } from "../takes.ts";

/** Root: sets the least childkey take. */
export const sudoSetMinChildkeyTake = call({
  index: 76,
  args: { take: u16 },
  weight: weigh(6_000n, 0n, { reads: 1n, writes: 1n }),
  run(ctx, origin, { take }) {
    ensureRoot(origin);
    setMinChildkeyTake(ctx, take);
  },
});
