import type { Ctx, StateCtx } from "@ganglion/frame";
import { U16_MAX, U96F32 } from "@ganglion/math";
import type { AccountId } from "@ganglion/primitives";
import { Delegates } from "./storage.ts";

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
