import { dispatchError, event } from "@ganglion/frame";
import { accountId, h256, u32, u64 } from "@ganglion/scale";

export const Events = {
  EncryptedSubmitted: event(
    0,
    { id: h256, who: accountId },
    "An encrypted transaction is in a block.",
  ),
  ExtrinsicStored: event(1, { index: u32, who: accountId }, "A call waits for the next block."),
  ExtrinsicDecodeFailed: event(2, { index: u32 }, "A stored call could not be opened."),
  ExtrinsicDispatchFailed: event(
    3,
    { index: u32, error: dispatchError },
    "A stored call was refused.",
  ),
  ExtrinsicDispatched: event(4, { index: u32 }, "A stored call was run."),
  ExtrinsicExpired: event(5, { index: u32 }, "A stored call waited too long."),
  ExtrinsicPostponed: event(6, { index: u32 }, "A stored call waits on: the block is too full."),
  MaxPendingExtrinsicsNumberSet: event(7, { value: u32 }, "So many stored calls may wait."),
  OnInitializeWeightSet: event(8, { value: u64 }, "So much may stored calls weigh together."),
  ExtrinsicLifetimeSet: event(9, { value: u32 }, "So many blocks may a stored call wait."),
  MaxExtrinsicWeightSet: event(10, { value: u64 }, "So much may a stored call weigh."),
  ExtrinsicWeightExceeded: event(11, { index: u32 }, "A stored call weighed too much."),
};
