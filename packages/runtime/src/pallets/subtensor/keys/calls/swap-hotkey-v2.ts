import { call, weigh } from "@ganglion/frame";
import { accountId, bool, netUid, option } from "@ganglion/scale";
import { doSwapHotkey } from "../swap-hotkey.ts";

export const swapHotkeyV2 = call({
  index: 72,
  args: { hotkey: accountId, newHotkey: accountId, netuid: option(netUid), keepStake: bool },
  docs: "As swap_hotkey; with keep_stake the stake stays on the old hotkey.",
  weight: weigh(275_300_000n, 0n, { reads: 52n, writes: 35n }),
  run: (ctx, origin, { hotkey, newHotkey, netuid, keepStake }) =>
    doSwapHotkey(ctx, origin, { oldHotkey: hotkey, newHotkey, netuid, keepStake }),
});
