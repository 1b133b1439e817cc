import { type Ctx, ensure, ensureSigned, type Origin } from "@ganglion/frame";
import type { AccountId } from "@ganglion/primitives";
import { removeProxyDelegate } from "../../proxy/proxies.ts";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { coldkeyOwnsHotkey } from "../keys/accounts.ts";
import { setSubnetOwnerHotkey } from "../subnets/owner-hotkey.ts";
import { SubnetOwner } from "../subnets/storage.ts";
import { letGo } from "./accounts.ts";
import { AccumulatedLeaseDividends, SubnetLeaseShares, SubnetLeases } from "./storage.ts";

/**
 * Ends a lease that has run out: the subnet is the beneficiary's. Dividends that wait are not paid any more,
 * and the subnet's netuid goes on naming the lease.
 * @param hotkey the subnet's new owner hotkey
 * @returns how many shares there were
 * @throws Refusal BadOrigin, LeaseDoesNotExist, ExpectedBeneficiaryOrigin, LeaseHasNoEndBlock, LeaseHasNotEnded,
 *   BeneficiaryDoesNotOwnHotkey, CannotUseSystemAccount, Proxy.NotFound
 * Source: subnets/leasing.rs
 */
export function doTerminateLease(
  ctx: Ctx,
  origin: Origin,
  { leaseId, hotkey }: { readonly leaseId: number; readonly hotkey: AccountId },
): number {
  const who = ensureSigned(origin);
  const lease = SubnetLeases.get(ctx, leaseId);
  ensure(lease !== undefined, Errors.LeaseDoesNotExist);
  const { beneficiary, netuid, endBlock } = lease;
  ensure(beneficiary === who, Errors.ExpectedBeneficiaryOrigin);
  ensure(endBlock !== undefined, Errors.LeaseHasNoEndBlock);
  ensure(ctx.block >= endBlock, Errors.LeaseHasNotEnded);
  ensure(coldkeyOwnsHotkey(ctx, beneficiary, hotkey), Errors.BeneficiaryDoesNotOwnHotkey);
  SubnetOwner.set(ctx, netuid, beneficiary);
  setSubnetOwnerHotkey(ctx, netuid, hotkey);
  letGo(ctx, lease);
  const shares = SubnetLeaseShares.clear(ctx, leaseId);
  AccumulatedLeaseDividends.remove(ctx, leaseId);
  SubnetLeases.remove(ctx, leaseId);
  removeProxyDelegate(ctx, {
    delegator: lease.coldkey,
    delegatee: beneficiary,
    proxyType: "SubnetLeaseBeneficiary",
    delay: 0,
  });
  ctx.deposit(Events.SubnetLeaseTerminated({ beneficiary, netuid }));
  return shares;
}
