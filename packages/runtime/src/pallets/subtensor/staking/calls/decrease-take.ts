import { call, ensureSigned, weigh } from "@ganglion/frame";
import { accountId, u16 } from "@ganglion/scale";
import { doDecreaseTake } from "../takes.ts";

/** Lowers what a hotkey keeps of its nominators' dividends. */
export const decreaseTake = call({
  index: 65,
  args: { hotkey: accountId, take: u16 },
  weight: weigh(29_895_000n, 4295n, { reads: 3n, writes: 2n }),
  pays: "No",
  run(ctx, origin, { hotkey, take }) {
    doDecreaseTake(ctx, ensureSigned(origin), { hotkey, take });
  },
});
