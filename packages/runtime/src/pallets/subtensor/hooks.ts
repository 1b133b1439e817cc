import { addWeight, type Ctx, type Weight, weigh } from "@ganglion/frame";
import { saturatingAddU64 } from "@ganglion/math";
import { blockStep } from "./coinbase/block-step.ts";
import { Constants } from "./constants.ts";
import { LastHotkeySwapOnNetuid } from "./keys/storage.ts";
import { getAllSubnetNetuids } from "./subnets/queries.ts";

/** What the reference books for a block step, whatever it does. Source: macros/hooks.rs */
const BLOCK_STEP = weigh(110_634_229_000n, 0n, { reads: 8304n, writes: 110n });

/**
 * Forgets hotkey swaps that limit nobody any more; each subnet has its turn once per interval.
 * Source: macros/hooks.rs
 */
function cleanUpHotkeySwapRecords(ctx: Ctx): Weight {
  const interval = Constants.HotkeySwapOnSubnetInterval.get(ctx);
  const netuids = getAllSubnetNetuids(ctx);
  let reads = 2n + BigInt(netuids.length);
  let writes = 0n;
  const slot = ctx.block % interval;
  for (const netuid of netuids) {
    if (BigInt(netuid) % interval !== slot) continue;
    for (const [[, coldkey], swapped] of LastHotkeySwapOnNetuid.entries(ctx, netuid)) {
      reads++;
      if (saturatingAddU64(swapped, interval) >= ctx.block) continue;
      LastHotkeySwapOnNetuid.remove(ctx, netuid, coldkey);
      writes++;
    }
  }
  return weigh(0n, 0n, { reads, writes });
}

/** Runs before anything else in a block. @returns what it weighs */
export function onInitialize(ctx: Ctx): Weight {
  const cleanUp = cleanUpHotkeySwapRecords(ctx);
  blockStep(ctx);
  return addWeight(BLOCK_STEP, cleanUp);
}
