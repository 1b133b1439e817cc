import { call, ensure, ensureSigned, weigh } from "@ganglion/frame";
import { blake2_256Hex } from "@ganglion/hash";
import { fromHex } from "@ganglion/primitives";
import { accountId } from "@ganglion/scale";
import { Errors } from "../../errors.ts";
import { ColdkeySwapAnnouncements } from "../storage.ts";
import { doSwapColdkey } from "../swap-coldkey.ts";

export const swapColdkeyAnnounced = call({
  index: 126,
  args: { newColdkey: accountId },
  docs: "Carries out the announced swap, once its time has come.",
  weight: weigh(288_156_000n, 13_000n, { reads: 37n, writes: 15n }),
  // Source: macros/dispatches.rs, swap_coldkey_announced
  run(ctx, origin, { newColdkey }) {
    const who = ensureSigned(origin);
    const announced = ColdkeySwapAnnouncements.take(ctx, who);
    ensure(announced !== undefined, Errors.ColdkeySwapAnnouncementNotFound);
    const [when, newColdkeyHash] = announced;
    ensure(
      blake2_256Hex(fromHex(newColdkey)) === newColdkeyHash,
      Errors.AnnouncedColdkeyHashDoesNotMatch,
    );
    ensure(ctx.block >= when, Errors.ColdkeySwapTooEarly);
    doSwapColdkey(ctx, who, newColdkey);
  },
});
