import type { StateCtx } from "@ganglion/frame";
import { mechId, type NetUid, type NetUidStorageIndex } from "@ganglion/primitives";
import { getMechanismStorageIndex, getNetuid } from "../epoch/mechanisms.ts";
import { Active, LastUpdate, MechanismCountCurrent } from "../epoch/storage.ts";
import { SubnetworkN } from "./storage.ts";

/** Storage indices of the subnet's mechanisms, in their order. */
export function mechanismIndices(ctx: StateCtx, netuid: NetUid): NetUidStorageIndex[] {
  return Array.from({ length: MechanismCountCurrent.get(ctx, netuid) }, (_, mechanism) =>
    getMechanismStorageIndex(netuid, mechId(mechanism)),
  );
}

/** A copy with the element at `uid` replaced; a list too short for it stays as it is. */
export function withElement<T>(list: readonly T[], uid: number, value: T): readonly T[] {
  return uid < list.length ? list.with(uid, value) : list;
}

/** Block of each uid's last weights, as long as the subnet has uids. Source: utils/misc.rs */
export function getLastUpdate(ctx: StateCtx, index: NetUidStorageIndex): readonly bigint[] {
  const n = SubnetworkN.get(ctx, getNetuid(index));
  const stored = LastUpdate.get(ctx, index);
  return stored.length < n ? [...stored, ...new Array<bigint>(n - stored.length).fill(0n)] : stored;
}

/** Writes nothing for a uid that isn't there. Source: utils/misc.rs */
export function setLastUpdateForUid(
  ctx: StateCtx,
  index: NetUidStorageIndex,
  uid: number,
  block: bigint,
): void {
  const updates = getLastUpdate(ctx, index);
  if (uid < updates.length) LastUpdate.set(ctx, index, updates.with(uid, block));
}

/** Writes nothing for a uid that isn't there. Source: utils/misc.rs */
export function setActiveForUid(ctx: StateCtx, netuid: NetUid, uid: number, active: boolean): void {
  const before = Active.get(ctx, netuid);
  if (uid < before.length) Active.set(ctx, netuid, before.with(uid, active));
}
