import type { Ctx } from "@ganglion/frame";
import { saturatingAddU64 } from "@ganglion/math";
import { alpha, type NetUid } from "@ganglion/primitives";
import { epochWithMechanisms } from "../epoch/run-epoch.ts";
import { calculateDividendDistribution } from "./dividend-shares.ts";
import type { PendingEmission } from "./drain.ts";
import { calculateDividendsAndIncentives } from "./parent-dividends.ts";
import {
  Payments,
  payAlphaDividends,
  payIncentives,
  payOwnerCut,
  payRootDividends,
} from "./pay.ts";

/**
 * Runs a subnet's epoch and pays what piled up: the owner's cut, miners by incentive, validators and their
 * nominators by dividends. If no miner earned anything, validators get the miners' half too.
 * Source: coinbase/run_coinbase.rs, distribute_emission
 */
export function distributeEmission(ctx: Ctx, netuid: NetUid, pending: PendingEmission): void {
  const { server, validator, root, ownerCut } = pending;
  const total = saturatingAddU64(saturatingAddU64(server, validator), root);
  const emissions = epochWithMechanisms(ctx, netuid, alpha(total));
  const minersEarned = emissions.some(({ incentive }) => incentive !== 0n);
  const forValidators = minersEarned ? validator : saturatingAddU64(validator, server);
  const { incentives, dividends } = calculateDividendsAndIncentives(ctx, netuid, emissions);
  const shares = calculateDividendDistribution(ctx, netuid, dividends, {
    validator: alpha(forValidators),
    root,
  });
  payOwnerCut(ctx, netuid, ownerCut);
  const payments = new Payments(ctx, netuid);
  payIncentives(ctx, netuid, incentives, payments);
  payAlphaDividends(ctx, netuid, shares.alphaDividends, payments);
  payRootDividends(ctx, netuid, shares.rootAlphaDividends, payments);
}
