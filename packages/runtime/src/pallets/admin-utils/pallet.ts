import { pallet } from "@ganglion/frame";
import { Errors } from "./errors.ts";
import { Events } from "./events.ts";
import * as ownerCalls from "./owner-calls.ts";
import * as rootCalls from "./root-calls.ts";
import * as storage from "./storage.ts";

/** What root, and within limits a subnet's owner, may change. */
export const AdminUtils = pallet({
  name: "AdminUtils",
  index: 19,
  module: "pallet_admin_utils::pallet",
  storage,
  constants: {},
  errors: Errors,
  events: Events,
  calls: { ...rootCalls, ...ownerCalls },
});
