import { pallet } from "@ganglion/frame";
import * as storage from "./storage.ts";

/** Counts each subnet's alpha: issued, burned, recycled. It has no calls. */
export const AlphaAssets = pallet({
  name: "AlphaAssets",
  index: 31,
  module: "pallet_alpha_assets::pallet",
  storage,
  constants: {},
  errors: {},
  events: {},
  calls: {},
});
