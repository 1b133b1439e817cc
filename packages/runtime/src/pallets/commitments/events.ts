import { event } from "@ganglion/frame";
import { accountId, netUid, u64 } from "@ganglion/scale";

const neuron = { netuid: netUid, who: accountId };
export const Events = {
  Commitment: event(0, neuron, "A neuron published something."),
  TimelockCommitment: event(
    1,
    { ...neuron, revealRound: u64 },
    "A neuron published something that opens with a round of the beacon.",
  ),
  CommitmentRevealed: event(2, neuron, "Something timelocked was opened."),
};
