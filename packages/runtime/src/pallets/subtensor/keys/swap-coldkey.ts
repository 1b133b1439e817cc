import { type Ctx, ensure, Refusal, tolerate } from "@ganglion/frame";
import type { AccountId, NetUid, Rao } from "@ganglion/primitives";
import { recycleTao, transferAllTaoAndKill } from "../coinbase/tao.ts";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { IdentitiesV2 } from "../identity/storage.ts";
import { acceptLockedAlpha } from "../locks/account-flags.ts";
import { swapColdkeyLocks } from "../locks/swap-keys.ts";
import { transferRootClaimedForNewKeys } from "../root/claimed.ts";
import { maybeAddColdkeyIndex, maybeRemoveColdkeyIndex } from "../root/coldkey-index.ts";
import {
  decreaseStakeForHotkeyAndColdkeyOnSubnet,
  getStakeForHotkeyAndColdkeyOnSubnet,
  increaseStakeForHotkeyAndColdkeyOnSubnet,
} from "../staking/stake-utils.ts";
import {
  AutoStakeDestination,
  AutoStakeDestinationColdkeys,
  StakingHotkeys,
} from "../staking/storage.ts";
import { getAllSubnetNetuids, ROOT_NETUID } from "../subnets/queries.ts";
import { SubnetOwner } from "../subnets/storage.ts";
import { hotkeyAccountExists, setHotkeyOwner } from "./accounts.ts";
import { setLastTxBlock } from "./rate-limits.ts";
import { ColdkeySwapAnnouncements, ColdkeySwapDisputes, OwnedHotkeys, Owner } from "./storage.ts";

const U32_MAX = 2 ** 32 - 1;

/** Block numbers of this pallet's older items are u32 and stop at its end. */
export const addBlocks = (block: number, blocks: number): number =>
  Math.min(block + blocks, U32_MAX);

/** @throws Refusal NotEnoughBalanceToPaySwapColdKey, whatever the recycling refused. Source: swap/swap_coldkey.rs */
export function chargeSwapCost(ctx: Ctx, coldkey: AccountId, cost: Rao): void {
  const paid = tolerate(() => recycleTao(ctx, coldkey, cost));
  ensure(!(paid instanceof Refusal), Errors.NotEnoughBalanceToPaySwapColdKey);
}

/** Forgets an announcement and its dispute. */
export function clearSwap(ctx: Ctx, coldkey: AccountId): void {
  ColdkeySwapAnnouncements.remove(ctx, coldkey);
  ColdkeySwapDisputes.remove(ctx, coldkey);
}

interface Swap {
  readonly from: AccountId;
  readonly to: AccountId;
}

/**
 * Hands all that a coldkey has to another one that has no stake yet: identity, subnets, stake, hotkeys,
 * locks, and the balance.
 * @throws Refusal ColdKeyAlreadyAssociated, NewColdKeyIsHotkey, and what moving locks and TAO refuses
 * Source: swap/swap_coldkey.rs
 */
export function doSwapColdkey(ctx: Ctx, oldColdkey: AccountId, newColdkey: AccountId): void {
  const swap: Swap = { from: oldColdkey, to: newColdkey };
  ensure(StakingHotkeys.get(ctx, newColdkey).length === 0, Errors.ColdKeyAlreadyAssociated);
  ensure(!hotkeyAccountExists(ctx, newColdkey), Errors.NewColdKeyIsHotkey);
  moveIdentity(ctx, swap);
  // The flags of the old coldkey follow together with its locks.
  acceptLockedAlpha(ctx, newColdkey);
  for (const netuid of getAllSubnetNetuids(ctx)) {
    if (SubnetOwner.get(ctx, netuid) === oldColdkey) SubnetOwner.set(ctx, netuid, newColdkey);
    moveAutoStakeDestination(ctx, netuid, swap);
    moveStake(ctx, netuid, swap);
  }
  moveStakingHotkeys(ctx, swap);
  moveHotkeys(ctx, swap);
  swapColdkeyLocks(ctx, oldColdkey, newColdkey);
  transferAllTaoAndKill(ctx, oldColdkey, newColdkey);
  setLastTxBlock(ctx, newColdkey, ctx.block);
  ctx.deposit(Events.ColdkeySwapped({ oldColdkey, newColdkey }));
}

/** An identity that the new coldkey has already stays. */
function moveIdentity(ctx: Ctx, { from, to }: Swap): void {
  if (IdentitiesV2.has(ctx, to)) return;
  const identity = IdentitiesV2.take(ctx, from);
  if (identity) IdentitiesV2.set(ctx, to, identity);
}

function moveAutoStakeDestination(ctx: Ctx, netuid: NetUid, { from, to }: Swap): void {
  const hotkey = AutoStakeDestination.get(ctx, from, netuid);
  if (hotkey === undefined) return;
  AutoStakeDestination.remove(ctx, from, netuid);
  AutoStakeDestination.set(ctx, to, netuid, hotkey);
  AutoStakeDestinationColdkeys.mutate(ctx, hotkey, netuid, (coldkeys) => [
    ...coldkeys.filter((each) => each !== from && each !== to),
    to,
  ]);
}

function moveStake(ctx: Ctx, netuid: NetUid, { from, to }: Swap): void {
  for (const hotkey of StakingHotkeys.get(ctx, from)) {
    const stake = getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, from, netuid);
    decreaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, from, netuid, stake);
    increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, to, netuid, stake);
    if (getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, to, netuid) === 0n) continue;
    const claimedBy = { hotkey, coldkey: from };
    transferRootClaimedForNewKeys(ctx, netuid, claimedBy, { hotkey, coldkey: to });
    if (netuid === ROOT_NETUID) maybeAddColdkeyIndex(ctx, to);
  }
  if (netuid === ROOT_NETUID) maybeRemoveColdkeyIndex(ctx, from);
}

function moveStakingHotkeys(ctx: Ctx, { from, to }: Swap): void {
  const moved = StakingHotkeys.take(ctx, from);
  const had = StakingHotkeys.get(ctx, to);
  StakingHotkeys.set(ctx, to, [...had, ...moved.filter((each) => !had.includes(each))]);
}

function moveHotkeys(ctx: Ctx, { from, to }: Swap): void {
  const moved = OwnedHotkeys.get(ctx, from);
  const had = OwnedHotkeys.get(ctx, to);
  for (const hotkey of moved) {
    Owner.remove(ctx, hotkey);
    setHotkeyOwner(ctx, to, hotkey);
  }
  OwnedHotkeys.remove(ctx, from);
  OwnedHotkeys.set(ctx, to, [...had, ...moved.filter((each) => !had.includes(each))]);
}
