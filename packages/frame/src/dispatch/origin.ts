import type { AccountId } from "@ganglion/primitives";
import { BadOrigin } from "./refusal.ts";

/** In whose name a call runs. */
export type Origin =
  | {
      readonly kind: "signed";
      readonly who: AccountId;
      /** Somewhere inside a batch of all or none: there it may hold no other. */
      readonly inBatchAll?: true;
    }
  | { readonly kind: "root" }
  | { readonly kind: "none" };

export const ROOT: Origin = { kind: "root" };
export const NONE: Origin = { kind: "none" };
export const signed = (who: AccountId): Origin => ({ kind: "signed", who });

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
