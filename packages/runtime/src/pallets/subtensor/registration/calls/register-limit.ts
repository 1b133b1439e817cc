import { call, weigh } from "@ganglion/frame";
import { accountId, netUid, u64 } from "@ganglion/scale";
import { doRegisterLimit } from "../register.ts";

export const registerLimit = call({
  index: 134,
  args: { netuid: netUid, hotkey: accountId, limitPrice: u64 },
  docs: "Registers like burned_register, unless the price is above the limit (rao).",
  weight: weigh(354_200_000n, 0n, { reads: 47n, writes: 40n }),
  run: doRegisterLimit,
});
