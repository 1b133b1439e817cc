import { call, ensure, ensureSigned, weigh } from "@ganglion/frame";
import { h256 } from "@ganglion/scale";
import { Constants } from "../../constants.ts";
import { Errors } from "../../errors.ts";
import { Events } from "../../events.ts";
import {
  ColdkeySwapAnnouncementDelay,
  ColdkeySwapAnnouncements,
  ColdkeySwapReannouncementDelay,
} from "../storage.ts";
import { addBlocks, chargeSwapCost } from "../swap-coldkey.ts";

export const announceColdkeySwap = call({
  index: 125,
  args: { newColdkeyHash: h256 },
  docs: "Announces by hash which coldkey will take over. Until then the old one does nothing else.",
  weight: weigh(47_248_000n, 4159n, { reads: 4n, writes: 3n }),
  // Source: macros/dispatches.rs, announce_coldkey_swap
  run(ctx, origin, { newColdkeyHash }) {
    const who = ensureSigned(origin);
    const announced = ColdkeySwapAnnouncements.get(ctx, who);
    if (announced) {
      const earliest = addBlocks(announced[0], ColdkeySwapReannouncementDelay.get(ctx));
      ensure(ctx.block >= earliest, Errors.ColdkeySwapReannouncedTooEarly);
    } else {
      // Only the first announcement costs.
      chargeSwapCost(ctx, who, Constants.KeySwapCost.get(ctx));
    }
    const when = addBlocks(Number(ctx.block), ColdkeySwapAnnouncementDelay.get(ctx));
    ColdkeySwapAnnouncements.set(ctx, who, [when, newColdkeyHash]);
    ctx.deposit(Events.ColdkeySwapAnnounced({ who, newColdkeyHash }));
  },
});
