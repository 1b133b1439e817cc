import type { Ctx } from "@ganglion/frame";
import { I96F32, U128_MAX } from "@ganglion/math";
import type { AccountId, NetUid } from "@ganglion/primitives";
import { ROOT_NETUID } from "../subnets/queries.ts";
import { RootClaimable, RootClaimed } from "./storage.ts";

// RootClaimable is alpha per rao of root stake since the beginning; RootClaimed is what a position had
// of it or never had a right to. What is owed is the difference. Source: staking/claim_root.rs

/** Alpha that `amount` of root stake earned since the beginning at this rate (I96F32), floored, u128. */
function earned(rate: bigint, amount: bigint): bigint {
  return I96F32.toUnsigned(I96F32.saturatingMul(rate, I96F32.fromInteger(amount)), 128);
}

/** New root stake has no right to what was earned before. */
export function addStakeAdjustRootClaimedForHotkeyAndColdkey(
  ctx: Ctx,
  hotkey: AccountId,
  coldkey: AccountId,
  amount: bigint,
): void {
  for (const [netuid, rate] of RootClaimable.get(ctx, hotkey))
    RootClaimed.mutate(ctx, netuid, hotkey, coldkey, (claimed) => {
      const sum = claimed + earned(rate, amount);
      return sum > U128_MAX ? U128_MAX : sum;
    });
}

/** Root stake that leaves takes along what it had claimed. */
export function removeStakeAdjustRootClaimedForHotkeyAndColdkey(
  ctx: Ctx,
  hotkey: AccountId,
  coldkey: AccountId,
  amount: bigint,
): void {
  for (const [netuid, rate] of RootClaimable.get(ctx, hotkey)) {
    if (netuid === ROOT_NETUID) continue;
    RootClaimed.mutate(ctx, netuid, hotkey, coldkey, (claimed) => {
      const less = earned(rate, amount);
      return claimed > less ? claimed - less : 0n;
    });
  }
}

/** Two keys become one: what both had claimed is claimed. */
export function transferRootClaimedForNewKeys(
  ctx: Ctx,
  netuid: NetUid,
  from: { readonly hotkey: AccountId; readonly coldkey: AccountId },
  to: { readonly hotkey: AccountId; readonly coldkey: AccountId },
): void {
  const before = RootClaimed.take(ctx, netuid, from.hotkey, from.coldkey);
  RootClaimed.mutate(ctx, netuid, to.hotkey, to.coldkey, (claimed) => {
    const sum = before + claimed;
    return sum > U128_MAX ? U128_MAX : sum;
  });
}

type Rates = readonly (readonly [NetUid, bigint])[];

/** Rates by netuid with one more added, in the map's order. */
export function withRate(rates: Rates, netuid: NetUid, added: bigint): Rates {
  const before = rates.find(([each]) => each === netuid);
  // Nearly every epoch adds nothing for nearly every hotkey.
  if (before && added === 0n && isAscending(rates)) return rates;
  const rest = rates.filter(([each]) => each !== netuid);
  const rate = before ? I96F32.saturatingAdd(before[1], added) : added;
  return [...rest, [netuid, rate] as const].sort(([a], [b]) => a - b);
}

function isAscending(rates: Rates): boolean {
  for (let i = 1; i < rates.length; i++) if (rates[i - 1]![0] >= rates[i]![0]) return false;
  return true;
}

/** A hotkey's successor earns at both rates. */
export function transferRootClaimableForNewHotkey(
  ctx: Ctx,
  oldHotkey: AccountId,
  newHotkey: AccountId,
): void {
  const source = RootClaimable.get(ctx, oldHotkey);
  let rates: Rates = RootClaimable.get(ctx, newHotkey);
  RootClaimable.remove(ctx, oldHotkey);
  for (const [netuid, rate] of source) rates = withRate(rates, netuid, rate);
  RootClaimable.set(ctx, newHotkey, rates);
}

/** Forgets what a subnet that goes owed; nothing of it is paid. */
export function finalizeAllSubnetRootDividends(ctx: Ctx, netuid: NetUid): void {
  for (const [hotkey] of RootClaimable.keysOf(ctx))
    RootClaimable.mutate(ctx, hotkey, (rates) => rates.filter(([each]) => each !== netuid));
  RootClaimed.clear(ctx, netuid);
}
