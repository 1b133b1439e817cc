import { constant, pallet } from "@ganglion/frame";
import { u64 } from "@ganglion/scale";
import * as calls from "./calls.ts";
import { Errors } from "./errors.ts";
import { Events } from "./events.ts";
import * as storage from "./storage.ts";
import { UNSIGNED_PRIORITY } from "./validate-unsigned.ts";

/** Randomness that nobody knows before its time, from the beacon Drand. */
export const Drand = pallet({
  name: "Drand",
  index: 26,
  module: "pallet_drand::pallet",
  storage,
  constants: {
    UnsignedPriority: constant(u64, UNSIGNED_PRIORITY),
    /** Milliseconds that a node waits for the beacon's answer. */
    HttpFetchTimeout: constant(u64, 1000n),
  },
  errors: Errors,
  events: Events,
  calls,
});
