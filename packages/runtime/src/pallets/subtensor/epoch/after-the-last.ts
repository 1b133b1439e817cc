import type { StateCtx } from "@ganglion/frame";
import { saturatingAddU64, saturatingSubUnsigned, U64_MAX } from "@ganglion/math";
import type { NetUid } from "@ganglion/primitives";
import { Constants } from "../constants.ts";
import type { EpochSchedule } from "./schedule.ts";
import { BlocksSinceLastStep, LastEpochBlock, PendingEpochAt, Tempo } from "./storage.ts";

/** The next epoch by tempo alone. */
function nextByTempo(ctx: StateCtx, netuid: NetUid, tempo: number): bigint {
  return saturatingAddU64(LastEpochBlock.get(ctx, netuid), BigInt(tempo));
}

/**
 * Epochs a tempo after the last one, wherever that was: owners change the tempo and trigger epochs, and an
 * epoch that had to wait moves all later ones. A tempo of 0 means never.
 * Source: coinbase/run_coinbase.rs
 */
export const AFTER_THE_LAST: EpochSchedule = {
  isDue(ctx, netuid, block) {
    const tempo = Tempo.get(ctx, netuid);
    if (tempo === 0) return false;
    const pending = PendingEpochAt.get(ctx, netuid);
    if (pending > 0n && block >= pending) return true;
    // Safety net against a schedule that lost its anchor.
    if (BlocksSinceLastStep.get(ctx, netuid) > BigInt(Constants.MaxTempo.get(ctx))) return true;
    return saturatingSubUnsigned(block, LastEpochBlock.get(ctx, netuid)) >= BigInt(tempo);
  },
  blocksUntilNextAuto(ctx, netuid, { tempo, block }) {
    return tempo === 0 ? U64_MAX : saturatingSubUnsigned(nextByTempo(ctx, netuid, tempo), block);
  },
  nextStart(ctx, netuid) {
    const tempo = Tempo.get(ctx, netuid);
    if (tempo === 0) return undefined;
    const next = nextByTempo(ctx, netuid, tempo);
    const pending = PendingEpochAt.get(ctx, netuid);
    return pending > 0n && pending < next ? pending : next;
  },
};
