import { type Ctx, ensure, type StateCtx } from "@ganglion/frame";
import { saturatingAddU64, saturatingSubUnsigned, U16_MAX } from "@ganglion/math";
import {
  type Alpha,
  alpha,
  type MechId,
  mechId,
  type NetUid,
  type NetUidStorageIndex,
  netUid,
} from "@ganglion/primitives";
import { Constants } from "../constants.ts";
import { Errors } from "../errors.ts";
import { MaxAllowedUids } from "../registration/storage.ts";
import { ifSubnetExist } from "../subnets/queries.ts";
import { TimelockedWeightCommits, WeightCommits, Weights } from "../weights/storage.ts";
import {
  Bonds,
  Incentive,
  LastUpdate,
  MaxMechanismCount,
  MechanismCountCurrent,
  MechanismEmissionSplit,
} from "./storage.ts";

/** A storage index is mechanism × this + netuid. Source: subnets/mechanism.rs */
export const GLOBAL_MAX_SUBNET_COUNT = 4096;
/** Beyond it indices of the mechanisms would not fit u16. Source: subnets/mechanism.rs */
const MAX_MECHANISM_COUNT_PER_SUBNET = 16;

/** First key of Weights, Bonds, Incentive, LastUpdate and the commits; saturates at u16. Source: subnets/mechanism.rs */
export function getMechanismStorageIndex(netuid: NetUid, mecid: MechId): NetUidStorageIndex {
  const base = Math.min(mecid * GLOBAL_MAX_SUBNET_COUNT, U16_MAX);
  return Math.min(base + netuid, U16_MAX) as NetUidStorageIndex;
}

/** Subnet of a storage index, existing or not. Source: subnets/mechanism.rs */
export function getNetuid(index: NetUidStorageIndex): NetUid {
  return netUid(index % GLOBAL_MAX_SUBNET_COUNT);
}

/** Subnet and mechanism of a storage index; undefined if they don't exist. Source: subnets/mechanism.rs */
export function getNetuidAndSubid(
  ctx: StateCtx,
  index: NetUidStorageIndex,
): { readonly netuid: NetUid; readonly mecid: MechId } | undefined {
  const netuid = getNetuid(index);
  const mecid = mechId((index - netuid) / GLOBAL_MAX_SUBNET_COUNT);
  const exists = ifSubnetExist(ctx, netuid) && MechanismCountCurrent.get(ctx, netuid) > mecid;
  return exists ? { netuid, mecid } : undefined;
}

/** Source: subnets/mechanism.rs */
export function getCurrentMechanismCount(ctx: StateCtx, netuid: NetUid): MechId {
  return MechanismCountCurrent.get(ctx, netuid);
}

/** Numbers of the subnet's mechanisms, ascending. */
export function mechanismsOf(ctx: StateCtx, netuid: NetUid): MechId[] {
  return Array.from({ length: MechanismCountCurrent.get(ctx, netuid) }, (_, i) => mechId(i));
}

/** @throws Refusal MechanismDoesNotExist if subnet or mechanism is missing. Source: subnets/mechanism.rs */
export function ensureMechanismExists(ctx: StateCtx, netuid: NetUid, mecid: MechId): void {
  ensure(ifSubnetExist(ctx, netuid), Errors.MechanismDoesNotExist);
  ensure(MechanismCountCurrent.get(ctx, netuid) > mecid, Errors.MechanismDoesNotExist);
}

/** @throws Refusal TooManyUIDsPerMechanism. Source: subnets/mechanism.rs */
export function ensureMaxUidsOverAllMechanisms(
  ctx: StateCtx,
  maxUids: number,
  count: MechId,
): void {
  const total = Math.min(maxUids * count, U16_MAX);
  ensure(total <= Constants.InitialMaxAllowedUids.get(ctx), Errors.TooManyUIDsPerMechanism);
}

/**
 * Sets how many mechanisms a subnet has; what the dropped ones stored is gone.
 * @throws Refusal MechanismDoesNotExist, InvalidValue, TooManyUIDsPerMechanism
 * Source: subnets/mechanism.rs
 */
export function doSetMechanismCount(ctx: Ctx, netuid: NetUid, count: MechId): void {
  ensure(ifSubnetExist(ctx, netuid), Errors.MechanismDoesNotExist);
  ensure(count > 0, Errors.InvalidValue);
  ensure(count <= MaxMechanismCount.get(ctx), Errors.InvalidValue);
  ensureMaxUidsOverAllMechanisms(ctx, MaxAllowedUids.get(ctx, netuid), count);
  ensure(count <= MAX_MECHANISM_COUNT_PER_SUBNET, Errors.InvalidValue);
  updateMechanismCountsIfNeeded(ctx, netuid, count);
}

/** @throws Refusal InvalidValue. Source: subnets/mechanism.rs */
export function doSetMaxMechanismCount(ctx: Ctx, count: MechId): void {
  ensure(count > 0, Errors.InvalidValue);
  ensure(count <= MAX_MECHANISM_COUNT_PER_SUBNET, Errors.InvalidValue);
  MaxMechanismCount.set(ctx, count);
}

/** A changed count also forgets the emission split. Source: subnets/mechanism.rs */
export function updateMechanismCountsIfNeeded(ctx: Ctx, netuid: NetUid, count: MechId): void {
  const before = MechanismCountCurrent.get(ctx, netuid);
  if (before === count) return;
  for (let dropped = count; dropped < before; dropped = mechId(dropped + 1)) {
    const index = getMechanismStorageIndex(netuid, dropped);
    Weights.clear(ctx, index);
    Incentive.remove(ctx, index);
    LastUpdate.remove(ctx, index);
    Bonds.clear(ctx, index);
    WeightCommits.clear(ctx, index);
    TimelockedWeightCommits.clear(ctx, index);
  }
  MechanismCountCurrent.set(ctx, netuid, count);
  MechanismEmissionSplit.remove(ctx, netuid);
}

/**
 * Sets each mechanism's part of the emission; without one the split is even.
 * @param split u16 per mechanism, summing to 65535
 * @throws Refusal MechanismDoesNotExist, InvalidValue
 * Source: subnets/mechanism.rs
 */
export function doSetEmissionSplit(
  ctx: Ctx,
  netuid: NetUid,
  split: readonly number[] | undefined,
): void {
  ensure(ifSubnetExist(ctx, netuid), Errors.MechanismDoesNotExist);
  if (split === undefined) {
    MechanismEmissionSplit.remove(ctx, netuid);
    return;
  }
  ensure(split.length > 0, Errors.InvalidValue);
  ensure(split.length <= MechanismCountCurrent.get(ctx, netuid), Errors.InvalidValue);
  const total = split.reduce((sum, part) => sum + part, 0);
  ensure(total === U16_MAX, Errors.InvalidValue);
  MechanismEmissionSplit.set(ctx, netuid, [...split]);
}

/**
 * An emission cut into one part per mechanism; what rounding leaves goes to the first.
 * Source: subnets/mechanism.rs
 */
export function splitEmissions(ctx: StateCtx, netuid: NetUid, emission: Alpha): Alpha[] {
  const count = MechanismCountCurrent.get(ctx, netuid);
  const split = MechanismEmissionSplit.get(ctx, netuid);
  const even = count === 0 ? 0n : emission / BigInt(count);
  const parts = Array.from({ length: count }, (_, i) => {
    if (split === undefined) return alpha(even);
    return alpha((emission * BigInt(split[i] ?? 0)) / BigInt(U16_MAX));
  });
  const shared = parts.reduce((sum, part) => sum + part, 0n);
  const first = parts[0];
  if (first !== undefined)
    parts[0] = alpha(saturatingAddU64(first, saturatingSubUnsigned(emission, shared)));
  return parts;
}
