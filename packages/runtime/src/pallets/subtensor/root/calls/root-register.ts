import { call, weigh } from "@ganglion/frame";
import { accountId } from "@ganglion/scale";
import { doRootRegister } from "../register.ts";

/** Makes a hotkey a root validator. */
export const rootRegister = call({
  index: 62,
  args: { hotkey: accountId },
  weight: weigh(103_934_000n, 4981n, { reads: 19n, writes: 16n }),
  run(ctx, origin, { hotkey }) {
    doRootRegister(ctx, origin, hotkey);
  },
});
