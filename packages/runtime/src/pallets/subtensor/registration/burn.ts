import type { Ctx } from "@ganglion/frame";
import { bumpedBurn, decayedBurn } from "@ganglion/math";
import { type NetUid, rao } from "@ganglion/primitives";
import { shouldRunEpoch } from "../epoch/schedule.ts";
import { getAllSubnetNetuids, ROOT_NETUID } from "../subnets/queries.ts";
import {
  Burn,
  BurnHalfLife,
  BurnIncreaseMult,
  MaxBurn,
  MinBurn,
  RegistrationsThisBlock,
  RegistrationsThisInterval,
} from "./storage.ts";

const boundsOf = (ctx: Ctx, netuid: NetUid) => ({
  minBurn: MinBurn.get(ctx, netuid),
  maxBurn: MaxBurn.get(ctx, netuid),
});

/**
 * Start of a block: every registration price falls a little, and the counters of the block begin anew.
 * Source: subnets/registration.rs
 */
export function updateRegistrationPricesForNetworks(ctx: Ctx): void {
  for (const netuid of getAllSubnetNetuids(ctx)) {
    const burn = Burn.get(ctx, netuid);
    const now = decayedBurn(burn, {
      ...boundsOf(ctx, netuid),
      halfLife: BurnHalfLife.get(ctx, netuid),
      block: ctx.block,
    });
    if (now !== burn) Burn.set(ctx, netuid, rao(now));
    RegistrationsThisBlock.set(ctx, netuid, 0);
    // Root alone admits by interval; nothing advances its last epoch, so past its first tempo this is every block.
    if (netuid === ROOT_NETUID && shouldRunEpoch(ctx, netuid, ctx.block))
      RegistrationsThisInterval.set(ctx, netuid, 0);
  }
}

/** After a registration the next one costs more, already in the same block. Source: subnets/registration.rs */
export function bumpRegistrationPriceAfterRegistration(ctx: Ctx, netuid: NetUid): void {
  if (netuid === ROOT_NETUID) return;
  const bumped = bumpedBurn(Burn.get(ctx, netuid), {
    ...boundsOf(ctx, netuid),
    multiplier: BurnIncreaseMult.get(ctx, netuid),
  });
  Burn.set(ctx, netuid, rao(bumped));
}
