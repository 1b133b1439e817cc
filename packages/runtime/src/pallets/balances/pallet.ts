import { pallet } from "@ganglion/frame";
import {
  burn,
  forceAdjustTotalIssuance,
  forceSetBalanceCall,
  forceTransfer,
  transferAll,
  transferAllowDeath,
  transferKeepAlive,
} from "./calls.ts";
import { Constants } from "./constants.ts";
import { Errors } from "./errors.ts";
import { Events } from "./events.ts";
import * as storage from "./storage.ts";

/** TAO. */
export const Balances = pallet({
  name: "Balances",
  index: 5,
  module: "pallet_balances::pallet",
  storage,
  constants: Constants,
  errors: Errors,
  events: Events,
  calls: {
    transferAllowDeath,
    forceTransfer,
    transferKeepAlive,
    transferAll,
    forceSetBalance: forceSetBalanceCall,
    forceAdjustTotalIssuance,
    burn,
  },
});
