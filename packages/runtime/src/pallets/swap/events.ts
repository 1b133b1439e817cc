import { event } from "@ganglion/frame";
import { netUid, u16 } from "@ganglion/scale";

export const Events = {
  FeeRateSet: event(0, { netuid: netUid, rate: u16 }, "A subnet's swap fee changed."),
};
