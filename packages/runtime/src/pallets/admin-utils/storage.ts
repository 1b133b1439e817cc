import { blake2, map } from "@ganglion/frame";
import { bool } from "@ganglion/scale";
import { precompile } from "./events.ts";

/** Switches of the EVM's precompiles. */
export const PrecompileEnable = map(blake2(precompile), bool, true);
