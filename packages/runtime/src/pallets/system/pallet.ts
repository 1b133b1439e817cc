import { pallet } from "@ganglion/frame";
import { killPrefix, killStorage, remark, remarkWithEvent, setStorage } from "./calls.ts";
import { Constants } from "./constants.ts";
import { Errors } from "./errors.ts";
import { Events } from "./events.ts";
import * as storage from "./storage.ts";

/** Accounts, blocks, events. */
export const System = pallet({
  name: "System",
  index: 0,
  module: "frame_system::pallet",
  storage,
  constants: Constants,
  errors: Errors,
  events: Events,
  calls: { remark, setStorage, killStorage, killPrefix, remarkWithEvent },
});
