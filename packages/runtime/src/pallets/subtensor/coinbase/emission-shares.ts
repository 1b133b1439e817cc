import { rootSellFlag, type SubnetForShares, type SubnetShare, subnetShares } from "@ganglion/math";
import { bySpec } from "../../../by-spec.ts";

/** How the TAO of a block is shared among the subnets. */
export interface EmissionShares {
  /**
   * @param blockEmission rao
   * @returns ascending by netuid; emission as U96F32 bits of rao
   */
  split(blockEmission: bigint, subnets: readonly SubnetForShares[]): SubnetShare[];
  /** True if root's dividends are paid, false if they are recycled. */
  sellsRoot(subnets: readonly SubnetForShares[]): boolean;
}

/** Source: coinbase/subnet_emissions.rs, coinbase/run_coinbase.rs */
export const emissionShares = bySpec<EmissionShares>({
  425: { split: subnetShares, sellsRoot: rootSellFlag },
});
