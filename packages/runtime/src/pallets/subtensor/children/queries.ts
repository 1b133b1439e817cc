import type { StateCtx } from "@ganglion/frame";
import type { AccountId, NetUid } from "@ganglion/primitives";
import {
  AutoParentDelegationEnabled,
  ChildKeys,
  ChildkeyTake,
  MinChildkeyTake,
  MinChildkeyTakePerSubnet,
  ParentKeys,
} from "./storage.ts";

/** A proportion of stake, 2^64 − 1 = all, and the hotkey that gets or gives it. */
export type Relation = readonly [proportion: bigint, hotkey: AccountId];

/** Whom the hotkey gives its stake to on a subnet. Source: staking/set_children.rs */
export function getChildren(ctx: StateCtx, hotkey: AccountId, netuid: NetUid): readonly Relation[] {
  return ChildKeys.get(ctx, hotkey, netuid);
}

/** Who gives stake to the hotkey on a subnet. Source: staking/set_children.rs */
export function getParents(ctx: StateCtx, child: AccountId, netuid: NetUid): readonly Relation[] {
  return ParentKeys.get(ctx, child, netuid);
}

/** The least take a child may ask on a subnet, 65535 = 100 %. Source: utils/misc.rs */
export function getEffectiveMinChildkeyTake(ctx: StateCtx, netuid: NetUid): number {
  const everywhere = MinChildkeyTake.get(ctx);
  const here = MinChildkeyTakePerSubnet.get(ctx, netuid);
  return everywhere > here ? everywhere : here;
}

/** What a child keeps of its parents' dividends, 65535 = 100 %. Source: staking/set_children.rs */
export function getChildkeyTake(ctx: StateCtx, hotkey: AccountId, netuid: NetUid): number {
  const own = ChildkeyTake.get(ctx, hotkey, netuid);
  const least = getEffectiveMinChildkeyTake(ctx, netuid);
  return own > least ? own : least;
}

/** Whether a root validator lets new subnets' owners become its children. Source: staking/set_children.rs */
export function getAutoParentDelegationEnabled(ctx: StateCtx, hotkey: AccountId): boolean {
  return AutoParentDelegationEnabled.get(ctx, hotkey);
}
