import { call, ensureSigned, weigh } from "@ganglion/frame";
import { accountId, netUid } from "@ganglion/scale";
import { doMoveLock } from "../move-lock.ts";

/** Puts the caller's lock behind another hotkey. */
export const moveLock = call({
  index: 137,
  args: { destinationHotkey: accountId, netuid: netUid },
  weight: weigh(149_819_000n, 7339n, { reads: 14n, writes: 6n }),
  run(ctx, origin, { destinationHotkey, netuid }) {
    doMoveLock(ctx, ensureSigned(origin), { netuid, hotkey: destinationHotkey });
  },
});
