import { call, weigh } from "@ganglion/frame";
import { accountId } from "@ganglion/scale";
import { DYNAMIC_MECHANISM, doRegisterNetwork } from "../create.ts";

export const registerNetwork = call({
  index: 59,
  args: { hotkey: accountId },
  docs: "Creates a subnet against a lock of TAO; the hotkey becomes its first neuron.",
  weight: weigh(277_125_000n, 9947n, { reads: 40n, writes: 48n }),
  run: (ctx, origin, { hotkey }) =>
    doRegisterNetwork(ctx, origin, { hotkey, mechanism: DYNAMIC_MECHANISM, identity: undefined }),
});
