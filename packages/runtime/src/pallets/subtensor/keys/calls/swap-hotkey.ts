import { call, weigh } from "@ganglion/frame";
import { accountId, netUid, option } from "@ganglion/scale";
import { doSwapHotkey } from "../swap-hotkey.ts";

export const swapHotkey = call({
  index: 70,
  args: { hotkey: accountId, newHotkey: accountId, netuid: option(netUid) },
  docs: "Puts another hotkey of the signer in a hotkey's place, on one subnet or on all; the stake follows.",
  weight: weigh(1_242_038_000n, 28_912n, { reads: 182n, writes: 99n }),
  run: (ctx, origin, { hotkey, newHotkey, netuid }) =>
    doSwapHotkey(ctx, origin, { oldHotkey: hotkey, newHotkey, netuid, keepStake: false }),
});
