import { U64F64 } from "../fixed/formats.ts";
import { saturatingAddU64, saturatingMulU64, saturatingSubUnsigned, U16_MAX } from "../unsigned.ts";
import {
  alphaForTao,
  alphaToPrice,
  type Pool,
  poolPrice,
  quoteWeightAfterAdding,
  taoForAlpha,
  taoToPrice,
} from "./balancer.ts";

/** `buy` pays TAO for alpha, `sell` pays alpha for TAO. */
export type SwapSide = "buy" | "sell";

export type SwapErrorName = "SwapInputTooLarge" | "ReservesTooLow" | "PriceLimitExceeded";

export interface SwapOrder {
  readonly side: SwapSide;
  /** Rao of what is paid, fee included. */
  readonly amount: bigint;
  /** Rao of TAO per whole alpha (10^9 = price 1.0). */
  readonly limitPrice: bigint;
  /** 65535 = 100 % */
  readonly feeRate: number;
  readonly dropFees: boolean;
  /** Rao the output reserve must hold; 10^6 on the real runtime. */
  readonly minimumReserve?: bigint;
}

export interface SwapReceipt {
  /** Rao that entered the reserve; the fee is not part of it. */
  readonly paidIn: bigint;
  readonly paidOut: bigint;
  readonly fee: bigint;
  /** The fee, or 0 when nothing was paid in. */
  readonly feeToAuthor: bigint;
}

/** A refusal is a value: `error` names the Swap pallet's error and the pool is as before. */
export type SwapOutcome =
  | { readonly ok: SwapReceipt; readonly error?: undefined; readonly pool: Pool }
  | { readonly ok?: undefined; readonly error: SwapErrorName; readonly pool: Pool };

/** The limits that mean "no limit" for a buy and a sell, rao of TAO per whole alpha. */
export const MAX_PRICE_LIMIT = 10n ** 15n;
export const MIN_PRICE_LIMIT = 1_000n;

/** What the runtime asks of the output reserve, rao. */
export const MINIMUM_RESERVE = 1_000_000n;
const MAX_INPUT_PER_RESERVE = 1_000n;
const FULL_RATE = U64F64.fromInteger(U16_MAX);
const RAO_PER_TAO = U64F64.fromInteger(10n ** 9n);

/** Rao of TAO per whole alpha as a U64F64 price. */
export function priceFromLimit(limitPrice: bigint): bigint {
  return U64F64.safeDiv(U64F64.fromInteger(limitPrice), RAO_PER_TAO);
}

/**
 * The swap fee on `amount`, floored.
 * @param feeRate 65535 = 100 %
 * Source: pallets/swap/src/pallet/impls.rs, calculate_fee_amount
 */
export function swapFee(amount: bigint, feeRate: number): bigint {
  const rate = U64F64.safeDiv(U64F64.fromInteger(feeRate), FULL_RATE);
  return U64F64.toUnsigned(U64F64.saturatingMul(U64F64.fromInteger(amount), rate), 64);
}

// The fee that leaves exactly `paidIn` of a gross amount, for a swap that its limit cut short.
function feeOnTop(paidIn: bigint, feeRate: number): bigint {
  const rate = U64F64.fromInteger(feeRate);
  const ratio = U64F64.safeDiv(rate, U64F64.saturatingSub(FULL_RATE, rate));
  return U64F64.toUnsigned(U64F64.saturatingMul(U64F64.fromInteger(paidIn), ratio), 64);
}

interface Direction {
  reserveIn(pool: Pool): bigint;
  reserveOut(pool: Pool): bigint;
  convert(pool: Pool, amount: bigint): bigint;
  amountToPrice(pool: Pool, limit: bigint): bigint;
  move(pool: Pool, paidIn: bigint, paidOut: bigint): Pool;
  /** Whether `limit` is still ahead of `price`. */
  isAhead(price: bigint, limit: bigint): boolean;
}

const buying: Direction = {
  reserveIn: (pool) => pool.tao,
  reserveOut: (pool) => pool.alpha,
  convert: alphaForTao,
  amountToPrice: taoToPrice,
  move: (pool, paidIn, paidOut) => ({
    ...pool,
    tao: saturatingAddU64(pool.tao, paidIn),
    alpha: saturatingSubUnsigned(pool.alpha, paidOut),
  }),
  isAhead: (price, limit) => price < limit,
};

const selling: Direction = {
  reserveIn: (pool) => pool.alpha,
  reserveOut: (pool) => pool.tao,
  convert: taoForAlpha,
  amountToPrice: alphaToPrice,
  move: (pool, paidIn, paidOut) => ({
    ...pool,
    alpha: saturatingAddU64(pool.alpha, paidIn),
    tao: saturatingSubUnsigned(pool.tao, paidOut),
  }),
  isAhead: (price, limit) => price > limit,
};

/**
 * One swap against a pool. The fee comes off first; if the rest would carry the price past the
 * limit, only what reaches the limit is paid and the fee is taken on that instead.
 *
 * Errors in the reference's order: `SwapInputTooLarge` (net input above 1000 × its reserve),
 * `ReservesTooLow` (output reserve under the minimum), `PriceLimitExceeded` (the price is at or past
 * the limit), `ReservesTooLow` (something paid in, nothing out).
 * Source: pallets/swap/src/pallet/{impls,swap_step}.rs
 */
export function swap(pool: Pool, order: SwapOrder): SwapOutcome {
  const direction = order.side === "buy" ? buying : selling;
  const feeRate = order.dropFees ? 0 : order.feeRate;
  const refuse = (error: SwapErrorName): SwapOutcome => ({ error, pool });

  const fullFee = swapFee(order.amount, feeRate);
  const requested = saturatingSubUnsigned(order.amount, fullFee);
  const largest = saturatingMulU64(direction.reserveIn(pool), MAX_INPUT_PER_RESERVE);
  if (requested > largest) return refuse("SwapInputTooLarge");
  const minimum = order.minimumReserve ?? MINIMUM_RESERVE;
  if (direction.reserveOut(pool) < minimum) return refuse("ReservesTooLow");
  const limit = priceFromLimit(order.limitPrice);
  if (!direction.isAhead(poolPrice(pool), limit)) return refuse("PriceLimitExceeded");

  let paidIn = requested;
  let paidOut = direction.convert(pool, paidIn);
  let fee = fullFee;
  const target = poolPrice(direction.move(pool, paidIn, paidOut));
  const reachesLimit = target !== limit && !direction.isAhead(target, limit);
  if (reachesLimit) {
    paidIn = direction.amountToPrice(pool, limit);
    paidOut = direction.convert(pool, paidIn);
    fee = feeOnTop(paidIn, feeRate);
  }
  if (paidIn !== 0n && paidOut === 0n) return refuse("ReservesTooLow");
  return {
    ok: { paidIn, paidOut, fee, feeToAuthor: paidIn === 0n ? 0n : fee },
    pool: direction.move(pool, paidIn, paidOut),
  };
}

/**
 * Lets emission join the reserves at an unchanged price by moving the weights. When a weight would
 * fall under 1 % nothing joins.
 * Source: pallets/swap/src/pallet/impls.rs, adjust_protocol_liquidity
 */
export function adjustProtocolLiquidity(
  pool: Pool,
  delta: { readonly tao: bigint; readonly alpha: bigint },
): { readonly tao: bigint; readonly alpha: bigint; readonly quoteWeight: bigint } {
  const quoteWeight = quoteWeightAfterAdding(pool, delta);
  return quoteWeight === undefined
    ? { tao: 0n, alpha: 0n, quoteWeight: pool.quoteWeight }
    : { tao: delta.tao, alpha: delta.alpha, quoteWeight };
}

/**
 * Alpha worth `tao` at the spot price, without slippage or fee; 0 when the pool has no price.
 * Source: pallets/swap/src/pallet/impls.rs, get_alpha_amount_for_tao
 */
export function alphaAtSpotPrice(pool: Pool, tao: bigint): bigint {
  const price = pool.alpha === 0n ? 0n : poolPrice(pool);
  return U64F64.toUnsigned(U64F64.safeDiv(U64F64.fromInteger(tao), price), 64);
}
