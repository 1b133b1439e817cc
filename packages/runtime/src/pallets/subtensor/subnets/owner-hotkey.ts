import { type Ctx, ensure, type Origin } from "@ganglion/frame";
import type { AccountId, NetUid } from "@ganglion/primitives";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { passesRateLimitOnSubnet, setLastBlockOnSubnet } from "../keys/rate-limits.ts";
import { ensureSubnetOwnerOrRoot } from "../owner-rights.ts";
import { ifSubnetExist, isSubnetAccountId } from "./queries.ts";
import { SubnetOwnerHotkey } from "./storage.ts";

/** @throws Refusal CannotUseSystemAccount if the hotkey is a subnet's own account. Source: utils/misc.rs */
export function setSubnetOwnerHotkey(ctx: Ctx, netuid: NetUid, hotkey: AccountId): void {
  ensure(isSubnetAccountId(ctx, hotkey) === undefined, Errors.CannotUseSystemAccount);
  SubnetOwnerHotkey.set(ctx, netuid, hotkey);
  ctx.deposit(Events.SubnetOwnerHotkeySet({ netuid, hotkey }));
}

/**
 * Another hotkey for the subnet's owner, once a week. AdminUtils offers it to owners and root.
 * @throws Refusal BadOrigin, SubnetNotExists, TxRateLimitExceeded, CannotUseSystemAccount
 * Source: subnets/subnet.rs
 */
export function doSetSnOwnerHotkey(
  ctx: Ctx,
  origin: Origin,
  netuid: NetUid,
  hotkey: AccountId,
): void {
  ensureSubnetOwnerOrRoot(ctx, origin, netuid);
  ensure(ifSubnetExist(ctx, netuid), Errors.SubnetNotExists);
  ensure(
    passesRateLimitOnSubnet(ctx, "SetSNOwnerHotkey", hotkey, netuid),
    Errors.TxRateLimitExceeded,
  );
  setLastBlockOnSubnet(ctx, "SetSNOwnerHotkey", hotkey, netuid, ctx.block);
  setSubnetOwnerHotkey(ctx, netuid, hotkey);
}
