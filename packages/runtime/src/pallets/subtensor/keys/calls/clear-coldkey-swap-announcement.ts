import { call, ensure, ensureSigned, weigh } from "@ganglion/frame";
import { Errors } from "../../errors.ts";
import { Events } from "../../events.ts";
import { ColdkeySwapAnnouncements, ColdkeySwapReannouncementDelay } from "../storage.ts";
import { addBlocks } from "../swap-coldkey.ts";

export const clearColdkeySwapAnnouncement = call({
  index: 133,
  args: {},
  docs: "Takes the announcement back, some time after the swap could have been carried out.",
  weight: weigh(17_890_000n, 0n, { reads: 2n, writes: 1n }),
  // Source: macros/dispatches.rs, clear_coldkey_swap_announcement
  run(ctx, origin) {
    const who = ensureSigned(origin);
    const announced = ColdkeySwapAnnouncements.get(ctx, who);
    ensure(announced !== undefined, Errors.ColdkeySwapAnnouncementNotFound);
    const earliest = addBlocks(announced[0], ColdkeySwapReannouncementDelay.get(ctx));
    ensure(ctx.block >= earliest, Errors.ColdkeySwapClearTooEarly);
    ColdkeySwapAnnouncements.remove(ctx, who);
    ctx.deposit(Events.ColdkeySwapCleared({ who }));
  },
});
