import { type Ctx, ensure, type StateCtx } from "@ganglion/frame";
import { saturatingSubUnsigned, U16_MAX } from "@ganglion/math";
import { type AccountId, type Alpha, alpha, type NetUid } from "@ganglion/primitives";
import {
  Active,
  Bonds,
  Consensus,
  Dividends,
  Emission,
  Incentive,
  StakeWeight,
  ValidatorPermit,
  ValidatorTrust,
} from "../epoch/storage.ts";
import { Errors } from "../errors.ts";
import { AssociatedEvmAddress } from "../keys/storage.ts";
import { Axons, NeuronCertificates, Prometheus } from "../serving/storage.ts";
import { getStakeForHotkeyOnSubnet } from "../staking/stake-utils.ts";
import { SubnetOwnerHotkey } from "../subnets/storage.ts";
import { Weights } from "../weights/storage.ts";
import {
  mechanismIndices,
  setActiveForUid,
  setLastUpdateForUid,
  withElement,
} from "./neuron-vectors.ts";
import {
  BlockAtRegistration,
  ImmunityPeriod,
  IsNetworkMember,
  Keys,
  SubnetworkN,
  Uids,
} from "./storage.ts";

/** How many uids are taken; they are 0 to n − 1. Source: subnets/uids.rs */
export function getSubnetworkN(ctx: StateCtx, netuid: NetUid): number {
  return SubnetworkN.get(ctx, netuid);
}

/** Source: subnets/uids.rs */
export function isUidExistOnNetwork(ctx: StateCtx, netuid: NetUid, uid: number): boolean {
  return Keys.has(ctx, netuid, uid);
}

/** Source: subnets/uids.rs */
export function isHotkeyRegisteredOnNetwork(
  ctx: StateCtx,
  netuid: NetUid,
  hotkey: AccountId,
): boolean {
  return Uids.has(ctx, netuid, hotkey);
}

/** @throws Refusal HotKeyNotRegisteredInSubNet if nobody has the uid. Source: subnets/uids.rs */
export function getHotkeyForNetAndUid(ctx: StateCtx, netuid: NetUid, uid: number): AccountId {
  // A missing key reads as the zero account, which is somebody else.
  ensure(Keys.has(ctx, netuid, uid), Errors.HotKeyNotRegisteredInSubNet);
  return Keys.get(ctx, netuid, uid);
}

/** @throws Refusal HotKeyNotRegisteredInSubNet if the hotkey has no uid. Source: subnets/uids.rs */
export function getUidForNetAndHotkey(ctx: StateCtx, netuid: NetUid, hotkey: AccountId): number {
  const uid = Uids.get(ctx, netuid, hotkey);
  ensure(uid !== undefined, Errors.HotKeyNotRegisteredInSubNet);
  return uid;
}

/** Alpha behind the uid's hotkey, 0 for a uid that nobody has. Source: subnets/uids.rs */
export function getStakeForUidAndSubnetwork(ctx: Ctx, netuid: NetUid, uid: number): Alpha {
  return Keys.has(ctx, netuid, uid)
    ? getStakeForHotkeyOnSubnet(ctx, Keys.get(ctx, netuid, uid), netuid)
    : alpha(0n);
}

/** Netuids where the hotkey is a member, in storage key order. Source: subnets/uids.rs */
export function getRegisteredNetworksForHotkey(ctx: StateCtx, hotkey: AccountId): NetUid[] {
  return IsNetworkMember.entries(ctx, hotkey)
    .filter(([, member]) => member)
    .map(([[, netuid]]) => netuid);
}

/** Source: subnets/uids.rs */
export function isHotkeyRegisteredOnAnyNetwork(ctx: StateCtx, hotkey: AccountId): boolean {
  return getRegisteredNetworksForHotkey(ctx, hotkey).length > 0;
}

/** Source: subnets/uids.rs */
export function isHotkeyRegisteredOnSpecificNetwork(
  ctx: StateCtx,
  hotkey: AccountId,
  netuid: NetUid,
): boolean {
  return IsNetworkMember.has(ctx, hotkey, netuid);
}

/** Source: utils/misc.rs */
export function getNeuronBlockAtRegistration(ctx: StateCtx, netuid: NetUid, uid: number): bigint {
  return BlockAtRegistration.get(ctx, netuid, uid);
}

/** True while the neuron is too young to be pruned. Source: utils/misc.rs */
export function getNeuronIsImmune(ctx: Ctx, netuid: NetUid, uid: number): boolean {
  const age = saturatingSubUnsigned(ctx.block, getNeuronBlockAtRegistration(ctx, netuid, uid));
  return age < BigInt(ImmunityPeriod.get(ctx, netuid));
}

/** Ties hotkey and uid together from `block` on. */
function seat(
  ctx: Ctx,
  netuid: NetUid,
  { uid, hotkey, block }: { readonly uid: number; readonly hotkey: AccountId; block: bigint },
): void {
  Keys.set(ctx, netuid, uid, hotkey);
  Uids.set(ctx, netuid, hotkey, uid);
  BlockAtRegistration.set(ctx, netuid, uid, block);
  IsNetworkMember.set(ctx, hotkey, netuid, true);
}

/** Gives the hotkey the next uid; the caller made sure that there is room. Source: subnets/uids.rs */
export function appendNeuron(ctx: Ctx, netuid: NetUid, hotkey: AccountId, block: bigint): void {
  const uid = getSubnetworkN(ctx, netuid);
  SubnetworkN.set(ctx, netuid, uid < U16_MAX ? uid + 1 : U16_MAX);
  Active.mutate(ctx, netuid, (list) => [...list, true]);
  Emission.mutate(ctx, netuid, (list) => [...list, alpha(0n)]);
  Consensus.mutate(ctx, netuid, (list) => [...list, 0]);
  for (const index of mechanismIndices(ctx, netuid)) {
    Incentive.mutate(ctx, index, (list) => [...list, 0]);
    setLastUpdateForUid(ctx, index, uid, block);
  }
  Dividends.mutate(ctx, netuid, (list) => [...list, 0]);
  ValidatorTrust.mutate(ctx, netuid, (list) => [...list, 0]);
  ValidatorPermit.mutate(ctx, netuid, (list) => [...list, false]);
  seat(ctx, netuid, { uid, hotkey, block });
}

/**
 * Sets all that the epoch knows of a uid to nothing, and others' weights for it to zero.
 * Source: subnets/uids.rs
 */
export function clearNeuron(ctx: Ctx, netuid: NetUid, uid: number): void {
  Emission.mutate(ctx, netuid, (list) => withElement(list, uid, alpha(0n)));
  Consensus.mutate(ctx, netuid, (list) => withElement(list, uid, 0));
  for (const index of mechanismIndices(ctx, netuid)) {
    Incentive.mutate(ctx, index, (list) => withElement(list, uid, 0));
    Bonds.remove(ctx, index, uid);
    Weights.remove(ctx, index, uid);
    for (const [[, from], row] of Weights.entries(ctx, index))
      if (row.some(([to, weight]) => to === uid && weight !== 0))
        Weights.set(
          ctx,
          index,
          from,
          row.map(([to, weight]) => [to, to === uid ? 0 : weight]),
        );
  }
  Dividends.mutate(ctx, netuid, (list) => withElement(list, uid, 0));
  StakeWeight.mutate(ctx, netuid, (list) => withElement(list, uid, 0));
  ValidatorTrust.mutate(ctx, netuid, (list) => withElement(list, uid, 0));
  ValidatorPermit.mutate(ctx, netuid, (list) => withElement(list, uid, false));
}

/** What a hotkey told about where it serves goes with its uid. */
export function clearServing(ctx: Ctx, netuid: NetUid, hotkey: AccountId): void {
  Axons.remove(ctx, netuid, hotkey);
  NeuronCertificates.remove(ctx, netuid, hotkey);
  Prometheus.remove(ctx, netuid, hotkey);
}

/**
 * Hands a uid to another hotkey. The subnet owner's hotkey keeps its uid: then nothing happens.
 * The old hotkey's stake stays where it is. Source: subnets/uids.rs
 */
export function replaceNeuron(
  ctx: Ctx,
  netuid: NetUid,
  uid: number,
  hotkey: AccountId,
  block: bigint,
): void {
  const oldHotkey = Keys.get(ctx, netuid, uid);
  if (SubnetOwnerHotkey.has(ctx, netuid) && SubnetOwnerHotkey.get(ctx, netuid) === oldHotkey)
    return;
  Uids.remove(ctx, netuid, oldHotkey);
  AssociatedEvmAddress.remove(ctx, netuid, uid);
  IsNetworkMember.remove(ctx, oldHotkey, netuid);
  Keys.remove(ctx, netuid, uid);
  setActiveForUid(ctx, netuid, uid, true);
  seat(ctx, netuid, { uid, hotkey, block });
  clearServing(ctx, netuid, oldHotkey);
  clearNeuron(ctx, netuid, uid);
  for (const index of mechanismIndices(ctx, netuid)) setLastUpdateForUid(ctx, index, uid, block);
}
