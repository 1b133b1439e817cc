import { type Ctx, tolerate } from "@ganglion/frame";
import type { Alpha, NetUid } from "@ganglion/primitives";
import { getSubnetOwner } from "../subnets/queries.ts";
import { SubnetOwnerHotkey } from "../subnets/storage.ts";
import { doLockStake } from "./lock.ts";
import { lockedHotkey } from "./model.ts";
import { OwnerCutAutoLockEnabled } from "./storage.ts";

/** Locks the owner's cut where the owner chose so: behind the hotkey of their lock, else their own. Source: staking/lock.rs */
export function autoLockOwnerCut(ctx: Ctx, netuid: NetUid, amount: Alpha): void {
  if (!OwnerCutAutoLockEnabled.get(ctx, netuid)) return;
  const coldkey = getSubnetOwner(ctx, netuid);
  const hotkey = lockedHotkey(ctx, coldkey, netuid) ?? SubnetOwnerHotkey.get(ctx, netuid);
  tolerate(() => doLockStake(ctx, coldkey, netuid, { hotkey, amount }));
}
