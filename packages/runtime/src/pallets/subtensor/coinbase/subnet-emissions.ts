import type { StateCtx } from "@ganglion/frame";
import type { SubnetForShares, SubnetShare } from "@ganglion/math";
import type { NetUid } from "@ganglion/primitives";
import { ROOT_NETUID } from "../subnets/queries.ts";
import {
  FirstEmissionBlockNumber,
  NetworkRegistrationAllowed,
  SubnetMechanism,
  SubtokenEnabled,
} from "../subnets/storage.ts";
import { emissionShares } from "./emission-shares.ts";
import { MinerBurned, SubnetEmissionEnabled, SubnetMovingPrice } from "./storage.ts";

/** Those of the subnets that were started and take registrations; root never. Source: coinbase/subnet_emissions.rs */
export function getSubnetsToEmitTo(ctx: StateCtx, netuids: readonly NetUid[]): NetUid[] {
  return netuids.filter(
    (netuid) =>
      netuid !== ROOT_NETUID &&
      FirstEmissionBlockNumber.has(ctx, netuid) &&
      SubtokenEnabled.get(ctx, netuid) &&
      NetworkRegistrationAllowed.get(ctx, netuid),
  );
}

function forShares(ctx: StateCtx, netuid: NetUid): SubnetForShares {
  return {
    netuid,
    mechanism: SubnetMechanism.get(ctx, netuid),
    movingPrice: SubnetMovingPrice.get(ctx, netuid),
    minerBurned: MinerBurned.get(ctx, netuid),
    emissionEnabled: SubnetEmissionEnabled.get(ctx, netuid),
  };
}

/**
 * How a block's TAO is shared: by smoothed price, less what a subnet withholds from its miners.
 * @param blockEmission rao
 * @returns ascending by netuid; emission as U96F32 bits of rao
 * Source: coinbase/subnet_emissions.rs
 */
export function getSubnetBlockEmissions(
  ctx: StateCtx,
  netuids: readonly NetUid[],
  blockEmission: bigint,
): SubnetShare[] {
  return emissionShares(ctx).split(
    blockEmission,
    netuids.map((netuid) => forShares(ctx, netuid)),
  );
}

/** True if root's dividends are paid this block, false if they are recycled. Source: coinbase/run_coinbase.rs */
export function getNetworkRootSellFlag(ctx: StateCtx, netuids: readonly NetUid[]): boolean {
  return emissionShares(ctx).sellsRoot(netuids.map((netuid) => forShares(ctx, netuid)));
}
