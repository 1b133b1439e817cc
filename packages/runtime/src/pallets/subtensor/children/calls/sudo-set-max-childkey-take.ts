import { call, ensureRoot, weigh } from "@ganglion/frame";
import { u16 } from "@ganglion/scale";
import { setMaxChildkeyTake } from "../takes.ts";

/** Root: sets the highest childkey take. */
export const sudoSetMaxChildkeyTake = call({
  index: 77,
  args: { take: u16 },
  weight: weigh(6_000n, 0n, { reads: 1n, writes: 1n }),
  run(ctx, origin, { take }) {
    ensureRoot(origin);
    setMaxChildkeyTake(ctx, take);
  },
});
