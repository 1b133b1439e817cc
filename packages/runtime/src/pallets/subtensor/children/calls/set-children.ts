import { call, ensureSigned, weigh } from "@ganglion/frame";
import { accountId, netUid, tuple, u64, vec } from "@ganglion/scale";
import { doScheduleChildren } from "../set-children.ts";

/** Gives parts of a hotkey's stake to other hotkeys on a subnet; 2^64 − 1 is all of it. */
export const setChildren = call({
  index: 67,
  args: { hotkey: accountId, netuid: netUid, children: vec(tuple(u64, accountId)) },
  weight: weigh(119_000_000n, 0n, { reads: 6n, writes: 31n }),
  run(ctx, origin, { hotkey, netuid, children }) {
    doScheduleChildren(ctx, ensureSigned(origin), { hotkey, netuid, children });
  },
});
