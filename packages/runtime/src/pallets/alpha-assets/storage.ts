import { map, twox } from "@ganglion/frame";
import type { Alpha } from "@ganglion/primitives";
import { alpha, netUid } from "@ganglion/scale";

/** Alpha minted through this pallet and not recycled since. */
export const TotalAlphaIssuance = map(twox(netUid), alpha, 0n as Alpha);
/** Alpha destroyed for good: it stays counted as issued. */
export const AlphaBurned = map(twox(netUid), alpha, 0n as Alpha);
/** Alpha taken out of existence: it left the issuance. */
export const AlphaRecycled = map(twox(netUid), alpha, 0n as Alpha);
