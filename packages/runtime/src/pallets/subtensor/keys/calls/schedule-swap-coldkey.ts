import { call, weigh } from "@ganglion/frame";
import { accountId } from "@ganglion/scale";
import { Errors } from "../../errors.ts";

export const scheduleSwapColdkey = call({
  index: 73,
  args: { newColdkey: accountId },
  docs: "Always refused: announce_coldkey_swap took its place.",
  weight: weigh(0n, 0n, { reads: 5n }),
  run() {
    throw Errors.Deprecated;
  },
});
