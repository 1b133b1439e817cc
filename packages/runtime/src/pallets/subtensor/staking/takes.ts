import { type Ctx, ensure, type StateCtx } from "@ganglion/frame";
import { U16_MAX, U96F32 } from "@ganglion/math";
import type { AccountId } from "@ganglion/primitives";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { coldkeyOwnsHotkey, hotkeyAccountExists } from "../keys/accounts.ts";
import {
  exceedsTxDelegateTakeRateLimit,
  getLastTxBlockDelegateTake,
  setLastTxBlockDelegateTake,
} from "../keys/rate-limits.ts";
import { Delegates, MaxDelegateTake, MinDelegateTake } from "./storage.ts";

/** Source: staking/helpers.rs */
export function hotkeyIsDelegate(ctx: StateCtx, hotkey: AccountId): boolean {
  return Delegates.has(ctx, hotkey);
}

/** @param take 65535 = 100 %. Source: staking/helpers.rs */
export function delegateHotkey(ctx: Ctx, hotkey: AccountId, take: number): void {
  Delegates.set(ctx, hotkey, take);
}

/** What the hotkey keeps of its nominators' dividends, 65535 = 100 %. Source: staking/helpers.rs */
export function getHotkeyTake(ctx: StateCtx, hotkey: AccountId): number {
  return Delegates.get(ctx, hotkey);
}

/** The same as U96F32 in 0..1. Source: staking/helpers.rs */
export function getHotkeyTakeFloat(ctx: StateCtx, hotkey: AccountId): bigint {
  return U96F32.safeDiv(
    U96F32.fromInteger(getHotkeyTake(ctx, hotkey)),
    U96F32.fromInteger(U16_MAX),
  );
}

/** Writes down the take that a hotkey has by default, once somebody else stakes to it. Source: staking/helpers.rs */
export function maybeBecomeDelegate(ctx: Ctx, hotkey: AccountId): void {
  if (!hotkeyIsDelegate(ctx, hotkey)) delegateHotkey(ctx, hotkey, getHotkeyTake(ctx, hotkey));
}

/** @throws Refusal HotKeyAccountNotExists, NonAssociatedColdKey. Source: utils/misc.rs */
export function doTakeChecks(ctx: StateCtx, coldkey: AccountId, hotkey: AccountId): void {
  ensure(hotkeyAccountExists(ctx, hotkey), Errors.HotKeyAccountNotExists);
  ensure(coldkeyOwnsHotkey(ctx, coldkey, hotkey), Errors.NonAssociatedColdKey);
}

/** Source: staking/increase_take.rs */
export function doIncreaseTake(
  ctx: Ctx,
  coldkey: AccountId,
  { hotkey, take }: { readonly hotkey: AccountId; readonly take: number },
): void {
  doTakeChecks(ctx, coldkey, hotkey);
  // A hotkey whose take was never written down may be given any.
  ensure(
    !hotkeyIsDelegate(ctx, hotkey) || take > Delegates.get(ctx, hotkey),
    Errors.DelegateTakeTooLow,
  );
  ensure(take <= MaxDelegateTake.get(ctx), Errors.DelegateTakeTooHigh);
  const last = getLastTxBlockDelegateTake(ctx, hotkey);
  ensure(!exceedsTxDelegateTakeRateLimit(ctx, last, ctx.block), Errors.DelegateTxRateLimitExceeded);
  setLastTxBlockDelegateTake(ctx, hotkey, ctx.block);
  Delegates.set(ctx, hotkey, take);
  ctx.deposit(Events.TakeIncreased({ coldkey, hotkey, take }));
}

/** Source: staking/decrease_take.rs */
export function doDecreaseTake(
  ctx: Ctx,
  coldkey: AccountId,
  { hotkey, take }: { readonly hotkey: AccountId; readonly take: number },
): void {
  doTakeChecks(ctx, coldkey, hotkey);
  ensure(
    !hotkeyIsDelegate(ctx, hotkey) || take < Delegates.get(ctx, hotkey),
    Errors.DelegateTakeTooLow,
  );
  ensure(take >= MinDelegateTake.get(ctx), Errors.DelegateTakeTooLow);
  Delegates.set(ctx, hotkey, take);
  setLastTxBlockDelegateTake(ctx, hotkey, ctx.block);
  ctx.deposit(Events.TakeDecreased({ coldkey, hotkey, take }));
}
