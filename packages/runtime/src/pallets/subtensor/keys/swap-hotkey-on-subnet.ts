import type { Ctx, Item } from "@ganglion/frame";
import { saturatingAddU64 } from "@ganglion/math";
import { type AccountId, alpha, type NetUid } from "@ganglion/primitives";
import {
  AutoParentDelegationEnabled,
  ChildkeyTake,
  PendingChildKeys,
} from "../children/storage.ts";
import { parentChildSwapHotkey } from "../children/swap-keys.ts";
import { AlphaDividendsPerSubnet } from "../coinbase/storage.ts";
import { LoadedEmission } from "../epoch/storage.ts";
import { swapVotingPowerForHotkey } from "../epoch/voting-power.ts";
import { mechanismIndices } from "../registration/neuron-vectors.ts";
import { IsNetworkMember, Keys, Uids } from "../registration/storage.ts";
import {
  transferRootClaimableForNewHotkey,
  transferRootClaimedForNewKeys,
} from "../root/claimed.ts";
import { RootClaimable, RootClaimed } from "../root/storage.ts";
import { Axons, NeuronCertificates, Prometheus } from "../serving/storage.ts";
import {
  decreaseStakeForHotkeyAndColdkeyOnSubnet,
  getStakeForHotkeyAndColdkeyOnSubnet,
  increaseStakeForHotkeyAndColdkeyOnSubnet,
} from "../staking/stake-utils.ts";
import {
  AlphaV2,
  AutoStakeDestination,
  AutoStakeDestinationColdkeys,
  Alpha as LegacyShares,
  StakingHotkeys,
  TotalHotkeyAlphaLastEpoch,
} from "../staking/storage.ts";
import { setSubnetOwnerHotkey } from "../subnets/owner-hotkey.ts";
import { ROOT_NETUID } from "../subnets/queries.ts";
import { SubnetOwnerHotkey } from "../subnets/storage.ts";
import { WeightCommits } from "../weights/storage.ts";
import type { AccessCount } from "./access-count.ts";

export interface HotkeySwap {
  readonly oldHotkey: AccountId;
  readonly newHotkey: AccountId;
  /** True if the stake stays on the old hotkey. */
  readonly keepStake: boolean;
}

/**
 * Puts the new hotkey in the old one's place on one subnet: uid, endpoints, commits, children, and with
 * them (unless it is kept back) the stake and what it earned.
 * @throws Refusal of the children's graph
 * Source: swap/swap_hotkey.rs
 */
export function performHotkeySwapOnOneSubnet(
  ctx: Ctx,
  netuid: NetUid,
  swap: HotkeySwap,
  count: AccessCount,
): void {
  const { oldHotkey, newHotkey } = swap;
  const isMember = IsNetworkMember.get(ctx, oldHotkey, netuid);
  IsNetworkMember.remove(ctx, oldHotkey, netuid);
  IsNetworkMember.set(ctx, newHotkey, netuid, isMember);
  count.add(1, 2);
  if (isMember) moveNeuron(ctx, netuid, swap, count);
  if (ChildkeyTake.has(ctx, oldHotkey, netuid)) {
    ChildkeyTake.set(ctx, newHotkey, netuid, ChildkeyTake.take(ctx, oldHotkey, netuid));
    count.add(1, 2);
  }
  count.addAll(parentChildSwapHotkey(ctx, oldHotkey, newHotkey, netuid));
  renamePendingChild(ctx, netuid, swap, count);
  moveAutoStakes(ctx, netuid, swap);
  if (SubnetOwnerHotkey.has(ctx, netuid)) {
    count.add(1, 0);
    if (SubnetOwnerHotkey.get(ctx, netuid) === oldHotkey) {
      setSubnetOwnerHotkey(ctx, netuid, newHotkey);
      count.add(0, 1);
    }
  }
  if (swap.keepStake) return;
  moveDividends(ctx, netuid, swap, count);
  moveStake(ctx, netuid, swap, count);
  if (netuid === ROOT_NETUID) moveRootClaims(ctx, swap, count);
}

/** Moves what is stored under the old key, if it is, to the new one. */
function moveEntry<K, V>(
  ctx: Ctx,
  item: Item<[K, AccountId], V, V | undefined>,
  [under, { oldHotkey, newHotkey }]: readonly [K, HotkeySwap],
  count: AccessCount,
): void {
  const moved = item.take(ctx, under, oldHotkey);
  if (moved === undefined) return;
  item.set(ctx, under, newHotkey, moved);
  count.add(1, 2);
}

function moveNeuron(ctx: Ctx, netuid: NetUid, swap: HotkeySwap, count: AccessCount): void {
  const { oldHotkey, newHotkey } = swap;
  const uid = Uids.take(ctx, netuid, oldHotkey);
  if (uid !== undefined) {
    Uids.set(ctx, netuid, newHotkey, uid);
    Keys.set(ctx, netuid, uid, newHotkey);
    count.add(1, 3);
  }
  moveEntry(ctx, Prometheus, [netuid, swap], count);
  moveEntry(ctx, Axons, [netuid, swap], count);
  for (const index of mechanismIndices(ctx, netuid))
    moveEntry(ctx, WeightCommits, [index, swap], count);
  const loaded = LoadedEmission.get(ctx, netuid);
  if (loaded) {
    const renamed = loaded.map(
      ([hotkey, server, validator]) =>
        [hotkey === oldHotkey ? newHotkey : hotkey, server, validator] as const,
    );
    LoadedEmission.set(ctx, netuid, renamed);
    count.add(1, 2);
  }
  moveEntry(ctx, NeuronCertificates, [netuid, swap], count);
}

/** Where the old hotkey is about to become somebody's child, the new one is. */
function renamePendingChild(ctx: Ctx, netuid: NetUid, swap: HotkeySwap, count: AccessCount): void {
  for (const [[, parent], [children, cooldown]] of PendingChildKeys.entries(ctx, netuid)) {
    count.add(1, 0);
    const place = children.findIndex(([, child]) => child === swap.oldHotkey);
    if (place < 0) continue;
    const renamed = [
      ...children.toSpliced(place, 1),
      [children[place]![0], swap.newHotkey] as const,
    ];
    PendingChildKeys.set(ctx, netuid, parent, [renamed, cooldown]);
    count.add(1, 2);
  }
}

function moveAutoStakes(ctx: Ctx, netuid: NetUid, { oldHotkey, newHotkey }: HotkeySwap): void {
  if (!AutoStakeDestinationColdkeys.has(ctx, oldHotkey, netuid)) return;
  const coldkeys = AutoStakeDestinationColdkeys.take(ctx, oldHotkey, netuid);
  for (const coldkey of coldkeys) AutoStakeDestination.set(ctx, coldkey, netuid, newHotkey);
  AutoStakeDestinationColdkeys.set(ctx, newHotkey, netuid, coldkeys);
}

function moveDividends(ctx: Ctx, netuid: NetUid, swap: HotkeySwap, count: AccessCount): void {
  const { oldHotkey, newHotkey } = swap;
  const lastEpoch = TotalHotkeyAlphaLastEpoch.take(ctx, oldHotkey, netuid);
  TotalHotkeyAlphaLastEpoch.mutate(ctx, newHotkey, netuid, (before) =>
    alpha(saturatingAddU64(before, lastEpoch)),
  );
  const dividends = AlphaDividendsPerSubnet.take(ctx, netuid, oldHotkey);
  AlphaDividendsPerSubnet.mutate(ctx, netuid, newHotkey, (before) =>
    alpha(saturatingAddU64(before, dividends)),
  );
  swapVotingPowerForHotkey(ctx, oldHotkey, newHotkey, netuid);
  count.add(6, 6);
}

function moveStake(ctx: Ctx, netuid: NetUid, swap: HotkeySwap, count: AccessCount): void {
  const { oldHotkey, newHotkey } = swap;
  const keys = [...LegacyShares.keysOf(ctx, oldHotkey), ...AlphaV2.keysOf(ctx, oldHotkey)];
  count.add(keys.length, keys.length);
  const stakers = new Set(keys.filter(([, , on]) => on === netuid).map(([, coldkey]) => coldkey));
  for (const coldkey of [...stakers].sort()) {
    const stake = getStakeForHotkeyAndColdkeyOnSubnet(ctx, oldHotkey, coldkey, netuid);
    decreaseStakeForHotkeyAndColdkeyOnSubnet(ctx, oldHotkey, coldkey, netuid, stake);
    increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, newHotkey, coldkey, netuid, stake);
    count.add(3, 2);
    const hotkeys = StakingHotkeys.get(ctx, coldkey);
    if (!hotkeys.includes(oldHotkey) || hotkeys.includes(newHotkey)) continue;
    StakingHotkeys.set(ctx, coldkey, [...hotkeys, newHotkey]);
    count.add(0, 1);
  }
}

/** Rates and claims are kept for all subnets by the stake on root: they move only with that. */
function moveRootClaims(ctx: Ctx, swap: HotkeySwap, count: AccessCount): void {
  const { oldHotkey, newHotkey } = swap;
  transferRootClaimableForNewHotkey(ctx, oldHotkey, newHotkey);
  count.add(3, 2);
  for (const [netuid] of RootClaimable.get(ctx, newHotkey)) {
    const claimed = RootClaimed.keysOf(ctx, netuid, oldHotkey);
    count.add(claimed.length * 3, claimed.length * 2);
    for (const [, , coldkey] of claimed) {
      const from = { hotkey: oldHotkey, coldkey };
      transferRootClaimedForNewKeys(ctx, netuid, from, { hotkey: newHotkey, coldkey });
    }
  }
  if (!AutoParentDelegationEnabled.has(ctx, oldHotkey)) return;
  const enabled = AutoParentDelegationEnabled.take(ctx, oldHotkey);
  AutoParentDelegationEnabled.set(ctx, newHotkey, enabled);
  count.add(1, 2);
}
