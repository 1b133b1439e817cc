import { constant, pallet } from "@ganglion/frame";
import { rao as amount } from "@ganglion/primitives";
import { rao, u32 } from "@ganglion/scale";
import * as calls from "./calls.ts";
import { Errors } from "./errors.ts";
import { Events } from "./events.ts";
import * as storage from "./storage.ts";
import { MAX_FIELDS } from "./types.ts";

/** What neurons publish: where their model is, hashes, things that open later. */
export const Commitments = pallet({
  name: "Commitments",
  index: 18,
  module: "pallet_commitments::pallet",
  storage,
  constants: {
    MaxFields: constant(u32, MAX_FIELDS),
    InitialDeposit: constant(rao, amount(0n)),
    FieldDeposit: constant(rao, amount(0n)),
  },
  errors: Errors,
  events: Events,
  calls,
});
