import {
  alphaAtSpotPrice,
  initialQuoteWeight,
  type Pool,
  poolPrice,
  quoteWeightAfterAdding,
  type SwapOrder,
  type SwapOutcome,
  swap,
} from "@ganglion/math";
import { bySpec } from "../../by-spec.ts";

/** The curve on which a subnet's pool trades. Changes nothing; amounts in rao, prices as U64F64 bits. */
export interface PoolCurve {
  /** TAO per alpha of a pool that holds alpha. */
  price(pool: Pool): bigint;
  swap(pool: Pool, order: SwapOrder): SwapOutcome;
  /** Alpha worth a small amount of TAO, slippage left out. */
  alphaAtSpotPrice(pool: Pool, tao: bigint): bigint;
  /** Weight of TAO at which the reserves yield the price (equal weights without one); undefined if none does. */
  initialQuoteWeight(pool: Pool, price: bigint | undefined): bigint | undefined;
  /** Weight of TAO at which both amounts can join at an unchanged price; undefined if a side would weigh too little. */
  quoteWeightAfterAdding(
    pool: Pool,
    added: { readonly tao: bigint; readonly alpha: bigint },
  ): bigint | undefined;
}

/** Source: swap/src/pallet/balancer.rs, swap_step.rs */
export const poolCurve = bySpec<PoolCurve>({
  425: { price: poolPrice, swap, alphaAtSpotPrice, initialQuoteWeight, quoteWeightAfterAdding },
});
