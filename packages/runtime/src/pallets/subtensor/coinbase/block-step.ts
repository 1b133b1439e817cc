import type { Ctx } from "@ganglion/frame";
import { DRAND } from "../../drand/timelock.ts";
import { ParentHash } from "../../system/storage.ts";
import { doSetPendingChildren } from "../children/set-children.ts";
import { LastEpochBlock } from "../epoch/storage.ts";
import { updateRegistrationPricesForNetworks } from "../registration/burn.ts";
import { runAutoClaimRootDivs } from "../root/claim-root.ts";
import {
  populateRootColdkeyStakingMaps,
  populateRootColdkeyStakingMapsV2,
} from "../root/coldkey-index.ts";
import { getAllSubnetNetuids } from "../subnets/queries.ts";
import { getBlockEmission } from "./block-emission.ts";
import { updateMovingPrices, updateRootProp } from "./prices.ts";
import { revealCrv3Commits } from "./reveal-commits.ts";
import { runCoinbase } from "./run-coinbase.ts";

/** Children that were waiting come into force with the epoch of their subnet. */
function trySetPendingChildren(ctx: Ctx): void {
  for (const netuid of getAllSubnetNetuids(ctx))
    if (LastEpochBlock.get(ctx, netuid) === ctx.block) doSetPendingChildren(ctx, netuid);
}

/**
 * What happens at the start of every block, before any extrinsic. The order is part of the rules: prices and
 * proportions are used before they are updated.
 * Source: coinbase/block_step.rs
 */
export function blockStep(ctx: Ctx): void {
  updateRegistrationPricesForNetworks(ctx);
  const minted = getBlockEmission(ctx);
  revealCrv3Commits(ctx, DRAND);
  runCoinbase(ctx, minted);
  updateMovingPrices(ctx);
  updateRootProp(ctx);
  trySetPendingChildren(ctx);
  runAutoClaimRootDivs(ctx, ParentHash.get(ctx));
  populateRootColdkeyStakingMaps(ctx);
  populateRootColdkeyStakingMapsV2(ctx);
}
