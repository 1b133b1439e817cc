import type { Ctx, StateCtx } from "@ganglion/frame";
import {
  DEFAULT_QUOTE_WEIGHT,
  MAX_PRICE_LIMIT,
  MIN_PRICE_LIMIT,
  type Pool,
  swapFee,
  U64F64,
} from "@ganglion/math";
import { type Alpha, alpha, type NetUid, type Rao, rao } from "@ganglion/primitives";
import { SubnetAlphaIn, SubnetTAO } from "../subtensor/coinbase/storage.ts";
import { ifSubnetExist } from "../subtensor/subnets/queries.ts";
import { SubnetMechanism } from "../subtensor/subnets/storage.ts";
import { Constants } from "./constants.ts";
import { poolCurve } from "./curve.ts";
import { Errors } from "./errors.ts";
import { FeeRate, PalSwapInitialized, SwapBalancer } from "./storage.ts";

/** What a swap did, or would do: `amountPaidIn` is without the fee. Source: swap-interface, SwapResult */
export interface SwapResult<PaidIn, PaidOut> {
  readonly amountPaidIn: PaidIn;
  readonly amountPaidOut: PaidOut;
  readonly feePaid: PaidIn;
  readonly feeToBlockAuthor: PaidIn;
}

export interface SwapTerms {
  /** Rao per whole alpha at which the swap stops. */
  readonly priceLimit: Rao;
  readonly dropFees: boolean;
}

/** No limit for one who buys alpha, rao per whole alpha. */
export const MAX_PRICE: Rao = rao(MAX_PRICE_LIMIT);
/** No limit for one who sells alpha, rao per whole alpha. */
export const MIN_PRICE: Rao = rao(MIN_PRICE_LIMIT);

/** Mechanism of subnets with a pool; on the others alpha and TAO are worth the same. */
const DYNAMIC = 1;

function poolOf(ctx: StateCtx, netuid: NetUid): Pool {
  return {
    alpha: SubnetAlphaIn.get(ctx, netuid),
    tao: SubnetTAO.get(ctx, netuid),
    quoteWeight: SwapBalancer.get(ctx, netuid).quote,
  };
}

/** TAO per alpha as U64F64 bits; 0 for a pool without alpha. Source: swap/src/pallet/impls.rs, current_price */
export function currentAlphaPrice(ctx: StateCtx, netuid: NetUid): bigint {
  if (SubnetMechanism.get(ctx, netuid) !== DYNAMIC) return U64F64.one;
  const pool = poolOf(ctx, netuid);
  return pool.alpha === 0n ? 0n : poolCurve(ctx).price(pool);
}

/** The fee on what is paid in, floored. Source: swap/src/pallet/impls.rs, approx_fee_amount */
export function approxFeeAmount<Amount extends bigint>(
  ctx: StateCtx,
  netuid: NetUid,
  amount: Amount,
): Amount {
  if (SubnetMechanism.get(ctx, netuid) !== DYNAMIC) return 0n as Amount;
  return swapFee(amount, FeeRate.get(ctx, netuid)) as Amount;
}

/** Alpha that is worth a small amount of TAO, slippage left out. Source: impls.rs, get_alpha_amount_for_tao */
export function getAlphaAmountForTao(ctx: StateCtx, netuid: NetUid, tao: Rao): Alpha {
  if (SubnetMechanism.get(ctx, netuid) !== DYNAMIC) return alpha(tao);
  return alpha(poolCurve(ctx).alphaAtSpotPrice(poolOf(ctx, netuid), tao));
}

/**
 * Gives a pool its weights unless it has them: those that yield `price` (U64F64), else equal ones.
 * A price that no weights yield leaves it without. Source: swap/src/pallet/impls.rs, init_swap
 */
export function initSwap(ctx: Ctx, netuid: NetUid, price?: bigint): void {
  if (PalSwapInitialized.get(ctx, netuid)) return;
  const quote = poolCurve(ctx).initialQuoteWeight(poolOf(ctx, netuid), price);
  if (quote === undefined) return;
  SwapBalancer.set(ctx, netuid, { quote });
  PalSwapInitialized.set(ctx, netuid, true);
}

function quote<PaidIn extends bigint, PaidOut extends bigint>(
  ctx: StateCtx,
  netuid: NetUid,
  order: { readonly side: "buy" | "sell"; readonly amount: PaidIn } & SwapTerms,
): SwapResult<PaidIn, PaidOut> {
  const pool = poolOf(ctx, netuid);
  // A pool that was never swapped against starts with equal weights, whatever is stored.
  const quoteWeight = PalSwapInitialized.get(ctx, netuid) ? pool.quoteWeight : DEFAULT_QUOTE_WEIGHT;
  const outcome = poolCurve(ctx).swap(
    { ...pool, quoteWeight },
    {
      side: order.side,
      amount: order.amount,
      limitPrice: order.priceLimit,
      dropFees: order.dropFees,
      feeRate: FeeRate.get(ctx, netuid),
      minimumReserve: Constants.MinimumReserve.get(ctx),
    },
  );
  if (!outcome.ok) throw Errors[outcome.error];
  const { paidIn, paidOut, fee, feeToAuthor } = outcome.ok;
  return {
    amountPaidIn: paidIn as PaidIn,
    amountPaidOut: paidOut as PaidOut,
    feePaid: fee as PaidIn,
    feeToBlockAuthor: feeToAuthor as PaidIn,
  };
}

/**
 * What a dynamic subnet's pool gives for TAO within the terms. Moves nothing: whoever executes it calls
 * `initSwap` and moves the reserves.
 * @throws Refusal SwapInputTooLarge, ReservesTooLow, PriceLimitExceeded
 * Source: swap/src/pallet/impls.rs, swap with should_rollback
 */
export function quoteTaoForAlpha(
  ctx: StateCtx,
  netuid: NetUid,
  tao: Rao,
  terms: SwapTerms,
): SwapResult<Rao, Alpha> {
  return quote(ctx, netuid, { side: "buy", amount: tao, ...terms });
}

/** What a dynamic subnet's pool gives for alpha; otherwise as `quoteTaoForAlpha`. */
export function quoteAlphaForTao(
  ctx: StateCtx,
  netuid: NetUid,
  amount: Alpha,
  terms: SwapTerms,
): SwapResult<Alpha, Rao> {
  return quote(ctx, netuid, { side: "sell", amount, ...terms });
}

/** Where alpha is worth a TAO: what goes in comes out; nothing on a subnet that isn't there. */
function oneToOne<PaidIn extends bigint, PaidOut extends bigint>(
  ctx: StateCtx,
  netuid: NetUid,
  amount: bigint,
): SwapResult<PaidIn, PaidOut> {
  const actual = ifSubnetExist(ctx, netuid) ? amount : 0n;
  return {
    amountPaidIn: actual as PaidIn,
    amountPaidOut: actual as PaidOut,
    feePaid: 0n as PaidIn,
    feeToBlockAuthor: 0n as PaidIn,
  };
}

/**
 * What TAO would buy without a limit, on any subnet.
 * @throws Refusal SwapInputTooLarge, ReservesTooLow, PriceLimitExceeded
 * Source: swap/src/pallet/impls.rs, sim_swap
 */
export function simSwapTaoForAlpha(
  ctx: StateCtx,
  netuid: NetUid,
  tao: Rao,
): SwapResult<Rao, Alpha> {
  return SubnetMechanism.get(ctx, netuid) === DYNAMIC
    ? quoteTaoForAlpha(ctx, netuid, tao, { priceLimit: MAX_PRICE, dropFees: false })
    : oneToOne(ctx, netuid, tao);
}

/** What alpha would fetch without a limit, on any subnet; otherwise as `simSwapTaoForAlpha`. */
export function simSwapAlphaForTao(
  ctx: StateCtx,
  netuid: NetUid,
  amount: Alpha,
): SwapResult<Alpha, Rao> {
  return SubnetMechanism.get(ctx, netuid) === DYNAMIC
    ? quoteAlphaForTao(ctx, netuid, amount, { priceLimit: MIN_PRICE, dropFees: false })
    : oneToOne(ctx, netuid, amount);
}

/**
 * Shifts the weights so that both amounts can join the reserves at an unchanged price. The reserves
 * are the caller's to move.
 * @returns what may join: all of it, or nothing if a side would weigh under 1 %
 * Source: swap/src/pallet/impls.rs, adjust_protocol_liquidity
 */
export function adjustProtocolLiquidity(
  ctx: Ctx,
  netuid: NetUid,
  tao: Rao,
  alphaDelta: Alpha,
): { readonly tao: Rao; readonly alpha: Alpha } {
  const weight = poolCurve(ctx).quoteWeightAfterAdding(poolOf(ctx, netuid), {
    tao,
    alpha: alphaDelta,
  });
  if (weight === undefined) return { tao: rao(0n), alpha: alpha(0n) };
  SwapBalancer.set(ctx, netuid, { quote: weight });
  return { tao, alpha: alphaDelta };
}

/** Empties the reserves and forgets the pool, when its subnet goes. Source: impls.rs, do_clear_protocol_liquidity */
export function clearProtocolLiquidity(ctx: Ctx, netuid: NetUid): void {
  // A reserve that is not stored must not appear as 0.
  if (SubnetTAO.get(ctx, netuid) !== 0n) SubnetTAO.set(ctx, netuid, rao(0n));
  if (SubnetAlphaIn.get(ctx, netuid) !== 0n) SubnetAlphaIn.set(ctx, netuid, alpha(0n));
  PalSwapInitialized.remove(ctx, netuid);
  FeeRate.remove(ctx, netuid);
  SwapBalancer.remove(ctx, netuid);
}
