import { call, ensure, ensureSigned, weigh } from "@ganglion/frame";
import { Errors } from "../../errors.ts";
import { Events } from "../../events.ts";
import { ColdkeySwapAnnouncements, ColdkeySwapDisputes } from "../storage.ts";

export const disputeColdkeySwap = call({
  index: 127,
  args: {},
  docs: "Stops the announced swap of the signer, whoever announced it: only root can go on from here.",
  weight: weigh(23_293_000n, 4130n, { reads: 2n, writes: 1n }),
  // Source: macros/dispatches.rs, dispute_coldkey_swap
  run(ctx, origin) {
    const coldkey = ensureSigned(origin);
    ensure(ColdkeySwapAnnouncements.has(ctx, coldkey), Errors.ColdkeySwapAnnouncementNotFound);
    ensure(!ColdkeySwapDisputes.has(ctx, coldkey), Errors.ColdkeySwapAlreadyDisputed);
    ColdkeySwapDisputes.set(ctx, coldkey, Number(ctx.block));
    ctx.deposit(Events.ColdkeySwapDisputed({ coldkey }));
  },
});
