import { errors } from "@ganglion/frame";

export const Errors = errors({
  TooBig: [0, "A preimage has at most 4 MiB."],
  AlreadyNoted: [1, "The preimage is noted already."],
  NotAuthorized: [2, "Only who noted a preimage may take it back."],
  NotNoted: [3, "There is no such preimage."],
  Requested: [4, "The preimage is still wanted."],
  NotRequested: [5, "Nobody wants this preimage."],
  TooMany: [6, "At most 1024 hashes at once."],
  TooFew: [7, "At least one hash is needed."],
});
