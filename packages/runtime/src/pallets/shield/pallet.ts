import { pallet } from "@ganglion/frame";
import * as calls from "./calls.ts";
import { Errors } from "./errors.ts";
import { Events } from "./events.ts";
import * as storage from "./storage.ts";

/** Transactions that nobody but a block's author can read before they are in the block. */
export const MevShield = pallet({
  name: "MevShield",
  index: 30,
  module: "pallet_shield::pallet",
  storage,
  constants: {},
  errors: Errors,
  events: Events,
  calls,
});
