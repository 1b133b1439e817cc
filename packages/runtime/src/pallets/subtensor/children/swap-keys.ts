import type { Ctx, StateCtx } from "@ganglion/frame";
import type { AccountId, NetUid } from "@ganglion/primitives";
import type { Accesses } from "../locks/swap-keys.ts";
import { getChildren, getParents, type Relation } from "./queries.ts";
import {
  ensureNoSelfLoop,
  ensurePendingConsistency,
  loadChildParentRelations,
  type Proportions,
  persistChildParentRelations,
  type Relations,
  without,
  writeRelations,
} from "./relations.ts";
import { ChildKeys, ParentKeys, PendingChildKeys } from "./storage.ts";

/**
 * A hotkey's successor takes its place with children and parents, and its waiting children.
 * @returns the storage accesses that the reference counts
 * @throws Refusal InvalidChild, TooManyChildren, ProportionOverflow, ChildParentInconsistency
 * Source: staking/set_children.rs
 */
export function parentChildSwapHotkey(
  ctx: Ctx,
  oldHotkey: AccountId,
  newHotkey: AccountId,
  netuid: NetUid,
): Accesses {
  const old = loadChildParentRelations(ctx, oldHotkey, netuid);
  for (const child of old.children.keys())
    writeRelations(
      ctx,
      ParentKeys,
      [child, netuid],
      without(getParents(ctx, child, netuid), oldHotkey),
    );
  // Two lists are left behind empty here, where all else removes them.
  for (const parent of old.parents.keys())
    ChildKeys.set(ctx, parent, netuid, without(getChildren(ctx, parent, netuid), oldHotkey));
  ChildKeys.set(ctx, oldHotkey, netuid, []);
  ParentKeys.remove(ctx, oldHotkey, netuid);

  ensureNoSelfLoop(newHotkey, old.children);
  ensureNoSelfLoop(newHotkey, old.parents);
  const relations = { ...old, pivot: newHotkey };
  let reads = 2n + BigInt(old.children.size + old.parents.size);
  let writes = 2n + BigInt(old.children.size + old.parents.size);
  if (PendingChildKeys.has(ctx, netuid, oldHotkey)) {
    const pending = PendingChildKeys.get(ctx, netuid, oldHotkey);
    ensurePendingConsistency(relations, pending[0]);
    PendingChildKeys.remove(ctx, netuid, oldHotkey);
    PendingChildKeys.set(ctx, netuid, newHotkey, pending);
    reads += 1n;
    writes += 2n;
  }
  const touched = accessesOfPersisting(ctx, relations, netuid);
  persistChildParentRelations(ctx, relations, netuid);
  return { reads: reads + touched.reads, writes: writes + touched.writes };
}

/** One read and write for each hotkey that is, or was, related to the pivot, and for the pivot itself. */
function accessesOfPersisting(ctx: StateCtx, relations: Relations, netuid: NetUid): Accesses {
  const affected = (before: readonly Relation[], now: Proportions): number =>
    new Set([...before.map(([, hotkey]) => hotkey), ...now.keys()]).size;
  const children = affected(getChildren(ctx, relations.pivot, netuid), relations.children);
  const parents = affected(getParents(ctx, relations.pivot, netuid), relations.parents);
  const count = 1n + BigInt(children + parents);
  return { reads: count, writes: count };
}
