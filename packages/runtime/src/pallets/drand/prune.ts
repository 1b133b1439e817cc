import type { Ctx } from "@ganglion/frame";
import { saturatingAddU64, saturatingSubUnsigned } from "@ganglion/math";
import { OldestStoredRound, Pulses } from "./storage.ts";

/** A week of rounds of three seconds. */
const MAX_KEPT_PULSES = 216_000n;
const MAX_REMOVED_PULSES = 100;

/** Forgets the oldest pulses beyond a week, a hundred at a time. Source: pallets/drand/src/lib.rs */
export function pruneOldPulses(ctx: Ctx, lastStoredRound: bigint): void {
  let oldest = OldestStoredRound.get(ctx);
  if (oldest === 0n) return;
  const kept = () => saturatingAddU64(saturatingSubUnsigned(lastStoredRound, oldest), 1n);
  for (let removed = 0; removed < MAX_REMOVED_PULSES && kept() > MAX_KEPT_PULSES; removed++) {
    Pulses.remove(ctx, oldest);
    oldest = saturatingAddU64(oldest, 1n);
  }
  OldestStoredRound.set(ctx, oldest);
}
