import type { Ctx } from "@ganglion/frame";
import { LastMechansimStepBlock } from "../epoch/storage.ts";
import { getAllSubnetNetuids, ROOT_NETUID } from "../subnets/queries.ts";
import { distributeEmission } from "./distribute.ts";
import { drainPending } from "./drain.ts";
import { emitToSubnets } from "./emit.ts";
import { SubnetRootSellTao } from "./storage.ts";
import {
  getNetworkRootSellFlag,
  getSubnetBlockEmissions,
  getSubnetsToEmitTo,
} from "./subnet-emissions.ts";
import type { Credit } from "./tao.ts";

/**
 * Brings a block's new TAO to the subnets, books its alpha, and runs and pays the epochs that are due.
 * @param credit the block's newly minted TAO
 * Source: coinbase/run_coinbase.rs
 */
export function runCoinbase(ctx: Ctx, credit: Credit): void {
  // Root dividends of the last block were sold after its coinbase.
  SubnetRootSellTao.clear(ctx);
  const subnets = getAllSubnetNetuids(ctx).filter((netuid) => netuid !== ROOT_NETUID);
  const emitting = getSubnetsToEmitTo(ctx, subnets);
  const emissions = getSubnetBlockEmissions(ctx, emitting, credit);
  const paysRoot = getNetworkRootSellFlag(ctx, emitting);
  emitToSubnets(ctx, emitting, { emissions, credit, paysRoot });
  for (const [netuid, pending] of drainPending(ctx, subnets)) {
    distributeEmission(ctx, netuid, pending);
    // Only now: the epoch masks bonds by the block of the last one.
    LastMechansimStepBlock.set(ctx, netuid, ctx.block);
  }
}
