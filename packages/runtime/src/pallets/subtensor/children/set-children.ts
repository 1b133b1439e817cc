import { type Ctx, ensure, Refusal, tolerate } from "@ganglion/frame";
import { saturatingAddU64, U64_MAX } from "@ganglion/math";
import type { AccountId, NetUid } from "@ganglion/primitives";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { coldkeyOwnsHotkey, getOwningColdkeyForHotkey } from "../keys/accounts.ts";
import { passesRateLimitOnSubnet, setLastBlockOnSubnet } from "../keys/rate-limits.ts";
import { Keys } from "../registration/storage.ts";
import { getTotalStakeForHotkey } from "../staking/accounts.ts";
import { StakeThreshold } from "../staking/storage.ts";
import { ifSubnetExist, ROOT_NETUID } from "../subnets/queries.ts";
import { SubnetOwnerHotkey, SubtokenEnabled } from "../subnets/storage.ts";
import { getAutoParentDelegationEnabled, type Relation } from "./queries.ts";
import {
  ensurePendingConsistency,
  loadChildParentRelations,
  loadRelationsFromPending,
  persistChildParentRelations,
} from "./relations.ts";
import { PendingChildKeyCooldown, PendingChildKeys } from "./storage.ts";

/** Makes them the hotkey's children, unless relations became inconsistent in the meantime: then nothing. */
function persistPendingChildrenOk(
  ctx: Ctx,
  netuid: NetUid,
  hotkey: AccountId,
  children: readonly Relation[],
): void {
  const done = tolerate(() => {
    const relations = loadRelationsFromPending(ctx, hotkey, netuid, children);
    persistChildParentRelations(ctx, relations, netuid);
  });
  if (done instanceof Refusal) return;
  ctx.deposit(Events.SetChildren({ hotkey, netuid, children }));
}

/** A hotkey and who its children shall be. */
interface Wish {
  readonly hotkey: AccountId;
  readonly netuid: NetUid;
  readonly children: readonly Relation[];
}

/** At once before the subnet's start call, after a cooldown else. */
function scheduleOrApply(ctx: Ctx, { hotkey, netuid, children }: Wish): void {
  if (!SubtokenEnabled.get(ctx, netuid)) {
    persistPendingChildrenOk(ctx, netuid, hotkey, children);
    return;
  }
  const cooldownBlock = saturatingAddU64(ctx.block, PendingChildKeyCooldown.get(ctx));
  PendingChildKeys.set(ctx, netuid, hotkey, [children, cooldownBlock]);
  ctx.deposit(Events.SetChildrenScheduled({ hotkey, netuid, cooldownBlock, children }));
}

/** A parent needs own stake; the subnet owner's hotkey doesn't. */
function mayBeParent(ctx: Ctx, hotkey: AccountId, netuid: NetUid): boolean {
  return (
    getTotalStakeForHotkey(ctx, hotkey) >= StakeThreshold.get(ctx) ||
    (SubnetOwnerHotkey.has(ctx, netuid) && SubnetOwnerHotkey.get(ctx, netuid) === hotkey)
  );
}

/**
 * Chooses new children for a hotkey.
 * @throws Refusal TxRateLimitExceeded, RegistrationNotPermittedOnRootSubnet, SubnetNotExists,
 *   NonAssociatedColdKey, DuplicateChild, InvalidChild, TooManyChildren, ProportionOverflow,
 *   ChildParentInconsistency, NotEnoughStakeToSetChildkeys
 * Source: staking/set_children.rs
 */
export function doScheduleChildren(ctx: Ctx, coldkey: AccountId, wish: Wish): void {
  const { hotkey, netuid, children } = wish;
  ensure(passesRateLimitOnSubnet(ctx, "SetChildren", hotkey, netuid), Errors.TxRateLimitExceeded);
  ensure(netuid !== ROOT_NETUID, Errors.RegistrationNotPermittedOnRootSubnet);
  ensure(ifSubnetExist(ctx, netuid), Errors.SubnetNotExists);
  ensure(coldkeyOwnsHotkey(ctx, coldkey, hotkey), Errors.NonAssociatedColdKey);
  const named = new Set(children.map(([, child]) => child));
  ensure(named.size === children.length, Errors.DuplicateChild);
  ensurePendingConsistency(loadChildParentRelations(ctx, hotkey, netuid), children);
  ensure(
    children.length === 0 || mayBeParent(ctx, hotkey, netuid),
    Errors.NotEnoughStakeToSetChildkeys,
  );
  setLastBlockOnSubnet(ctx, "SetChildren", hotkey, netuid, ctx.block);
  scheduleOrApply(ctx, wish);
}

/** Brings children into force whose cooldown is over. Source: staking/set_children.rs */
export function doSetPendingChildren(ctx: Ctx, netuid: NetUid): void {
  const started = SubtokenEnabled.get(ctx, netuid);
  const due = PendingChildKeys.entries(ctx, netuid).filter(
    ([, [, cooldownBlock]]) => cooldownBlock < ctx.block || !started,
  );
  for (const [[, hotkey], [children]] of due)
    persistPendingChildrenOk(ctx, netuid, hotkey, children);
  for (const [[, hotkey]] of due) PendingChildKeys.remove(ctx, netuid, hotkey);
}

/**
 * Makes a new subnet owner's hotkey the only child of every root validator that allows it.
 * @throws Refusal RegistrationNotPermittedOnRootSubnet, SubnetNotExists
 * Source: staking/set_children.rs
 */
export function doSetRootValidatorsForSubnet(ctx: Ctx, netuid: NetUid): void {
  ensure(netuid !== ROOT_NETUID, Errors.RegistrationNotPermittedOnRootSubnet);
  ensure(ifSubnetExist(ctx, netuid), Errors.SubnetNotExists);
  ensure(SubnetOwnerHotkey.has(ctx, netuid), Errors.SubnetNotExists);
  const ownerHotkey = SubnetOwnerHotkey.get(ctx, netuid);
  const children: readonly Relation[] = [[U64_MAX, ownerHotkey]];
  for (const [, hotkey] of Keys.entries(ctx, ROOT_NETUID)) {
    if (hotkey === ownerHotkey || !getAutoParentDelegationEnabled(ctx, hotkey)) continue;
    const coldkey = getOwningColdkeyForHotkey(ctx, hotkey);
    tolerate(() => doScheduleChildren(ctx, coldkey, { hotkey, netuid, children }));
  }
}
