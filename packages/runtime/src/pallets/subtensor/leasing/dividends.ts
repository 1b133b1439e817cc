import { type Ctx, Refusal, tolerate } from "@ganglion/frame";
import { saturatingAddU64, saturatingSubUnsigned, U64F64 } from "@ganglion/math";
import { type AccountId, type Alpha, alpha } from "@ganglion/primitives";
import { Constants } from "../constants.ts";
import { Events } from "../events.ts";
import { transferStakeWithinSubnet } from "../staking/transfer-within.ts";
import type { SubnetLease } from "../types.ts";
import { AccumulatedLeaseDividends, SubnetLeaseShares, SubnetLeases } from "./storage.ts";

/** A part of 100, rounded up. Source: sp_arithmetic Percent::mul_ceil */
const percentCeil = (percent: number, amount: bigint): bigint =>
  (amount * BigInt(percent) + 99n) / 100n;

/** A part in U64F64, rounded up to whole units. */
function shareCeil(share: bigint, total: Alpha): Alpha {
  const exact = U64F64.saturatingMul(share, U64F64.fromInteger(total));
  return alpha(U64F64.toUnsigned(U64F64.saturatingAdd(exact, U64F64.one - 1n), 64));
}

/**
 * Sets the contributors' part of an owner's cut aside, and now and then pays out what came together.
 * A payout that is refused (as when a share is below the least stake) waits for the next one.
 * @param ownerCut what the lease's coldkey was just paid
 * Source: subnets/leasing.rs
 */
export function distributeLeasedNetworkDividends(ctx: Ctx, leaseId: number, ownerCut: Alpha): void {
  const lease = SubnetLeases.get(ctx, leaseId);
  if (lease === undefined) return;
  if (lease.endBlock !== undefined && lease.endBlock <= ctx.block) return;
  const part = percentCeil(lease.emissionsShare, ownerCut);
  const total = alpha(saturatingAddU64(AccumulatedLeaseDividends.get(ctx, leaseId), part));
  AccumulatedLeaseDividends.set(ctx, leaseId, total);
  const interval = BigInt(Constants.LeaseDividendsDistributionInterval.get(ctx));
  if (ctx.block % interval !== 0n) return;
  const paid = tolerate(() => ctx.transaction(() => payOut(ctx, leaseId, { lease, total })));
  if (!(paid instanceof Refusal)) AccumulatedLeaseDividends.set(ctx, leaseId, alpha(0n));
}

/** Each contributor by its share, rounded up; the beneficiary what is left. */
function payOut(
  ctx: Ctx,
  leaseId: number,
  { lease, total }: { readonly lease: SubnetLease; readonly total: Alpha },
): void {
  const { hotkey, netuid } = lease;
  const pay = (coldkey: AccountId, amount: Alpha): void => {
    const from = { hotkey, coldkey: lease.coldkey, netuid };
    transferStakeWithinSubnet(ctx, from, { hotkey, coldkey, netuid }, amount);
    ctx.deposit(
      Events.SubnetLeaseDividendsDistributed({ leaseId, contributor: coldkey, alpha: amount }),
    );
  };
  let distributed = 0n;
  for (const [[, contributor], share] of SubnetLeaseShares.entries(ctx, leaseId)) {
    const amount = shareCeil(share, total);
    pay(contributor, amount);
    distributed = saturatingAddU64(distributed, amount);
  }
  pay(lease.beneficiary, alpha(saturatingSubUnsigned(total, distributed)));
}
