import { type Ctx, ensure, ensureSigned, type Origin, type PostInfo, weigh } from "@ganglion/frame";
import { safeFloatIsZero, saturatingAddU64 } from "@ganglion/math";
import type { AccountId, NetUid, Rao } from "@ganglion/primitives";
import { ChildKeys } from "../children/storage.ts";
import { canRemoveBalanceFromColdkeyAccount, recycleTao } from "../coinbase/tao.ts";
import { Constants } from "../constants.ts";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { swapHotkeyLocks, swapHotkeyLocksOnSubnet } from "../locks/swap-keys.ts";
import { IsNetworkMember } from "../registration/storage.ts";
import {
  isHotkeyRegisteredOnAnyNetwork,
  isHotkeyRegisteredOnSpecificNetwork,
} from "../registration/uids.ts";
import { RootClaimable, RootClaimed } from "../root/storage.ts";
import { alphaIterSinglePrefix } from "../staking/alpha-entries.ts";
import { getStakeForHotkeyOnSubnet } from "../staking/stake-utils.ts";
import { Delegates, StakingHotkeys } from "../staking/storage.ts";
import { getAllSubnetNetuids, isSubnetAccountId, ROOT_NETUID } from "../subnets/queries.ts";
import { AccessCount } from "./access-count.ts";
import { coldkeyOwnsHotkey, hotkeyAccountExists, setHotkeyOwner } from "./accounts.ts";
import {
  exceedsTxRateLimit,
  getLastTxBlock,
  getLastTxBlockChildkeyTake,
  getLastTxBlockDelegateTake,
  removeLastTxBlock,
  removeLastTxBlockChildkey,
  removeLastTxBlockDelegateTake,
  setLastTxBlock,
  setLastTxBlockChildkey,
  setLastTxBlockDelegateTake,
} from "./rate-limits.ts";
import { LastHotkeySwapOnNetuid, OwnedHotkeys, Owner } from "./storage.ts";
import { type HotkeySwap, performHotkeySwapOnOneSubnet } from "./swap-hotkey-on-subnet.ts";

// The call's weight is what it did: every read and write that the reference counts is counted here too,
// since the fee follows from it.

/**
 * Puts a hotkey of the signer in another one's place, on one subnet or (netuid undefined) on all.
 * @returns the weight in storage accesses
 * @throws Refusal NonAssociatedColdKey, NewHotKeyIsSameWithOld, HotKeySetTxRateLimitExceeded,
 *   HotKeyAlreadyRegisteredInSubNet, NewHotKeyNotCleanForRootSwap, HotKeySwapOnSubnetIntervalNotPassed,
 *   CannotUseSystemAccount, NotEnoughBalanceToPaySwapHotKey, and what moving children refuses
 * Source: swap/swap_hotkey.rs, do_swap_hotkey
 */
export function doSwapHotkey(
  ctx: Ctx,
  origin: Origin,
  request: HotkeySwap & { readonly netuid: NetUid | undefined },
): PostInfo {
  const { oldHotkey, newHotkey, netuid } = request;
  const coldkey = ensureSigned(origin);
  ensure(coldkeyOwnsHotkey(ctx, coldkey, oldHotkey), Errors.NonAssociatedColdKey);
  ensure(
    !hotkeyAccountExists(ctx, newHotkey) || coldkeyOwnsHotkey(ctx, coldkey, newHotkey),
    Errors.NonAssociatedColdKey,
  );
  ensure(oldHotkey !== newHotkey, Errors.NewHotKeyIsSameWithOld);
  ensure(
    !exceedsTxRateLimit(ctx, getLastTxBlock(ctx, coldkey), ctx.block),
    Errors.HotKeySetTxRateLimitExceeded,
  );
  ensure(
    netuid === undefined
      ? !isHotkeyRegisteredOnAnyNetwork(ctx, newHotkey)
      : !isHotkeyRegisteredOnSpecificNetwork(ctx, newHotkey, netuid),
    Errors.HotKeyAlreadyRegisteredInSubNet,
  );
  if (netuid === undefined || netuid === ROOT_NETUID)
    ensure(isCleanOnRoot(ctx, newHotkey), Errors.NewHotKeyNotCleanForRootSwap);
  setLastTxBlock(ctx, newHotkey, getLastTxBlock(ctx, oldHotkey));
  setLastTxBlockDelegateTake(ctx, newHotkey, getLastTxBlockDelegateTake(ctx, oldHotkey));
  setLastTxBlockChildkey(ctx, newHotkey, getLastTxBlockChildkeyTake(ctx, oldHotkey));
  const count = new AccessCount();
  count.add(7, 3);
  if (netuid === undefined) swapOnAllSubnets(ctx, coldkey, request, count);
  else swapOnSubnet(ctx, coldkey, { ...request, netuid }, count);
  return { actualWeight: weigh(0n, 0n, count) };
}

/** Rates and claims of two hotkeys can't be merged without paying some coldkey twice. */
function isCleanOnRoot(ctx: Ctx, hotkey: AccountId): boolean {
  return (
    RootClaimable.get(ctx, hotkey).length === 0 &&
    getStakeForHotkeyOnSubnet(ctx, hotkey, ROOT_NETUID) === 0n &&
    RootClaimed.keysOf(ctx, ROOT_NETUID, hotkey).length === 0
  );
}

/** True once enough blocks passed since the coldkey's last swap on the subnet. */
function isSwapDue(ctx: Ctx, netuid: NetUid, coldkey: AccountId): boolean {
  const last = LastHotkeySwapOnNetuid.get(ctx, netuid, coldkey);
  return saturatingAddU64(last, Constants.HotkeySwapOnSubnetInterval.get(ctx)) < ctx.block;
}

/** @throws Refusal NotEnoughBalanceToPaySwapHotKey, InsufficientBalance if paying would end the account */
function pay(ctx: Ctx, coldkey: AccountId, cost: Rao): void {
  ensure(
    canRemoveBalanceFromColdkeyAccount(ctx, coldkey, cost),
    Errors.NotEnoughBalanceToPaySwapHotKey,
  );
  recycleTao(ctx, coldkey, cost);
}

function swapOnAllSubnets(
  ctx: Ctx,
  coldkey: AccountId,
  swap: HotkeySwap,
  count: AccessCount,
): void {
  const { oldHotkey, newHotkey } = swap;
  const all = getAllSubnetNetuids(ctx);
  count.add(all.length * 2 + 1, 0);
  // Being somebody's child doesn't count: others decide that, and could hold up the swap with it.
  const affected = all.filter(
    (netuid) =>
      IsNetworkMember.get(ctx, oldHotkey, netuid) ||
      ChildKeys.get(ctx, oldHotkey, netuid).length > 0,
  );
  for (const netuid of affected) {
    const isFirst = LastHotkeySwapOnNetuid.get(ctx, netuid, coldkey) === 0n;
    ensure(isFirst || isSwapDue(ctx, netuid, coldkey), Errors.HotKeySwapOnSubnetIntervalNotPassed);
    count.add(1, 0);
  }
  pay(ctx, coldkey, Constants.KeySwapCost.get(ctx));
  count.add(3, 2);
  performHotkeySwapOnAllSubnets(ctx, coldkey, swap, count);
  for (const netuid of affected) LastHotkeySwapOnNetuid.set(ctx, netuid, coldkey, ctx.block);
  setLastTxBlock(ctx, coldkey, ctx.block);
  count.add(0, affected.length + 1);
  ctx.deposit(Events.HotkeySwapped({ coldkey, oldHotkey, newHotkey }));
}

/** Source: swap/swap_hotkey.rs */
function performHotkeySwapOnAllSubnets(
  ctx: Ctx,
  coldkey: AccountId,
  swap: HotkeySwap,
  count: AccessCount,
): void {
  const { oldHotkey, newHotkey } = swap;
  const stakers = alphaIterSinglePrefix(ctx, oldHotkey);
  count.add(stakers.length, 0);
  count.addAll(swapHotkeyLocks(ctx, oldHotkey, newHotkey));
  Owner.remove(ctx, oldHotkey);
  setHotkeyOwner(ctx, coldkey, newHotkey);
  OwnedHotkeys.mutate(ctx, coldkey, (hotkeys) =>
    (hotkeys.includes(newHotkey) ? hotkeys : [...hotkeys, newHotkey]).filter(
      (each) => each !== oldHotkey,
    ),
  );
  count.add(2, 2);
  for (const netuid of getAllSubnetNetuids(ctx))
    performHotkeySwapOnOneSubnet(ctx, netuid, swap, count);
  removeLastTxBlock(ctx, oldHotkey);
  removeLastTxBlockDelegateTake(ctx, oldHotkey);
  removeLastTxBlockChildkey(ctx, oldHotkey);
  count.add(3, 6);
  if (Delegates.has(ctx, oldHotkey)) {
    Delegates.set(ctx, newHotkey, Delegates.take(ctx, oldHotkey));
    count.add(2, 2);
  }
  if (swap.keepStake) return;
  for (const { coldkey: staker, share } of stakers) {
    if (safeFloatIsZero(share)) continue;
    const hotkeys = StakingHotkeys.get(ctx, staker);
    count.add(1, 0);
    if (!hotkeys.includes(oldHotkey)) continue;
    const others = hotkeys.filter((each) => each !== oldHotkey && each !== newHotkey);
    StakingHotkeys.set(ctx, staker, [...others, newHotkey]);
    count.add(0, 1);
  }
}

/** Source: swap/swap_hotkey.rs, swap_hotkey_on_subnet */
function swapOnSubnet(
  ctx: Ctx,
  coldkey: AccountId,
  swap: HotkeySwap & { readonly netuid: NetUid },
  count: AccessCount,
): void {
  const { oldHotkey, newHotkey, netuid } = swap;
  // Unlike on all subnets, the first swap too has to wait for the chain's age.
  ensure(isSwapDue(ctx, netuid, coldkey), Errors.HotKeySwapOnSubnetIntervalNotPassed);
  ensure(isSubnetAccountId(ctx, newHotkey) === undefined, Errors.CannotUseSystemAccount);
  pay(ctx, coldkey, Constants.KeySwapOnSubnetCost.get(ctx));
  Owner.set(ctx, newHotkey, coldkey);
  count.add(7, 2);
  const owned = OwnedHotkeys.get(ctx, coldkey);
  if (!owned.includes(newHotkey)) {
    OwnedHotkeys.set(ctx, coldkey, [...owned, newHotkey]);
    count.add(1, 1);
  }
  count.addAll(swapHotkeyLocksOnSubnet(ctx, oldHotkey, newHotkey, netuid));
  performHotkeySwapOnOneSubnet(ctx, netuid, swap, count);
  setLastTxBlock(ctx, coldkey, ctx.block);
  LastHotkeySwapOnNetuid.set(ctx, netuid, coldkey, ctx.block);
  count.add(0, 2);
  ctx.deposit(Events.HotkeySwappedOnSubnet({ coldkey, oldHotkey, newHotkey, netuid }));
}
