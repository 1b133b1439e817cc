import { pallet } from "@ganglion/frame";
import * as acting from "./calls/acting.ts";
import * as announcements from "./calls/announcements.ts";
import * as delegation from "./calls/delegation.ts";
import { pokeDeposit } from "./calls/poke-deposit.ts";
import * as pure from "./calls/pure.ts";
import { Constants } from "./constants.ts";
import { Errors } from "./errors.ts";
import { Events } from "./events.ts";
import * as storage from "./storage.ts";

/** Accounts that act for others. */
export const ProxyPallet = pallet({
  name: "Proxy",
  index: 16,
  module: "pallet_subtensor_proxy::pallet",
  storage,
  constants: Constants,
  errors: Errors,
  events: Events,
  calls: { ...acting, ...delegation, ...pure, ...announcements, pokeDeposit },
});
