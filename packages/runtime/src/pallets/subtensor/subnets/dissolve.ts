import { type Ctx, ensure } from "@ganglion/frame";
import type { NetUid } from "@ganglion/primitives";
import { purgeNetuid } from "../../commitments/purge.ts";
import { clearProtocolLiquidity } from "../../swap/queries.ts";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { finalizeAllSubnetRootDividends } from "../root/claimed.ts";
import { destroyAlphaInOutStakes } from "./destroy-stakes.ts";
import { ifSubnetExist, ROOT_NETUID } from "./queries.ts";
import { removeNetwork } from "./remove.ts";

/**
 * Ends a subnet: unclaimed root dividends lapse, its TAO goes to those who hold its alpha, and all that
 * is stored for it goes, what its neurons published included.
 * @throws Refusal SubnetNotExists
 * Source: coinbase/root.rs, do_dissolve_network
 */
export function doDissolveNetwork(ctx: Ctx, netuid: NetUid): void {
  ensure(ifSubnetExist(ctx, netuid) && netuid !== ROOT_NETUID, Errors.SubnetNotExists);
  finalizeAllSubnetRootDividends(ctx, netuid);
  destroyAlphaInOutStakes(ctx, netuid);
  clearProtocolLiquidity(ctx, netuid);
  purgeNetuid(ctx, netuid);
  removeNetwork(ctx, netuid);
  ctx.deposit(Events.NetworkRemoved({ netuid }));
}
