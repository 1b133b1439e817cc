import { call, weigh } from "@ganglion/frame";
import { accountId, option } from "@ganglion/scale";
import { subnetIdentity } from "../../types.ts";
import { DYNAMIC_MECHANISM, doRegisterNetwork } from "../create.ts";

export const registerNetworkWithIdentity = call({
  index: 79,
  args: { hotkey: accountId, identity: option(subnetIdentity) },
  docs: "Creates a subnet as register_network does, and presents it.",
  weight: weigh(275_041_000n, 9883n, { reads: 39n, writes: 47n }),
  run: (ctx, origin, { hotkey, identity }) =>
    doRegisterNetwork(ctx, origin, { hotkey, mechanism: DYNAMIC_MECHANISM, identity }),
});
