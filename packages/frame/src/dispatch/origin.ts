import type { AccountId } from "@ganglion/primitives";
import type { RuntimeCall } from "../declare/outer.ts";
import { BadOrigin } from "./refusal.ts";

/** True for the calls that it lets pass. */
export type CallFilter = (call: RuntimeCall) => boolean;

/** In whose name a call runs, and what it may be. */
export type Origin = (
  | { readonly kind: "signed"; readonly who: AccountId }
  | { readonly kind: "root" }
  | { readonly kind: "none" }
) & {
  /**
   * What a call that holds others made narrower for them: each call that is dispatched must pass all of these. Whoever
   * hands the origin on hands them on; an origin that is made afresh has none.
   */
  readonly filters?: readonly CallFilter[];
};

export const ROOT: Origin = { kind: "root" };
export const NONE: Origin = { kind: "none" };
export const signed = (who: AccountId): Origin => ({ kind: "signed", who });

/** The same caller, who may do less. Source: frame_support OriginTrait::add_filter. */
export const narrowed = (origin: Origin, filter: CallFilter): Origin => ({
  ...origin,
  filters: [...(origin.filters ?? []), filter],
});

/** Whether an origin's filters let a call pass; root's always do. Source: OriginTrait::filter_call. */
export const mayDispatch = ({ kind, filters = [] }: Origin, call: RuntimeCall): boolean =>
  kind === "root" || filters.every((passes) => passes(call));

/** The signer. @throws Refusal BadOrigin */
export function ensureSigned(origin: Origin): AccountId {
  if (origin.kind !== "signed") throw BadOrigin;
  return origin.who;
}
/** @throws Refusal BadOrigin */
export function ensureRoot(origin: Origin): void {
  if (origin.kind !== "root") throw BadOrigin;
}
/** @throws Refusal BadOrigin */
export function ensureNone(origin: Origin): void {
  if (origin.kind !== "none") throw BadOrigin;
}
