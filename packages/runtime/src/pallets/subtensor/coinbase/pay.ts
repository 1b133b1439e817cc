import type { Ctx, StateCtx } from "@ganglion/frame";
import { saturatingAddU64, U96F32 } from "@ganglion/math";
import { type AccountId, type Alpha, alpha, type NetUid } from "@ganglion/primitives";
import { Events } from "../events.ts";
import { OwnedHotkeys, Owner } from "../keys/storage.ts";
import { distributeLeasedNetworkDividends } from "../leasing/dividends.ts";
import { SubnetUidToLeaseId } from "../leasing/storage.ts";
import { autoLockOwnerCut } from "../locks/owner-cut.ts";
import { Uids } from "../registration/storage.ts";
import { increaseRootClaimableForHotkeyAndSubnet } from "../root/claim-root.ts";
import { RootAlphaDividendsPerSubnet } from "../root/storage.ts";
import {
  increaseStakeForHotkeyAndColdkeyOnSubnet,
  increaseStakeForHotkeyOnSubnet,
} from "../staking/stake-utils.ts";
import {
  AutoStakeDestination,
  TotalHotkeyAlpha,
  TotalHotkeyAlphaLastEpoch,
} from "../staking/storage.ts";
import { getHotkeyTakeFloat } from "../staking/takes.ts";
import { SubnetOwner, SubnetOwnerHotkey } from "../subnets/storage.ts";
import { burnSubnetAlpha, recycleSubnetAlpha } from "./alpha.ts";
import { type ByHotkey, byAccount } from "./parent-dividends.ts";
import { AlphaDividendsPerSubnet, MinerBurned, RecycleOrBurn } from "./storage.ts";

const floor = (bits: bigint): Alpha => alpha(U96F32.toUnsigned(bits, 64));

/** Pays the owner's cut onto the owner's hotkey. Without owner or hotkey nobody gets it. */
export function payOwnerCut(ctx: Ctx, netuid: NetUid, cut: Alpha): void {
  if (!SubnetOwner.has(ctx, netuid) || !SubnetOwnerHotkey.has(ctx, netuid)) return;
  const coldkey = SubnetOwner.get(ctx, netuid);
  const hotkey = SubnetOwnerHotkey.get(ctx, netuid);
  increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid, cut);
  const lease = SubnetUidToLeaseId.get(ctx, netuid);
  if (lease !== undefined) distributeLeasedNetworkDividends(ctx, lease, cut);
  autoLockOwnerCut(ctx, netuid, cut);
}

/** Registered hotkeys of the subnet's owner, and the one it named: they earn nothing as miners. Source: coinbase/run_coinbase.rs */
export function getOwnerHotkeys(ctx: StateCtx, netuid: NetUid): ReadonlySet<AccountId> {
  const owned = OwnedHotkeys.get(ctx, SubnetOwner.get(ctx, netuid));
  const named = SubnetOwnerHotkey.has(ctx, netuid) ? [SubnetOwnerHotkey.get(ctx, netuid)] : [];
  return new Set([...owned, ...named].filter((hotkey) => Uids.has(ctx, netuid, hotkey)));
}

/**
 * One subnet's payments onto hotkeys. Nearly all are of nothing, up to three times to the same hotkey, and
 * count none the less: a payment of nothing brings an old position into today's form. Only the second in
 * a row changes nothing, so it is left out.
 */
export class Payments {
  readonly #ctx: Ctx;
  readonly #netuid: NetUid;
  /** Hotkeys whose last payment was one of nothing to their owner. */
  readonly #paidNothing = new Set<AccountId>();

  constructor(ctx: Ctx, netuid: NetUid) {
    this.#ctx = ctx;
    this.#netuid = netuid;
  }

  /** Stakes a miner's incentive to its hotkey, or where its coldkey wants it. */
  miner(hotkey: AccountId, incentive: Alpha): void {
    const ctx = this.#ctx;
    const netuid = this.#netuid;
    const owner = Owner.get(ctx, hotkey);
    const chosen = AutoStakeDestination.get(ctx, owner, netuid);
    if (chosen === undefined) {
      this.#pay(hotkey, owner, incentive);
      return;
    }
    ctx.deposit(Events.AutoStakeAdded({ netuid, destination: chosen, hotkey, owner, incentive }));
    this.#paidNothing.delete(chosen);
    increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, chosen, owner, netuid, incentive);
  }

  /** Pays a validator its take in alpha; what is left is its nominators', U96F32. */
  take(hotkey: AccountId, dividend: bigint): bigint {
    if (dividend === 0n && this.#paidNothing.has(hotkey)) return 0n;
    const ctx = this.#ctx;
    const take =
      dividend === 0n ? 0n : U96F32.saturatingMul(getHotkeyTakeFloat(ctx, hotkey), dividend);
    this.#pay(hotkey, Owner.get(ctx, hotkey), floor(take));
    return U96F32.saturatingSub(dividend, take);
  }

  /** Adds to what all nominators of a hotkey own. */
  nominators(hotkey: AccountId, amount: Alpha): void {
    if (amount === 0n && this.#paidNothing.has(hotkey)) return;
    increaseStakeForHotkeyOnSubnet(this.#ctx, hotkey, this.#netuid, amount);
  }

  #pay(hotkey: AccountId, owner: AccountId, amount: Alpha): void {
    if (amount === 0n) this.#paidNothing.add(hotkey);
    else this.#paidNothing.delete(hotkey);
    increaseStakeForHotkeyAndColdkeyOnSubnet(this.#ctx, hotkey, owner, this.#netuid, amount);
  }
}

/**
 * Pays miners onto their hotkey, or where their coldkey wants it. What the owner's own keys earned is burned
 * or recycled instead, and its proportion noted: it lowers the subnet's emission.
 */
export function payIncentives(
  ctx: Ctx,
  netuid: NetUid,
  incentives: ByHotkey<Alpha>,
  payments = new Payments(ctx, netuid),
): void {
  const ownerHotkeys = getOwnerHotkeys(ctx, netuid);
  const recycles = RecycleOrBurn.get(ctx, netuid) === "Recycle";
  let total = 0n;
  let withheld = 0n;
  for (const [hotkey, incentive] of byAccount(incentives)) {
    total = saturatingAddU64(total, incentive);
    if (ownerHotkeys.has(hotkey)) {
      withheld = saturatingAddU64(withheld, incentive);
      if (recycles) recycleSubnetAlpha(ctx, netuid, incentive);
      else burnSubnetAlpha(ctx, netuid, incentive);
    } else payments.miner(hotkey, incentive);
  }
  const part = U96F32.safeDiv(U96F32.fromInteger(withheld), U96F32.fromInteger(total));
  MinerBurned.set(ctx, netuid, part);
}

/** Removes what the last epoch noted for hotkeys that this one pays nothing, not even zero. */
function forgetOthers(
  ctx: Ctx,
  item: typeof AlphaDividendsPerSubnet | typeof RootAlphaDividendsPerSubnet,
  netuid: NetUid,
  dividends: ByHotkey<bigint>,
): void {
  for (const [, hotkey] of item.keysOf(ctx, netuid))
    if (!dividends.has(hotkey)) item.remove(ctx, netuid, hotkey);
}

/** Pays dividends of alpha stake into each hotkey's pool. */
export function payAlphaDividends(
  ctx: Ctx,
  netuid: NetUid,
  dividends: ByHotkey<bigint>,
  payments = new Payments(ctx, netuid),
): void {
  forgetOthers(ctx, AlphaDividendsPerSubnet, netuid, dividends);
  for (const [hotkey, dividend] of byAccount(dividends)) {
    const rest = floor(payments.take(hotkey, dividend));
    payments.nominators(hotkey, rest);
    AlphaDividendsPerSubnet.set(ctx, netuid, hotkey, rest);
    const stake = TotalHotkeyAlpha.get(ctx, hotkey, netuid);
    TotalHotkeyAlphaLastEpoch.set(ctx, hotkey, netuid, stake);
  }
}

/** Makes dividends of root stake claimable. */
export function payRootDividends(
  ctx: Ctx,
  netuid: NetUid,
  dividends: ByHotkey<bigint>,
  payments = new Payments(ctx, netuid),
): void {
  forgetOthers(ctx, RootAlphaDividendsPerSubnet, netuid, dividends);
  for (const [hotkey, dividend] of byAccount(dividends)) {
    const rest = floor(payments.take(hotkey, dividend));
    increaseRootClaimableForHotkeyAndSubnet(ctx, hotkey, netuid, rest);
    RootAlphaDividendsPerSubnet.set(ctx, netuid, hotkey, rest);
  }
}
