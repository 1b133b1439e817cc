import type { StateCtx } from "@ganglion/frame";
import { U64F64 } from "@ganglion/math";
import { currentAlphaPrice } from "../../swap/queries.ts";
import { ROOT_NETUID } from "./queries.ts";
import { NetworksAdded } from "./storage.ts";

/**
 * Median spot price of the subnets that have one, U64F64 bits; 1.0 if none has.
 * Source: staking/stake_utils.rs, get_median_subnet_alpha_price
 */
export function getMedianSubnetAlphaPrice(ctx: StateCtx): bigint {
  const prices = NetworksAdded.entries(ctx)
    .filter(([[netuid], added]) => added && netuid !== ROOT_NETUID)
    .map(([[netuid]]) => currentAlphaPrice(ctx, netuid))
    .filter((price) => price > 0n)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  if (prices.length === 0) return U64F64.one;
  const lower = prices[Math.floor((prices.length - 1) / 2)]!;
  const upper = prices[Math.floor(prices.length / 2)]!;
  return prices.length % 2 === 1
    ? upper
    : U64F64.safeDiv(U64F64.saturatingAdd(lower, upper), U64F64.fromInteger(2));
}
