import { Swap } from "@ganglion/runtime";
import { changeOf, type Law, NOTHING, S, type Step } from "./law.ts";
import { accountOfSubnet } from "./subnet-accounts-cover-reserves.ts";

const FULL = 65_535n;
/** What a price limit may leave of one purchase, rao: two roundings. */
const LEFT_OVER = 4n;

/** Fees of registrations: a part of what was paid into the pool, which no event tells. */
function registrationFees(step: Step): bigint {
  const paid = new Map<string, bigint>();
  let fees = 0n;
  for (const { event, data } of step.happened.events) {
    const fields = data as Readonly<Record<string, never>>;
    if (event.pallet === "Balances" && event.name === "Transfer")
      paid.set(fields["to"]!, BigInt(fields["amount"]!));
    if (event.pallet !== "SubtensorModule" || event.name !== "NeuronRegistered") continue;
    const netuid = fields["netuid"]! as never;
    if (netuid === 0) continue;
    const rate = BigInt(Swap.storage.FeeRate.get(step.happened.ctx, netuid));
    fees += ((paid.get(accountOfSubnet(netuid)) ?? 0n) * rate) / FULL;
  }
  return fees;
}

/**
 * TotalStake counts what is paid for alpha with its fee, pools without: so it moves as all pools together and
 * by the fees. A purchase that a price limit binds leaves a rao or two in neither.
 */
export function totalStakeFollowsPools(): Law {
  return {
    sentence: "TotalStake moves with the TAO in pools and the fees paid to buy.",
    step(step) {
      // The fee of a registration can't be told once the rate has changed in the same extrinsic.
      if (step.happened.ran.includes("Swap.set_fee_rate")) return NOTHING;
      // It stops at zero: genesis invents a pool that was never counted.
      if (S.TotalStake.get(step.happened.ctx) === 0n) return NOTHING;
      const moved = changeOf(step.changes(S.TotalStake)) - changeOf(step.changes(S.SubnetTAO));
      const fees = step.total("SubtensorModule", "StakeAdded", "fee") + registrationFees(step);
      const bought = step.events("SubtensorModule", "StakeAdded").length;
      const most = LEFT_OVER * BigInt(bought + (step.happened.kind === "start" ? 8 : 0));
      const rest = moved - fees;
      return rest >= 0n && rest <= most
        ? NOTHING
        : [`${rest} rao beside pools and fees of ${fees}`];
    },
  };
}
