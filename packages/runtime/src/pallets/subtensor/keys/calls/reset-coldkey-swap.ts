import { call, ensureRoot, weigh } from "@ganglion/frame";
import { accountId } from "@ganglion/scale";
import { Events } from "../../events.ts";
import { clearSwap } from "../swap-coldkey.ts";

export const resetColdkeySwap = call({
  index: 128,
  args: { coldkey: accountId },
  docs: "Root forgets a coldkey's announcement and its dispute.",
  weight: weigh(8_857_000n, 0n, { writes: 2n }),
  run(ctx, origin, { coldkey }) {
    ensureRoot(origin);
    clearSwap(ctx, coldkey);
    ctx.deposit(Events.ColdkeySwapReset({ who: coldkey }));
  },
});
