import { disableVotingPowerTracking } from "./calls/disable-voting-power-tracking.ts";
import { enableVotingPowerTracking } from "./calls/enable-voting-power-tracking.ts";
import { setActivityCutoffFactor } from "./calls/set-activity-cutoff-factor.ts";
import { setTempo } from "./calls/set-tempo.ts";
import { sudoSetVotingPowerEmaAlpha } from "./calls/sudo-set-voting-power-ema-alpha.ts";
import { triggerEpoch } from "./calls/trigger-epoch.ts";

/** Calls of this topic, by the names that the wire derives from. */
export const epochCalls = {
  setTempo,
  setActivityCutoffFactor,
  triggerEpoch,
  enableVotingPowerTracking,
  disableVotingPowerTracking,
  sudoSetVotingPowerEmaAlpha,
};
