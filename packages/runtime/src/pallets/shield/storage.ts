import { identity, map, twox, value } from "@ganglion/frame";
import { bool, u32, u64 } from "@ganglion/scale";
import { boundedBytesUpTo } from "../../bounded.ts";
import { authorityId } from "../aura/slot.ts";

import { pendingExtrinsic, shieldEncKey } from "./types.ts";

/** The key that this block's author opens with. */
export const CurrentKey = value(shieldEncKey);
/** That of the next block's author: what the next block holds must be sealed to it. */
export const PendingKey = value(shieldEncKey);
/** That of the author after the next: whoever seals now, seals to it. */
export const NextKey = value(shieldEncKey);
/** What each author announced last. */
export const AuthorKeys = map(twox(authorityId), shieldEncKey);
/** First block in which the key is of no use any more. */
export const PendingKeyExpiresAt = value(u32);
/** The same of the next key. */
export const NextKeyExpiresAt = value(u32);
/** Migrations that were done; a chain that begins here has none. */
export const HasMigrationRun = map(identity(boundedBytesUpTo(128)), bool, false);
/** How many stored calls may wait at the same time. */
export const MaxPendingExtrinsicsLimit = value(u32, 100);
/** Blocks for which a stored call may wait. */
export const ExtrinsicLifetime = value(u32, 10);
/** What stored calls may weigh together at the start of a block, ps. Nothing is opened, so nothing reads it. */
export const OnInitializeWeight = value(u64, 500_000_000_000n);
/** What one of them may weigh, ps. Nothing reads it either. */
export const MaxExtrinsicWeight = value(u64, 50_000_000_000n);
/** How many wait. */
export const CounterForPendingExtrinsics = value(u32, 0);
export const PendingExtrinsics = map(identity(u32), pendingExtrinsic);
export const NextPendingExtrinsicIndex = value(u32, 0);
