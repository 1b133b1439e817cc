import type { Ctx } from "@ganglion/frame";
import { movingAlphaPrice, saturatingAddU64 } from "@ganglion/math";
import type { NetUid } from "@ganglion/primitives";
import { SubnetMovingPrice } from "../coinbase/storage.ts";
import { ROOT_NETUID } from "./queries.ts";
import {
  NetworkImmunityPeriod,
  NetworkRegisteredAt,
  NetworksAdded,
  SubnetMechanism,
} from "./storage.ts";

/**
 * The subnet that makes room for a new one: of those past their immunity the one with the lowest moving
 * price, of equals the oldest. Source: coinbase/root.rs, get_network_to_prune
 */
export function getNetworkToPrune(ctx: Ctx): NetUid | undefined {
  const immunity = NetworkImmunityPeriod.get(ctx);
  let best: { netuid: NetUid; price: bigint; registeredAt: bigint } | undefined;
  for (const [[netuid], added] of NetworksAdded.entries(ctx)) {
    if (!added || netuid === ROOT_NETUID) continue;
    const registeredAt = NetworkRegisteredAt.get(ctx, netuid);
    if (ctx.block < saturatingAddU64(registeredAt, immunity)) continue;
    const price = movingAlphaPrice({
      netuid,
      mechanism: SubnetMechanism.get(ctx, netuid),
      movingPrice: SubnetMovingPrice.get(ctx, netuid),
    });
    if (
      best === undefined ||
      price < best.price ||
      (price === best.price && registeredAt < best.registeredAt)
    )
      best = { netuid, price, registeredAt };
  }
  return best?.netuid;
}
