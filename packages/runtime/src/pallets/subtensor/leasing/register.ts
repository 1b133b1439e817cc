import {
  type Ctx,
  ensure,
  ensureSigned,
  type Origin,
  type StateCtx,
  signed,
} from "@ganglion/frame";
import { U64F64 } from "@ganglion/math";
import { type AccountId, type NetUid, type Rao, rao } from "@ganglion/primitives";
import { freeBalance, transfer } from "../../balances/currency.ts";
import { existing } from "../../crowdloan/crowdloans.ts";
import { Errors as CrowdloanErrors } from "../../crowdloan/errors.ts";
import { Contributions, CurrentCrowdloanId } from "../../crowdloan/storage.ts";
import { addProxyDelegate } from "../../proxy/proxies.ts";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { delegateHotkey } from "../staking/takes.ts";
import { DYNAMIC_MECHANISM, doRegisterNetwork } from "../subnets/create.ts";
import { SubnetOwner } from "../subnets/storage.ts";
import { keepAlive, leaseKeys } from "./accounts.ts";
import {
  NextSubnetLeaseId,
  SubnetLeaseShares,
  SubnetLeases,
  SubnetUidToLeaseId,
} from "./storage.ts";

const U32_MAX = 0xffff_ffff;

/**
 * Registers a subnet with the money of the crowdloan that is being finalized. Keys that nobody has own it;
 * the crowdloan's creator may run it by proxy. What the registration didn't take goes back by shares.
 * @param emissionsShare percent of the owner's cut that the contributors share
 * @param endBlock until when; without it for ever
 * @returns how many contributors the crowdloan had
 * @throws Refusal BadOrigin, Crowdloan.InvalidCrowdloanId outside of a finalization, InvalidLeaseBeneficiary,
 *   LeaseCannotEndInThePast, Overflow, LeaseNetuidNotFound, and as transfers, `doRegisterNetwork`, `addProxyDelegate`
 * Source: subnets/leasing.rs
 */
export function doRegisterLeasedNetwork(
  ctx: Ctx,
  origin: Origin,
  terms: { readonly emissionsShare: number; readonly endBlock: number | undefined },
): number {
  const beneficiary = ensureSigned(origin);
  const crowdloanId = CurrentCrowdloanId.get(ctx);
  ensure(crowdloanId !== undefined, CrowdloanErrors.InvalidCrowdloanId);
  const { creator, fundsAccount, raised, contributorsCount } = existing(ctx, crowdloanId);
  ensure(beneficiary === creator, Errors.InvalidLeaseBeneficiary);
  const { endBlock } = terms;
  ensure(endBlock === undefined || endBlock > ctx.block, Errors.LeaseCannotEndInThePast);

  const leaseId = NextSubnetLeaseId.get(ctx);
  ensure(leaseId < U32_MAX, Errors.Overflow);
  NextSubnetLeaseId.set(ctx, leaseId + 1);
  const keys = leaseKeys(leaseId);
  const { coldkey, hotkey } = keys;
  keepAlive(ctx, keys);
  move(ctx, fundsAccount, { to: coldkey, amount: raised });
  const subnet = { hotkey, mechanism: DYNAMIC_MECHANISM, identity: undefined };
  doRegisterNetwork(ctx, signed(coldkey), subnet);
  const netuid = subnetOf(ctx, coldkey);
  ensure(netuid !== undefined, Errors.LeaseNetuidNotFound);
  addProxyDelegate(ctx, {
    delegator: coldkey,
    delegatee: beneficiary,
    proxyType: "SubnetLeaseBeneficiary",
    delay: 0,
  });
  const leftover = freeBalance(ctx, coldkey);
  const cost = rao(raised > leftover ? raised - leftover : 0n);
  SubnetLeases.set(ctx, leaseId, { beneficiary, ...keys, ...terms, netuid, cost });
  SubnetUidToLeaseId.set(ctx, netuid, leaseId);
  // All dividends of its nominators, who are the contributors, are theirs.
  delegateHotkey(ctx, hotkey, 0);

  const paid = shareOut(ctx, { leaseId, crowdloanId, coldkey, beneficiary, raised, leftover });
  const rest = leftover > paid ? leftover - paid : 0n;
  move(ctx, coldkey, { to: beneficiary, amount: rest });
  ctx.deposit(Events.SubnetLeaseCreated({ beneficiary, leaseId, netuid, endBlock }));
  return contributorsCount;
}

/**
 * Notes each contributor's share but the beneficiary's, who has what is left, and pays its part of the leftover.
 * @returns how much was paid, rao
 */
function shareOut(
  ctx: Ctx,
  of: {
    readonly leaseId: number;
    readonly crowdloanId: number;
    readonly coldkey: AccountId;
    readonly beneficiary: AccountId;
    readonly raised: Rao;
    readonly leftover: Rao;
  },
): bigint {
  const { leaseId, crowdloanId, coldkey, beneficiary, leftover } = of;
  const raised = U64F64.fromInteger(of.raised);
  let paid = 0n;
  for (const [[, contributor], given] of Contributions.entries(ctx, crowdloanId)) {
    if (contributor === beneficiary) continue;
    const share = U64F64.saturatingDiv(U64F64.fromInteger(given), raised);
    SubnetLeaseShares.set(ctx, leaseId, contributor, share);
    const part = U64F64.saturatingMul(share, U64F64.fromInteger(leftover));
    const amount = U64F64.toUnsigned(part, 64);
    move(ctx, coldkey, { to: contributor, amount });
    paid += amount;
  }
  return paid;
}

function move(
  ctx: Ctx,
  from: AccountId,
  { to, amount }: { readonly to: AccountId; readonly amount: bigint },
): void {
  transfer(ctx, { from, to, amount, preservation: "expendable" });
}

/** The lease's coldkey owns one subnet, the one that was just made. */
function subnetOf(ctx: StateCtx, coldkey: AccountId): NetUid | undefined {
  return SubnetOwner.entries(ctx).find(([, owner]) => owner === coldkey)?.[0][0];
}
