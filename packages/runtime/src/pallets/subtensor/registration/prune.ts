import type { Ctx, StateCtx } from "@ganglion/frame";
import type { AccountId, NetUid } from "@ganglion/primitives";
import { Emission } from "../epoch/storage.ts";
import { OwnedHotkeys } from "../keys/storage.ts";
import { getOwnerUid } from "../subnets/queries.ts";
import { SubnetOwner, SubnetOwnerHotkey } from "../subnets/storage.ts";
import {
  BlockAtRegistration,
  ImmuneOwnerUidsLimit,
  Keys,
  MinNonImmuneUids,
  SubnetworkN,
  Uids,
} from "./storage.ts";
import { getNeuronBlockAtRegistration, getNeuronIsImmune } from "./uids.ts";

interface OwnerNeuron {
  readonly uid: number;
  readonly hotkey: AccountId;
}

/**
 * The neurons of a subnet's owner that are never pruned: the owner's hotkey first, then the ones that
 * registered first, up to the subnet's limit. Source: subnets/registration.rs, get_immune_owner_tuples
 */
function immuneOwnerNeurons(
  ctx: StateCtx,
  netuid: NetUid,
  coldkey: AccountId,
): readonly OwnerNeuron[] {
  const owned = OwnedHotkeys.get(ctx, coldkey).flatMap((hotkey) => {
    const uid = Uids.get(ctx, netuid, hotkey);
    if (uid === undefined) return [];
    return [{ uid, hotkey, block: BlockAtRegistration.get(ctx, netuid, uid) }];
  });
  owned.sort((a, b) => (a.block === b.block ? a.uid - b.uid : a.block < b.block ? -1 : 1));
  const limit = ImmuneOwnerUidsLimit.get(ctx, netuid);
  const immune: OwnerNeuron[] = owned.slice(0, limit);
  const uid = getOwnerUid(ctx, netuid);
  if (uid === undefined || immune.some((each) => each.uid === uid)) return immune;
  return [{ uid, hotkey: SubnetOwnerHotkey.get(ctx, netuid) }, ...immune].slice(0, limit);
}

/** Uids of the owner that are never pruned. Source: subnets/registration.rs */
export function getImmuneOwnerUids(
  ctx: StateCtx,
  netuid: NetUid,
  coldkey: AccountId,
): readonly number[] {
  return immuneOwnerNeurons(ctx, netuid, coldkey).map(({ uid }) => uid);
}

interface Candidate {
  readonly uid: number;
  readonly emission: bigint;
  readonly block: bigint;
}

/** Least emission goes first, then the longest registered, then the lowest uid. */
function goesBefore(a: Candidate, b: Candidate): boolean {
  if (a.emission !== b.emission) return a.emission < b.emission;
  return a.block === b.block ? a.uid < b.uid : a.block < b.block;
}

const firstToGo = (candidates: readonly Candidate[]): Candidate | undefined =>
  candidates.reduce<Candidate | undefined>(
    (best, each) => (best === undefined || goesBefore(each, best) ? each : best),
    undefined,
  );

/**
 * The uid that a newcomer gets on a full subnet, if any may go. Immune ones go only when too few others
 * would stay. Source: subnets/registration.rs
 */
export function getNeuronToPrune(ctx: Ctx, netuid: NetUid): number | undefined {
  const owner = SubnetOwner.get(ctx, netuid);
  const immortal = new Set(immuneOwnerNeurons(ctx, netuid, owner).map(({ hotkey }) => hotkey));
  const emissions = Emission.get(ctx, netuid);
  const young: Candidate[] = [];
  const settled: Candidate[] = [];
  for (let uid = 0; uid < SubnetworkN.get(ctx, netuid); uid++) {
    if (!Keys.has(ctx, netuid, uid) || immortal.has(Keys.get(ctx, netuid, uid))) continue;
    const block = getNeuronBlockAtRegistration(ctx, netuid, uid);
    const into = getNeuronIsImmune(ctx, netuid, uid) ? young : settled;
    into.push({ uid, emission: emissions[uid] ?? 0n, block });
  }
  const from = settled.length > MinNonImmuneUids.get(ctx, netuid) ? settled : young;
  return firstToGo(from)?.uid;
}
