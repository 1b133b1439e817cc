import { U64F64 } from "../fixed/formats.ts";
import { saturatingAddU64, saturatingSubUnsigned, U64_MAX, U128_MAX } from "../unsigned.ts";
import { PERQUINTILL_ONE, perquintillFromRational, perquintillMulRound } from "./perquintill.ts";
import { powRatioScaled } from "./power.ts";

/** A subnet's pool: two reserves in rao and the weight of the TAO side in parts of 10^18. */
export interface Pool {
  readonly alpha: bigint;
  readonly tao: bigint;
  readonly quoteWeight: bigint;
}

/** Pools start with equal weights. */
export const DEFAULT_QUOTE_WEIGHT = PERQUINTILL_ONE / 2n;
/** Both weights must stay at or above 1 %. */
export const MIN_WEIGHT = PERQUINTILL_ONE / 100n;

const SCALE = PERQUINTILL_ONE;
const SCALE_U64F64 = U64F64.fromInteger(SCALE);
const SWAP_PRECISION = 256;
const LIMIT_PRECISION = 1_024;

/** Weight of the alpha side: what the TAO side leaves of 10^18. */
export function baseWeight(pool: Pool): bigint {
  return saturatingSubUnsigned(PERQUINTILL_ONE, pool.quoteWeight);
}

export function weightsAllowed(quoteWeight: bigint): boolean {
  return (
    quoteWeight >= MIN_WEIGHT && saturatingSubUnsigned(PERQUINTILL_ONE, quoteWeight) >= MIN_WEIGHT
  );
}

/**
 * TAO per alpha: (base weight / quote weight) × (tao / alpha).
 * @returns U64F64 bits, 0 for an empty alpha reserve
 * Source: pallets/swap/src/pallet/balancer.rs, calculate_price
 */
export function poolPrice(pool: Pool): bigint {
  const weights = U64F64.safeDiv(
    U64F64.fromInteger(baseWeight(pool)),
    U64F64.fromInteger(pool.quoteWeight),
  );
  const reserves = U64F64.safeDiv(U64F64.fromInteger(pool.tao), U64F64.fromInteger(pool.alpha));
  return U64F64.saturatingMul(weights, reserves);
}

// What is left of a reserve, (before / after)^(numerator / denominator), as U64F64. A power that
// cannot be told, or lies outside u64, counts as 0: the whole other reserve is paid out.
function remainingPart(
  before: bigint,
  after: bigint,
  exponent: { readonly numerator: bigint; readonly denominator: bigint },
): bigint {
  if (after === 0n) return 0n;
  const power = powRatioScaled({ numerator: before, denominator: after }, exponent, {
    precision: SWAP_PRECISION,
    scale: SCALE,
  });
  if (power === undefined || power < 0n || power > U64_MAX) return 0n;
  return U64F64.safeDiv(U64F64.fromInteger(power), SCALE_U64F64);
}

function payOut(reserve: bigint, remaining: bigint): bigint {
  const part = remaining < U64F64.one ? U64F64.one - remaining : 0n;
  return U64F64.toUnsigned(U64F64.saturatingMul(U64F64.fromInteger(reserve), part), 64);
}

/**
 * Alpha that a buyer gets for `tao` (fee already off): alpha × (1 − (y / (y + dy))^(w2 / w1)).
 * Source: balancer.rs exp_quote_base, swap_step.rs convert_deltas
 */
export function alphaForTao(pool: Pool, tao: bigint): bigint {
  const remaining = remainingPart(pool.tao, saturatingAddU64(pool.tao, tao), {
    numerator: pool.quoteWeight,
    denominator: baseWeight(pool),
  });
  return payOut(pool.alpha, remaining);
}

/**
 * TAO that a seller gets for `alpha` (fee already off): tao × (1 − (x / (x + dx))^(w1 / w2)).
 * Source: balancer.rs exp_base_quote, swap_step.rs convert_deltas
 */
export function taoForAlpha(pool: Pool, alpha: bigint): bigint {
  const remaining = remainingPart(pool.alpha, saturatingAddU64(pool.alpha, alpha), {
    numerator: baseWeight(pool),
    denominator: pool.quoteWeight,
  });
  return payOut(pool.tao, remaining);
}

function deltaToLimit(
  reserve: bigint,
  ratio: { readonly numerator: bigint; readonly denominator: bigint },
  weight: bigint,
): bigint {
  const power = powRatioScaled(
    ratio,
    { numerator: weight, denominator: PERQUINTILL_ONE },
    { precision: LIMIT_PRECISION, scale: SCALE },
  );
  if (power === undefined) return 0n;
  const clamped = power < 0n ? 0n : power > U64_MAX ? U64_MAX : power;
  const growth = U64F64.saturatingSub(
    U64F64.safeDiv(U64F64.fromInteger(clamped), SCALE_U64F64),
    U64F64.one,
  );
  return U64F64.toUnsigned(U64F64.saturatingMul(U64F64.fromInteger(reserve), growth), 64);
}

/**
 * TAO that lifts the price to `limit` (U64F64): y × ((limit / price)^w1 − 1).
 * Source: balancer.rs, calculate_quote_delta_in
 */
export function taoToPrice(pool: Pool, limit: bigint): bigint {
  const ratio = { numerator: limit, denominator: poolPrice(pool) };
  return deltaToLimit(pool.tao, ratio, baseWeight(pool));
}

/**
 * Alpha that lowers the price to `limit` (U64F64): x × ((price / limit)^w2 − 1).
 * Source: balancer.rs, calculate_base_delta_in
 */
export function alphaToPrice(pool: Pool, limit: bigint): bigint {
  const ratio = { numerator: poolPrice(pool), denominator: limit };
  return deltaToLimit(pool.alpha, ratio, pool.quoteWeight);
}

function clampU128(value: bigint): bigint {
  return value > U128_MAX ? U128_MAX : value;
}

/**
 * The quote weight that keeps the price when both deltas join the reserves.
 * @returns undefined if a weight would fall under 1 %: nothing may be added then
 * Source: balancer.rs, update_weights_for_added_liquidity
 */
export function quoteWeightAfterAdding(
  pool: Pool,
  delta: { readonly tao: bigint; readonly alpha: bigint },
): bigint | undefined {
  const base = perquintillMulRound(
    baseWeight(pool),
    clampU128(pool.tao * (pool.alpha + delta.alpha)),
  );
  const quote = perquintillMulRound(
    pool.quoteWeight,
    clampU128(pool.alpha * (pool.tao + delta.tao)),
  );
  const sum = clampU128(base + quote);
  const weight = sum === 0n ? DEFAULT_QUOTE_WEIGHT : perquintillFromRational(quote, sum);
  return weightsAllowed(weight) ? weight : undefined;
}

/**
 * First quote weight of a pool: the one that yields `price` (U64F64), equal weights without one.
 * @returns undefined if no allowed weight yields that price
 * Source: pallets/swap/src/pallet/impls.rs, maybe_initialize_palswap
 */
export function initialQuoteWeight(
  reserves: { readonly alpha: bigint; readonly tao: bigint },
  price?: bigint,
): bigint | undefined {
  if (price === undefined) return DEFAULT_QUOTE_WEIGHT;
  const whole = U64F64.toUnsigned(price, 64) * reserves.alpha;
  const part =
    U64F64.saturatingMul(U64F64.fromInteger(reserves.alpha), U64F64.fraction(price)) >> 64n;
  const sum = whole + part + reserves.tao;
  if (sum === 0n) return undefined;
  const weight = perquintillFromRational(reserves.tao, clampU128(sum));
  return weightsAllowed(weight) ? weight : undefined;
}
