import { event, positional } from "@ganglion/frame";
import { u64, vec } from "@ganglion/scale";

export const Events = {
  BeaconConfigChanged: event(0, {}, "Another beacon's pulses are taken from now on."),
  NewPulse: event(1, { rounds: vec(u64) }, "Pulses of these rounds were stored."),
  SetOldestStoredRound: positional(2, { round: u64 }, "Pulses are forgotten from this round on."),
};
