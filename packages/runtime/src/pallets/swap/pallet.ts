import { pallet } from "@ganglion/frame";
import * as calls from "./calls.ts";
import { Constants } from "./constants.ts";
import { Errors } from "./errors.ts";
import { Events } from "./events.ts";
import * as storage from "./storage.ts";

/** The pools in which TAO and each subnet's alpha trade. */
export const Swap = pallet({
  name: "Swap",
  index: 28,
  module: "pallet_subtensor_swap::pallet::pallet",
  storage,
  constants: Constants,
  errors: Errors,
  events: Events,
  calls,
});
