import { type Ctx, ensure, type StateCtx } from "@ganglion/frame";
import { U64_MAX } from "@ganglion/math";
import type { AccountId, NetUid } from "@ganglion/primitives";
import { Errors } from "../errors.ts";
import { getChildren, getParents, type Relation } from "./queries.ts";
import { ChildKeys, ParentKeys } from "./storage.ts";

// A hotkey has children, parents, or both, but nobody is both its child and its parent. Every relation
// is stored with both sides. Source: staking/set_children.rs

/** Proportions by hotkey; the last of doubles counts. */
export type Proportions = ReadonlyMap<AccountId, bigint>;

/** A hotkey and whom it is related to on a subnet. Source: PCRelations */
export interface Relations {
  readonly pivot: AccountId;
  readonly children: Proportions;
  readonly parents: Proportions;
}

const MAX_CHILDREN = 5;

/** Without the hotkey itself, if storage should name it. */
function proportions(relations: readonly Relation[], pivot: AccountId): Proportions {
  return new Map(
    relations.filter(([, hotkey]) => hotkey !== pivot).map(([part, hotkey]) => [hotkey, part]),
  );
}

function ensureTotalProportions(children: Proportions): void {
  let total = 0n;
  for (const part of children.values()) total += part;
  ensure(total <= U64_MAX, Errors.ProportionOverflow);
}

/** @throws Refusal InvalidChild */
export function ensureNoSelfLoop(pivot: AccountId, related: Proportions): void {
  ensure(!related.has(pivot), Errors.InvalidChild);
}

function ensureBipartite(children: Proportions, parents: Proportions): void {
  for (const child of children.keys()) ensure(!parents.has(child), Errors.ChildParentInconsistency);
}

function checked(relations: Relations): Relations {
  ensureTotalProportions(relations.children);
  ensureBipartite(relations.children, relations.parents);
  return relations;
}

/** @throws Refusal ProportionOverflow, ChildParentInconsistency if what is stored is inconsistent */
export function loadChildParentRelations(
  ctx: StateCtx,
  hotkey: AccountId,
  netuid: NetUid,
): Relations {
  return checked({
    pivot: hotkey,
    children: proportions(getChildren(ctx, hotkey, netuid), hotkey),
    parents: proportions(getParents(ctx, hotkey, netuid), hotkey),
  });
}

/** The hotkey with new children and the parents it has. @throws Refusal as `loadChildParentRelations` */
export function loadRelationsFromPending(
  ctx: StateCtx,
  hotkey: AccountId,
  netuid: NetUid,
  children: readonly Relation[],
): Relations {
  return checked({
    pivot: hotkey,
    children: proportions(children, hotkey),
    parents: proportions(getParents(ctx, hotkey, netuid), hotkey),
  });
}

/** @throws Refusal InvalidChild, TooManyChildren, ProportionOverflow, ChildParentInconsistency if these can't become the children */
export function ensurePendingConsistency(relations: Relations, pending: readonly Relation[]): void {
  const children: Proportions = new Map(pending.map(([part, child]) => [child, part]));
  ensureNoSelfLoop(relations.pivot, children);
  ensure(children.size <= MAX_CHILDREN, Errors.TooManyChildren);
  ensureTotalProportions(children);
  ensureBipartite(children, relations.parents);
}

/** One side of all relations. */
type Side = typeof ChildKeys | typeof ParentKeys;

/** Writes one hotkey's list; an empty one is removed. */
export function writeRelations(
  ctx: Ctx,
  side: Side,
  key: [AccountId, NetUid],
  list: readonly Relation[],
): void {
  if (list.length === 0) side.remove(ctx, ...key);
  else side.set(ctx, ...key, list);
}

/** Names the pivot with its new proportion, at its old place if it had one: the first, of doubles. */
function upsert(list: readonly Relation[], part: bigint, pivot: AccountId): readonly Relation[] {
  const at = list.findIndex(([, hotkey]) => hotkey === pivot);
  return at < 0 ? [...list, [part, pivot]] : list.with(at, [part, pivot]);
}
/** The list with the pivot left out. */
export const without = (list: readonly Relation[], pivot: AccountId): readonly Relation[] =>
  list.filter(([, hotkey]) => hotkey !== pivot);

/** Writes whom the pivot is related to on one side, and the pivot with each of them on the other. */
function persistSide(
  ctx: Ctx,
  netuid: NetUid,
  pivot: AccountId,
  options: { readonly own: Side; readonly theirs: Side; readonly related: Proportions },
): void {
  const { own, theirs, related } = options;
  const before = new Set(own.get(ctx, pivot, netuid).map(([, hotkey]) => hotkey));
  // In the order of the account ids, as the reference's sorted map gives them.
  const inOrder = [...related].sort(([a], [b]) => (a < b ? -1 : 1));
  writeRelations(
    ctx,
    own,
    [pivot, netuid],
    inOrder.map(([hotkey, part]) => [part, hotkey] as const),
  );
  for (const [hotkey, part] of inOrder)
    writeRelations(
      ctx,
      theirs,
      [hotkey, netuid],
      upsert(theirs.get(ctx, hotkey, netuid), part, pivot),
    );
  for (const hotkey of before)
    if (!related.has(hotkey))
      writeRelations(
        ctx,
        theirs,
        [hotkey, netuid],
        without(theirs.get(ctx, hotkey, netuid), pivot),
      );
}

/** Writes relations with both sides. */
export function persistChildParentRelations(ctx: Ctx, relations: Relations, netuid: NetUid): void {
  const { pivot, children, parents } = relations;
  persistSide(ctx, netuid, pivot, { own: ChildKeys, theirs: ParentKeys, related: children });
  persistSide(ctx, netuid, pivot, { own: ParentKeys, theirs: ChildKeys, related: parents });
}
