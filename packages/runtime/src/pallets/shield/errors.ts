import { errors } from "@ganglion/frame";

export const Errors = errors({
  BadEncKeyLen: [0, "The announced key is not as long as an ML-KEM-768 encapsulation key."],
  Unreachable: [1, "The block has no author that could announce a key."],
  TooManyPendingExtrinsics: [2, "As many calls as may wait are stored already."],
  WeightExceedsAbsoluteMax: [3, "The weight is more than half of what a block may weigh."],
});
