import { event } from "@ganglion/frame";
import { h256 } from "@ganglion/scale";

const fields = { hash: h256 };
export const Events = {
  Noted: event(0, fields, "Bytes were stored under their hash."),
  Requested: event(1, fields, "The chain wants the bytes of a hash."),
  Cleared: event(2, fields, "Stored bytes are gone."),
};
