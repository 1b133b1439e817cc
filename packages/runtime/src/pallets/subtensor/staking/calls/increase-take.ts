import { call, ensureSigned, weigh } from "@ganglion/frame";
import { accountId, u16 } from "@ganglion/scale";
import { doIncreaseTake } from "../takes.ts";

/** Raises what a hotkey keeps of its nominators' dividends. */
export const increaseTake = call({
  index: 66,
  args: { hotkey: accountId, take: u16 },
  weight: weigh(37_710_000n, 4388n, { reads: 5n, writes: 2n }),
  pays: "No",
  run(ctx, origin, { hotkey, take }) {
    doIncreaseTake(ctx, ensureSigned(origin), { hotkey, take });
  },
});
