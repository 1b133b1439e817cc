import { errors } from "@ganglion/frame";

export const Errors = errors({
  NoneValue: [0, "A value that was never set."],
  StorageOverflow: [1, "A number outgrew its storage."],
  DrandConnectionFailure: [2, "The beacon can't be reached."],
  UnverifiedPulse: [3, "The pulse is not valid."],
  InvalidRoundNumber: [4, "The round does not come after the last one."],
  PulseVerificationError: [
    5,
    "The pulse's signature, or the beacon's key, is no point of its curve.",
  ],
});
