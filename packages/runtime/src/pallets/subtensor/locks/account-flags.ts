import { type Ctx, ensure, type StateCtx } from "@ganglion/frame";
import type { AccountId, Alpha } from "@ganglion/primitives";
import { Errors } from "../errors.ts";
import { AccountFlags } from "./storage.ts";

// Nobody gets locked alpha who didn't ask for it. Source: staking/lock.rs

/** Bit of AccountFlags: locked alpha may be sent to the account. */
const ACCEPT_LOCKED_ALPHA = 1n;

function accountRejectsLockedAlpha(ctx: StateCtx, coldkey: AccountId): boolean {
  return (AccountFlags.get(ctx, coldkey) & ACCEPT_LOCKED_ALPHA) === 0n;
}

export function acceptLockedAlpha(ctx: Ctx, coldkey: AccountId): void {
  AccountFlags.mutate(ctx, coldkey, (flags) => flags | ACCEPT_LOCKED_ALPHA);
}

export function rejectLockedAlpha(ctx: Ctx, coldkey: AccountId): void {
  const flags = AccountFlags.get(ctx, coldkey) & ~ACCEPT_LOCKED_ALPHA;
  if (flags === 0n) AccountFlags.remove(ctx, coldkey);
  else AccountFlags.set(ctx, coldkey, flags);
}

/** @throws Refusal AccountRejectsLockedAlpha */
export function ensureCanReceiveLockedAlpha(
  ctx: StateCtx,
  coldkey: AccountId,
  amount: Alpha,
): void {
  ensure(
    amount === 0n || !accountRejectsLockedAlpha(ctx, coldkey),
    Errors.AccountRejectsLockedAlpha,
  );
}
