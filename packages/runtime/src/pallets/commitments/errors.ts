import { errors } from "@ganglion/frame";

export const Errors = errors({
  TooManyFieldsInCommitmentInfo: [0, "More fields than a commitment may have."],
  AccountNotAllowedCommit: [1, "The account is no neuron of the subnet."],
  SpaceLimitExceeded: [2, "More bytes than may be published in an epoch."],
  UnexpectedUnreserveLeftover: [3, "A deposit could not be given back whole."],
});
