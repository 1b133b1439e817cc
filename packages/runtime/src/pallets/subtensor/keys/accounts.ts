import { type Ctx, ensure, type StateCtx } from "@ganglion/frame";
import type { AccountId } from "@ganglion/primitives";
import { Errors } from "../errors.ts";
import { StakingHotkeys } from "../staking/storage.ts";
import { isSubnetAccountId } from "../subnets/queries.ts";
import { OwnedHotkeys, Owner } from "./storage.ts";

/** True once a coldkey claimed the hotkey. Source: staking/helpers.rs */
export function hotkeyAccountExists(ctx: StateCtx, hotkey: AccountId): boolean {
  return Owner.has(ctx, hotkey);
}

/** The hotkey's coldkey; the zero account if nobody claimed it. Source: staking/helpers.rs */
export function getOwningColdkeyForHotkey(ctx: StateCtx, hotkey: AccountId): AccountId {
  return Owner.get(ctx, hotkey);
}

/** Source: staking/helpers.rs */
export function coldkeyOwnsHotkey(ctx: StateCtx, coldkey: AccountId, hotkey: AccountId): boolean {
  return hotkeyAccountExists(ctx, hotkey) && Owner.get(ctx, hotkey) === coldkey;
}

/**
 * Gives an unclaimed hotkey to the coldkey; a claimed one stays with whom it belongs to, without complaint.
 * @throws Refusal CannotUseSystemAccount if the hotkey is a subnet's own account
 * Source: staking/helpers.rs, create_account_if_non_existent
 */
export function createAccountIfNonExistent(ctx: Ctx, coldkey: AccountId, hotkey: AccountId): void {
  ensure(isSubnetAccountId(ctx, hotkey) === undefined, Errors.CannotUseSystemAccount);
  if (hotkeyAccountExists(ctx, hotkey)) return;
  Owner.set(ctx, hotkey, coldkey);
  for (const list of [OwnedHotkeys, StakingHotkeys]) {
    const before = list.get(ctx, coldkey);
    if (!before.includes(hotkey)) list.set(ctx, coldkey, [...before, hotkey]);
  }
}

/**
 * Makes the coldkey the hotkey's owner, whoever had it. The lists of hotkeys stay as they are.
 * @throws Refusal CannotUseSystemAccount if the hotkey is a subnet's own account
 * Source: staking/helpers.rs
 */
export function setHotkeyOwner(ctx: Ctx, coldkey: AccountId, hotkey: AccountId): void {
  ensure(isSubnetAccountId(ctx, hotkey) === undefined, Errors.CannotUseSystemAccount);
  Owner.set(ctx, hotkey, coldkey);
}
