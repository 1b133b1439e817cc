import { blake2, identity, map, value } from "@ganglion/frame";
import { bool, u32, u64 } from "@ganglion/scale";
import { boundedBytes } from "../../bounded.ts";

import { beaconConfiguration, pulse, QUICKNET } from "./types.ts";

/** The beacon whose pulses this chain takes. */
export const BeaconConfig = value(beaconConfiguration, QUICKNET);
/** Migrations that were done; a chain that begins here has none. */
export const HasMigrationRun = map(identity(boundedBytes), bool, false);
/** By round, those of about the last week. */
export const Pulses = map(blake2(u64), pulse);
/** The newest round stored; rounds only go up. */
export const LastStoredRound = value(u64, 0n);
/** The oldest that may still be stored. */
export const OldestStoredRound = value(u64, 0n);
/** Block from which on unsigned calls are taken. */
export const NextUnsignedAt = value(u32, 0);
