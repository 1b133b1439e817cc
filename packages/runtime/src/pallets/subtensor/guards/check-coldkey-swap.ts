import { ensure, weigh } from "@ganglion/frame";
import { submitEncrypted } from "../../shield/calls.ts";
import { Errors } from "../errors.ts";
import { announceColdkeySwap } from "../keys/calls/announce-coldkey-swap.ts";
import { clearColdkeySwapAnnouncement } from "../keys/calls/clear-coldkey-swap-announcement.ts";
import { disputeColdkeySwap } from "../keys/calls/dispute-coldkey-swap.ts";
import { swapColdkeyAnnounced } from "../keys/calls/swap-coldkey-announced.ts";
import { ColdkeySwapAnnouncements, ColdkeySwapDisputes } from "../keys/storage.ts";
import { type Guard, oneOf } from "./guard.ts";

/** What an announced coldkey may still do: all about the swap, and what may be about it without being seen. */
const allowedDuringSwap = oneOf(
  announceColdkeySwap,
  swapColdkeyAnnounced,
  disputeColdkeySwap,
  clearColdkeySwapAnnouncement,
  submitEncrypted,
);

/**
 * A coldkey that announced its swap does nothing else, and nothing at all once the swap is disputed.
 * Source: guards/check_coldkey_swap.rs
 */
export const checkColdkeySwap: Guard = {
  weight: weigh(17_583_000n, 4198n, { reads: 2n }),
  appliesTo: () => true,
  check(ctx, origin, call) {
    if (origin.kind !== "signed" || !ColdkeySwapAnnouncements.has(ctx, origin.who)) return;
    ensure(!ColdkeySwapDisputes.has(ctx, origin.who), Errors.ColdkeySwapDisputed);
    ensure(allowedDuringSwap(call), Errors.ColdkeySwapAnnounced);
  },
};
