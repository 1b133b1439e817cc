import { saturatingAddU64, saturatingSubUnsigned } from "../unsigned.ts";
import {
  SAFE_FLOAT_ZERO,
  type SafeFloat,
  safeFloatAdd,
  safeFloatFromU64,
  safeFloatIsZero,
  safeFloatMulDiv,
  safeFloatSub,
  safeFloatToU64,
} from "./safe-float.ts";

/** What all holders own together, and the sum of their shares. */
export interface SharePool {
  /** Alpha of the whole pool, rao (u64). */
  readonly value: bigint;
  readonly denominator: SafeFloat;
}

/**
 * What one share is worth: floor(value × share / denominator), 0 in an empty pool.
 * Source: primitives/share-pool/src/lib.rs, get_value_from_shares
 */
export function shareValue(pool: SharePool, share: SafeFloat): bigint {
  const value = safeFloatMulDiv(safeFloatFromU64(pool.value), share, pool.denominator);
  return safeFloatToU64(value ?? SAFE_FLOAT_ZERO);
}

/**
 * Adds a signed amount of rao to the pool for everyone: shares stay, their worth moves.
 * @returns the pool's new value, clamped to u64
 */
export function updateValueForAll(value: bigint, update: bigint): bigint {
  return update >= 0n ? saturatingAddU64(value, update) : saturatingSubUnsigned(value, -update);
}

function sharesFor(pool: SharePool, update: bigint): SafeFloat {
  const amount = safeFloatFromU64(update < 0n ? -update : update);
  return safeFloatMulDiv(amount, pool.denominator, safeFloatFromU64(pool.value)) ?? SAFE_FLOAT_ZERO;
}

/** Whether an update of this many rao would move a share at all. */
export function updateMovesShare(pool: SharePool, update: bigint): boolean {
  return safeFloatIsZero(pool.denominator) || !safeFloatIsZero(sharesFor(pool, update));
}

/**
 * Adds (or, negative, takes) rao for one holder; the other holders' worth stays.
 * An exponent that would leave i64 keeps the old share or denominator.
 * @param update signed rao (i64)
 * Source: primitives/share-pool/src/lib.rs, update_value_for_one
 */
export function updateValueForOne(
  pool: SharePool,
  share: SafeFloat,
  update: bigint,
): { value: bigint; denominator: SafeFloat; share: SafeFloat } {
  const value = updateValueForAll(pool.value, update);
  if (safeFloatIsZero(pool.denominator)) {
    const first = safeFloatFromU64(update < 0n ? -update : update);
    return { value, denominator: first, share: first };
  }
  // Most payouts of an epoch are of nothing: no shares come or go.
  if (update === 0n)
    return {
      value,
      denominator: pool.denominator,
      share: safeFloatIsZero(share) ? SAFE_FLOAT_ZERO : share,
    };
  const shares = sharesFor(pool, update);
  const move = update > 0n ? safeFloatAdd : safeFloatSub;
  return {
    value,
    denominator: move(pool.denominator, shares) ?? pool.denominator,
    share: move(share, shares) ?? share,
  };
}
