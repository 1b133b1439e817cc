import { U64F64, U96F32 } from "../fixed/formats.ts";
import { movingAlphaPrice } from "./moving-price.ts";

export interface SubnetForShares {
  readonly netuid: number;
  /** 1 for a pool of its own, 0 for one that trades 1:1 with TAO. */
  readonly mechanism: number;
  /** SubnetMovingPrice, I96F32 bits. */
  readonly movingPrice: bigint;
  /** MinerBurned, U96F32 bits: the part of miner emission that the owner withheld. */
  readonly minerBurned: bigint;
  readonly emissionEnabled: boolean;
}

export interface SubnetShare {
  readonly netuid: number;
  /** U64F64 bits, before subnets without TAO emission are taken out. */
  readonly share: bigint;
  /** TAO of this block for the subnet, U96F32 bits of rao. */
  readonly emission: bigint;
}

interface Weighted {
  readonly netuid: number;
  readonly share: bigint;
}

function saturatingSum(values: readonly bigint[]): bigint {
  return values.reduce((sum, value) => U64F64.saturatingAdd(sum, value), 0n);
}

// price / Σ prices, then × (1 − burned) and normalised again; plain price shares if all burn all.
function shares(subnets: readonly SubnetForShares[]): Weighted[] {
  const prices = subnets.map(movingAlphaPrice);
  const total = saturatingSum(prices);
  const byPrice = subnets.map((subnet, i) => ({
    netuid: subnet.netuid,
    share: U64F64.safeDiv(prices[i] ?? 0n, total),
  }));
  const weighted = subnets.map((subnet, i) => {
    const kept = U64F64.saturatingSub(U64F64.one, U64F64.from(U96F32, subnet.minerBurned));
    return U64F64.saturatingMul(byPrice[i]?.share ?? 0n, kept);
  });
  const sum = saturatingSum(weighted);
  if (sum === 0n) return byPrice;
  return byPrice.map(({ netuid }, i) => ({
    netuid,
    share: U64F64.safeDiv(weighted[i] ?? 0n, sum),
  }));
}

/**
 * How a block's TAO is split over the subnets that may emit, by smoothed price. A subnet without
 * TAO emission leaves its share to the others.
 * @param blockEmission rao (u64)
 * @param subnets each netuid once, any order
 * @returns one entry per subnet, ascending by netuid
 * Source: pallets/subtensor/src/coinbase/subnet_emissions.rs
 */
export function subnetShares(
  blockEmission: bigint,
  subnets: readonly SubnetForShares[],
): SubnetShare[] {
  const ordered = [...subnets].sort((a, b) => a.netuid - b.netuid);
  const all = shares(ordered);
  const enabled = all.filter((_, i) => ordered[i]?.emissionEnabled);
  const enabledSum = saturatingSum(enabled.map(({ share }) => share));
  const someDisabled = enabled.length < all.length;
  const block = U64F64.from(U96F32, U96F32.fromInteger(blockEmission));
  return all.map(({ netuid, share }, i) => {
    const own = ordered[i]?.emissionEnabled ? U64F64.safeDiv(share, enabledSum) : 0n;
    const emission = U64F64.saturatingMul(block, someDisabled ? own : share);
    return { netuid, share, emission: U96F32.from(U64F64, emission) };
  });
}

/**
 * Whether root dividends are sold this block: the smoothed prices sum to more than 1.
 * Source: pallets/subtensor/src/coinbase/run_coinbase.rs, get_network_root_sell_flag
 */
export function rootSellFlag(
  subnets: readonly Pick<SubnetForShares, "netuid" | "mechanism" | "movingPrice">[],
): boolean {
  return U64F64.wrappingSum(subnets.map(movingAlphaPrice)) > U64F64.one;
}
