import { type Ctx, ensure } from "@ganglion/frame";
import type { NetUid, NetUidStorageIndex } from "@ganglion/primitives";
import { AlphaDividendsPerSubnet, LastHotkeyEmissionOnNetuid } from "../coinbase/storage.ts";
import { Constants } from "../constants.ts";
import {
  Active,
  Bonds,
  Consensus,
  Dividends,
  Emission,
  Incentive,
  LastUpdate,
  StakeWeight,
  ValidatorPermit,
  ValidatorTrust,
} from "../epoch/storage.ts";
import { Errors } from "../errors.ts";
import { AssociatedEvmAddress } from "../keys/storage.ts";
import { ifSubnetExist } from "../subnets/queries.ts";
import { SubnetOwner } from "../subnets/storage.ts";
import { Weights } from "../weights/storage.ts";
import { mechanismIndices } from "./neuron-vectors.ts";
import { getImmuneOwnerUids } from "./prune.ts";
import {
  BlockAtRegistration,
  IsNetworkMember,
  Keys,
  MaxAllowedUids,
  MinAllowedUids,
  SubnetworkN,
  Uids,
} from "./storage.ts";
import { clearServing, getNeuronIsImmune, getSubnetworkN } from "./uids.ts";

/**
 * Lowers the room of a subnet, throws out who earns least until it fits, and closes the gaps: the ones
 * who stay keep their order and get new uids. Owner's and immune uids stay.
 * @throws Refusal SubnetNotExists, InvalidValue, TrimmingWouldExceedMaxImmunePercentage
 * Source: subnets/uids.rs, trim_to_max_allowed_uids
 */
export function trimToMaxAllowedUids(ctx: Ctx, netuid: NetUid, maxN: number): void {
  ensure(ifSubnetExist(ctx, netuid), Errors.SubnetNotExists);
  ensure(maxN >= MinAllowedUids.get(ctx, netuid), Errors.InvalidValue);
  ensure(maxN <= MaxAllowedUids.get(ctx, netuid), Errors.InvalidValue);
  MaxAllowedUids.set(ctx, netuid, maxN);
  if (getSubnetworkN(ctx, netuid) <= maxN) return;

  const indices = mechanismIndices(ctx, netuid);
  const kept = throwOut(ctx, netuid, { maxN, immune: immuneUids(ctx, netuid, maxN), indices });
  compactVectors(ctx, netuid, { kept, indices });
  compactRows(ctx, netuid, { kept, indices });
  Uids.clear(ctx, netuid);
  for (const uid of kept.keys()) Uids.set(ctx, netuid, Keys.get(ctx, netuid, uid), uid);
  SubnetworkN.set(ctx, netuid, maxN);
}

/** Uids that must stay. @throws Refusal TrimmingWouldExceedMaxImmunePercentage at 80 % of the new room */
function immuneUids(ctx: Ctx, netuid: NetUid, maxN: number): ReadonlySet<number> {
  const immune = new Set<number>();
  const owned = getImmuneOwnerUids(ctx, netuid, SubnetOwner.get(ctx, netuid));
  for (let uid = 0; uid < getSubnetworkN(ctx, netuid); uid++)
    if (owned.includes(uid) || getNeuronIsImmune(ctx, netuid, uid)) immune.add(uid);
  // Percent::from_rational floors, and caps at 100.
  const share = maxN === 0 ? 100 : Math.floor((Math.min(immune.size, maxN) * 100) / maxN);
  ensure(
    share < Constants.MaxImmuneUidsPercentage.get(ctx),
    Errors.TrimmingWouldExceedMaxImmunePercentage,
  );
  return immune;
}

interface Room {
  readonly maxN: number;
  readonly immune: ReadonlySet<number>;
  readonly indices: readonly NetUidStorageIndex[];
}

/** Removes the lowest earners, of equals the highest uid first. @returns the uids that stay, ascending */
function throwOut(ctx: Ctx, netuid: NetUid, { maxN, immune, indices }: Room): readonly number[] {
  const emission = Emission.get(ctx, netuid);
  const best = [...emission.keys()].sort((a, b) =>
    emission[a] === emission[b] ? a - b : emission[a]! > emission[b]! ? -1 : 1,
  );
  let left = getSubnetworkN(ctx, netuid);
  for (let place = left - 1; place >= 0 && left !== maxN; place--) {
    const uid = best[place];
    if (uid === undefined || immune.has(uid)) continue;
    removeNeuron(ctx, netuid, { uid, indices });
    best.splice(place, 1);
    left--;
  }
  return best.sort((a, b) => a - b);
}

function removeNeuron(
  ctx: Ctx,
  netuid: NetUid,
  { uid, indices }: { readonly uid: number; readonly indices: Room["indices"] },
): void {
  if (Keys.has(ctx, netuid, uid)) {
    const hotkey = Keys.take(ctx, netuid, uid);
    Uids.remove(ctx, netuid, hotkey);
    IsNetworkMember.remove(ctx, hotkey, netuid);
    LastHotkeyEmissionOnNetuid.remove(ctx, hotkey, netuid);
    AlphaDividendsPerSubnet.remove(ctx, netuid, hotkey);
    clearServing(ctx, netuid, hotkey);
  }
  BlockAtRegistration.remove(ctx, netuid, uid);
  AssociatedEvmAddress.remove(ctx, netuid, uid);
  for (const index of indices) {
    Weights.remove(ctx, index, uid);
    Bonds.remove(ctx, index, uid);
  }
}

interface Kept {
  /** Old uids ascending; the position is the new uid. */
  readonly kept: readonly number[];
  readonly indices: readonly NetUidStorageIndex[];
}

function compactVectors(ctx: Ctx, netuid: NetUid, { kept, indices }: Kept): void {
  const pick = <T>(list: readonly T[], missing: T): T[] => kept.map((uid) => list[uid] ?? missing);
  // Emission alone isn't padded: it is where `kept` comes from.
  Emission.mutate(ctx, netuid, (list) => kept.map((uid) => list[uid]!));
  Active.mutate(ctx, netuid, (list) => pick(list, false));
  Consensus.mutate(ctx, netuid, (list) => pick(list, 0));
  Dividends.mutate(ctx, netuid, (list) => pick(list, 0));
  ValidatorTrust.mutate(ctx, netuid, (list) => pick(list, 0));
  ValidatorPermit.mutate(ctx, netuid, (list) => pick(list, false));
  StakeWeight.mutate(ctx, netuid, (list) => pick(list, 0));
  for (const index of indices) {
    Incentive.mutate(ctx, index, (list) => pick(list, 0));
    LastUpdate.mutate(ctx, index, (list) => pick(list, 0n));
  }
}

/** Moves what is stored by uid to the new uid, and drops weights and bonds to the ones who left. */
function compactRows(ctx: Ctx, netuid: NetUid, { kept, indices }: Kept): void {
  const newUid = new Map(kept.map((old, uid) => [old, uid] as const));
  type Row = readonly (readonly [number, number])[];
  const remap = (row: Row): Row =>
    row.flatMap(([to, value]) => {
      const uid = newUid.get(to);
      return uid === undefined ? [] : [[uid, value] as const];
    });
  for (const [uid, old] of kept.entries()) {
    if (old !== uid) {
      // A uid only moves down, onto one that left or moved before: nothing is overwritten.
      if (Keys.has(ctx, netuid, old)) Keys.set(ctx, netuid, uid, Keys.take(ctx, netuid, old));
      const evm = AssociatedEvmAddress.take(ctx, netuid, old);
      if (evm) AssociatedEvmAddress.set(ctx, netuid, uid, evm);
      if (BlockAtRegistration.has(ctx, netuid, old))
        BlockAtRegistration.set(ctx, netuid, uid, BlockAtRegistration.take(ctx, netuid, old));
    }
    for (const index of indices) {
      // Every uid has a row afterwards, if only an empty one.
      const [weights, bonds] = [Weights.take(ctx, index, old), Bonds.take(ctx, index, old)];
      Weights.set(ctx, index, uid, remap(weights));
      Bonds.set(ctx, index, uid, remap(bonds));
    }
  }
}
