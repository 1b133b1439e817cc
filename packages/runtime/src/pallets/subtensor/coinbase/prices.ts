import type { Ctx, StateCtx } from "@ganglion/frame";
import { movingAlphaPrice, nextMovingPrice, rootProportion as proportionOf } from "@ganglion/math";
import type { NetUid } from "@ganglion/primitives";
import { currentAlphaPrice } from "../../swap/queries.ts";
import { RootProp, TaoWeight } from "../root/storage.ts";
import { getAllSubnetNetuids, ROOT_NETUID } from "../subnets/queries.ts";
import { FirstEmissionBlockNumber, SubnetMechanism } from "../subnets/storage.ts";
import { getAlphaIssuance } from "./alpha.ts";
import { EMAPriceHalvingBlocks, SubnetMovingAlpha, SubnetMovingPrice } from "./storage.ts";
import { getSubnetsToEmitTo } from "./subnet-emissions.ts";
import { getSubnetTao } from "./tao.ts";

/** Smoothed price of a subnet's alpha, U64F64; 1 for root and where alpha is worth a TAO. Source: staking/stake_utils.rs */
export function getMovingAlphaPrice(ctx: StateCtx, netuid: NetUid): bigint {
  return movingAlphaPrice({
    netuid,
    mechanism: SubnetMechanism.get(ctx, netuid),
    movingPrice: SubnetMovingPrice.get(ctx, netuid),
  });
}

/** Moves the smoothed price a little towards the spot price. Source: staking/stake_utils.rs */
export function updateMovingPrice(ctx: Ctx, netuid: NetUid): void {
  const next = nextMovingPrice({
    block: ctx.block,
    firstEmissionBlock: FirstEmissionBlockNumber.get(ctx, netuid) ?? 0n,
    halvingBlocks: EMAPriceHalvingBlocks.get(ctx, netuid),
    movingAlpha: SubnetMovingAlpha.get(ctx),
    movingPrice: getMovingAlphaPrice(ctx, netuid),
    price: currentAlphaPrice(ctx, netuid),
  });
  SubnetMovingPrice.set(ctx, netuid, next);
}

/** After the coinbase used the old ones. Source: coinbase/block_step.rs */
export function updateMovingPrices(ctx: Ctx): void {
  for (const netuid of getSubnetsToEmitTo(ctx, getAllSubnetNetuids(ctx)))
    updateMovingPrice(ctx, netuid);
}

/** Root's part of a subnet's dividends, U96F32 in 0..1. Source: coinbase/block_step.rs */
export function rootProportion(ctx: StateCtx, netuid: NetUid): bigint {
  const rootTao = getSubnetTao(ctx, ROOT_NETUID);
  return proportionOf(rootTao, TaoWeight.get(ctx), getAlphaIssuance(ctx, netuid));
}

/** Writes each emitting subnet's root proportion for those who read it. Source: coinbase/block_step.rs */
export function updateRootProp(ctx: Ctx): void {
  for (const netuid of getSubnetsToEmitTo(ctx, getAllSubnetNetuids(ctx)))
    RootProp.set(ctx, netuid, rootProportion(ctx, netuid));
}
