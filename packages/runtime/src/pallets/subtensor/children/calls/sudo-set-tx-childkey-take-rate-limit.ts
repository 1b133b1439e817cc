import { call, ensureRoot, weigh } from "@ganglion/frame";
import { u64 } from "@ganglion/scale";
import { setTxChildkeyTakeRateLimit } from "../takes.ts";

/** Root: sets the blocks between two raises of a childkey take. */
export const sudoSetTxChildkeyTakeRateLimit = call({
  index: 69,
  args: { txRateLimit: u64 },
  weight: weigh(5_760_000n, 0n, { writes: 1n }),
  run(ctx, origin, { txRateLimit }) {
    ensureRoot(origin);
    setTxChildkeyTakeRateLimit(ctx, txRateLimit);
  },
});
