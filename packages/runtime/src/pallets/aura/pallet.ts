import { pallet } from "@ganglion/frame";
import { Authorities, CurrentSlot, SlotDuration } from "./slot.ts";

/** Whose turn it is to author. */
export const Aura = pallet({
  name: "Aura",
  index: 3,
  module: "pallet_aura::pallet",
  storage: { Authorities, CurrentSlot },
  constants: { SlotDuration },
  errors: {},
  events: {},
  calls: {},
});
