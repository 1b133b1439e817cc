import { identity, map, twox } from "@ganglion/frame";
import { DEFAULT_QUOTE_WEIGHT } from "@ganglion/math";
import type { Alpha } from "@ganglion/primitives";
import { alpha, bool, netUid, u16 } from "@ganglion/scale";
import { boundedBytes } from "../../bounded.ts";

import { balancer } from "./types.ts";

/** Fee on what is paid in, 65535 = 100 %; 33 are about 0.05 %. */
export const FeeRate = map(twox(netUid), u16, 33);
/** Weights of a subnet's pool; both sides weigh the same until emission shifts them. */
export const SwapBalancer = map(twox(netUid), balancer, { quote: DEFAULT_QUOTE_WEIGHT });
/** Whether the pool got its weights. */
export const PalSwapInitialized = map(twox(netUid), bool, false);
export const HasMigrationRun = map(identity(boundedBytes), bool, false);
/** Left over from the pools before the balancer; nothing writes it. */
export const ScrapReservoirAlpha = map(twox(netUid), alpha, 0n as Alpha);
