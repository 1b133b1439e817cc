import { pallet } from "@ganglion/frame";
import { contribute } from "./calls/contribute.ts";
import { create } from "./calls/create.ts";
import { dissolve } from "./calls/dissolve.ts";
import { finalize } from "./calls/finalize.ts";
import { refund } from "./calls/refund.ts";
import { setMaxContribution, updateCap, updateEnd, updateMinContribution } from "./calls/update.ts";
import { withdraw } from "./calls/withdraw.ts";
import { Constants } from "./constants.ts";
import { Errors } from "./errors.ts";
import { Events } from "./events.ts";
import * as storage from "./storage.ts";

/** Money that many give together, for somebody or for a call. */
export const Crowdloan = pallet({
  name: "Crowdloan",
  index: 27,
  module: "pallet_crowdloan::pallet",
  storage,
  constants: Constants,
  errors: Errors,
  events: Events,
  calls: {
    create,
    contribute,
    withdraw,
    finalize,
    refund,
    dissolve,
    updateMinContribution,
    updateEnd,
    updateCap,
    setMaxContribution,
  },
});
