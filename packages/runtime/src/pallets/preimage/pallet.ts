import { pallet } from "@ganglion/frame";
import {
  ensureUpdatedCall,
  notePreimage,
  requestPreimageCall,
  unnotePreimageCall,
  unrequestPreimageCall,
} from "./calls.ts";
import { Errors } from "./errors.ts";
import { Events } from "./events.ts";
import * as storage from "./storage.ts";
import { holdReason } from "./types.ts";

/** Bytes by their hash: calls that are too long to be stored where they are used. */
export const Preimage = pallet({
  name: "Preimage",
  index: 14,
  module: "pallet_preimage::pallet",
  storage,
  constants: {},
  errors: Errors,
  events: Events,
  holdReason,
  calls: {
    notePreimage,
    unnotePreimage: unnotePreimageCall,
    requestPreimage: requestPreimageCall,
    unrequestPreimage: unrequestPreimageCall,
    ensureUpdated: ensureUpdatedCall,
  },
});
