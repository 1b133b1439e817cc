import { call, weigh } from "@ganglion/frame";
import { accountId, netUid } from "@ganglion/scale";
import { doRegister } from "../register.ts";

export const burnedRegister = call({
  index: 7,
  args: { netuid: netUid, hotkey: accountId },
  docs: "Registers a hotkey of the signer on a subnet at the current price, which is burned.",
  weight: weigh(336_815_000n, 6148n, { reads: 34n, writes: 29n }),
  run: (ctx, origin, { netuid, hotkey }) => doRegister(ctx, origin, netuid, hotkey),
});
