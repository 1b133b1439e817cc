import {
  byMode,
  type Ctx,
  call,
  constant,
  ensureNone,
  pallet,
  value,
  weigh,
} from "@ganglion/frame";
import { bool, compact, u64 } from "@ganglion/scale";
import { checkSlotOf } from "../aura/slot.ts";

/** Time of the last block, ms since 1970. */
const Now = value(u64, 0n);
/** True once the inherent ran in the block that is being built. */
const DidUpdate = value(bool, false);
/** Least time between two blocks, ms: half a slot. */
export const MinimumPeriod = constant(u64, byMode({ normal: 6_000n, fast: 125n }));

/** The author's clock, the first extrinsic of each block. */
export const set = call({
  index: 0,
  class: "Mandatory",
  args: { now: compact(u64) },
  weight: weigh(3_816_000n + 3_246_000n, 1493n, { reads: 2n, writes: 1n }),
  run(ctx, origin, { now }) {
    ensureNone(origin);
    // Only the block's author makes this call; a wrong one is a broken block, not a refusal.
    if (DidUpdate.get(ctx)) throw new Error("the time is set once per block");
    const before = Now.get(ctx);
    const least = before + MinimumPeriod.get(ctx);
    if (before !== 0n && now < least)
      throw new Error(`the time must be at least ${least} ms, the author says ${now}`);
    Now.set(ctx, now);
    DidUpdate.set(ctx, true);
    checkSlotOf(ctx, now);
  },
});

/** End of the block: the inherent must have come. */
export function onFinalize(ctx: Ctx): void {
  if (!DidUpdate.take(ctx)) throw new Error("a block needs its Timestamp.set");
}

/** Time of the block that is being built, ms since 1970. */
export const now = (ctx: Ctx): bigint => Now.get(ctx);
/** For development tools that move the clock. */
export const NOW = Now;

/** The chain's clock. */
export const Timestamp = pallet({
  name: "Timestamp",
  index: 2,
  module: "pallet_timestamp::pallet",
  storage: { Now, DidUpdate },
  constants: { MinimumPeriod },
  errors: {},
  events: {},
  calls: { set },
});
