import {
  addWeight,
  type Ctx,
  ensure,
  type StateCtx,
  tolerate,
  type Weight,
  weigh,
} from "@ganglion/frame";
import { I96F32, saturatingAddU64, U128_MAX } from "@ganglion/math";
import {
  type AccountId,
  type Alpha,
  alpha,
  fromHex,
  type Hash,
  type NetUid,
  rao,
} from "@ganglion/primitives";
import { MIN_PRICE } from "../../swap/queries.ts";
import { recordProtocolOutflow } from "../coinbase/flows.ts";
import { SubnetAlphaOut, SubnetRootSellTao, SubnetTAO } from "../coinbase/storage.ts";
import { transferTaoFromSubnet } from "../coinbase/tao.ts";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { getOwningColdkeyForHotkey } from "../keys/accounts.ts";
import { swapAlphaForTao } from "../staking/pool-swaps.ts";
import {
  getStakeForHotkeyAndColdkeyOnSubnet,
  getStakeForHotkeyOnSubnet,
  increaseStakeForHotkeyAndColdkeyOnSubnet,
} from "../staking/stake-utils.ts";
import { StakingHotkeys, TotalStake } from "../staking/storage.ts";
import { getSubnetAccountId, ROOT_NETUID } from "../subnets/queries.ts";
import type { RootClaimType as ClaimType } from "../types.ts";
import { addStakeAdjustRootClaimedForHotkeyAndColdkey, withRate } from "./claimed.ts";
import {
  NumRootClaim,
  NumStakingColdkeys,
  RootClaimable,
  RootClaimableThreshold,
  RootClaimed,
  RootClaimType,
  StakingColdkeysByIndex,
} from "./storage.ts";

// Subnets owe alpha to root stake. It gathers per hotkey and is paid when a coldkey claims it, or when a
// block draws the coldkey. Source: staking/claim_root.rs

/** Owes alpha of a subnet to all root stake of a hotkey; more of it than there is root stake goes to its owner. */
export function increaseRootClaimableForHotkeyAndSubnet(
  ctx: Ctx,
  hotkey: AccountId,
  netuid: NetUid,
  amount: Alpha,
): void {
  let rate = 0n;
  if (amount > 0n) {
    const stake = getStakeForHotkeyOnSubnet(ctx, hotkey, ROOT_NETUID);
    if (amount > stake) {
      const owner = getOwningColdkeyForHotkey(ctx, hotkey);
      increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, owner, netuid, amount);
      return;
    }
    rate = I96F32.checkedDiv(I96F32.fromInteger(amount), I96F32.fromInteger(stake)) ?? 0n;
  }
  RootClaimable.mutate(ctx, hotkey, (rates) => withRate(rates, netuid, rate));
}

/** All that a position ever earned on a subnet, as if its root stake had always been there, I96F32. */
function getRootClaimableForHotkeyColdkey(
  ctx: StateCtx,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: NetUid,
): bigint {
  const stake = getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, ROOT_NETUID);
  const rate = RootClaimable.get(ctx, hotkey).find(([each]) => each === netuid)?.[1] ?? 0n;
  return I96F32.saturatingMul(rate, I96F32.fromInteger(stake));
}

/** What a subnet owes a position, I96F32; may be negative. */
function getRootOwedForHotkeyColdkeyFloat(
  ctx: StateCtx,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: NetUid,
): bigint {
  const claimable = getRootClaimableForHotkeyColdkey(ctx, hotkey, coldkey, netuid);
  const claimed = I96F32.fromInteger(RootClaimed.get(ctx, netuid, hotkey, coldkey));
  return I96F32.saturatingSub(claimable, claimed);
}

/** What a subnet owes a position, floored, 0 if negative. */
export function getRootOwedForHotkeyColdkey(
  ctx: StateCtx,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: NetUid,
): Alpha {
  const owed = getRootOwedForHotkeyColdkeyFloat(ctx, hotkey, coldkey, netuid);
  return alpha(I96F32.toUnsigned(owed, 64));
}

/** Sells what is owed and stakes the TAO on root. */
function swapToRoot(
  ctx: Ctx,
  hotkey: AccountId,
  coldkey: AccountId,
  { netuid, owed }: { readonly netuid: NetUid; readonly owed: Alpha },
): void {
  const terms = { priceLimit: MIN_PRICE, dropFees: true };
  const tao = swapAlphaForTao(ctx, netuid, owed, terms).amountPaidOut;
  const rootAccount = getSubnetAccountId(ctx, ROOT_NETUID);
  ensure(rootAccount !== undefined, Errors.RootNetworkDoesNotExist);
  transferTaoFromSubnet(ctx, netuid, rootAccount, tao);
  SubnetRootSellTao.mutate(ctx, netuid, (total) => rao(saturatingAddU64(total, tao)));
  recordProtocolOutflow(ctx, netuid, tao);
  increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, ROOT_NETUID, alpha(tao));
  SubnetTAO.mutate(ctx, ROOT_NETUID, (total) => rao(saturatingAddU64(total, tao)));
  SubnetAlphaOut.mutate(ctx, ROOT_NETUID, (total) => alpha(saturatingAddU64(total, tao)));
  TotalStake.mutate(ctx, (total) => rao(saturatingAddU64(total, tao)));
  addStakeAdjustRootClaimedForHotkeyAndColdkey(ctx, hotkey, coldkey, tao);
}

function swaps(type: ClaimType, netuid: NetUid): boolean {
  if (type.type === "KeepSubnets") return !type.value.subnets.includes(netuid);
  return type.type === "Swap";
}

/**
 * Pays a position what a subnet owes it; nothing below the threshold.
 * @throws Refusal of the swap or the transfer
 */
function rootClaimOnSubnet(
  ctx: Ctx,
  hotkey: AccountId,
  coldkey: AccountId,
  claim: {
    readonly netuid: NetUid;
    readonly type: ClaimType;
  },
): void {
  const { netuid } = claim;
  const exact = getRootOwedForHotkeyColdkeyFloat(ctx, hotkey, coldkey, netuid);
  if (exact < RootClaimableThreshold.get(ctx, netuid)) return;
  const owed = alpha(I96F32.toUnsigned(exact, 64));
  if (owed === 0n) return;
  if (swaps(claim.type, netuid))
    ctx.transaction(() => swapToRoot(ctx, hotkey, coldkey, { netuid, owed }));
  else increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid, owed);
  RootClaimed.mutate(ctx, netuid, hotkey, coldkey, (claimed) => {
    const sum = claimed + owed;
    return sum > U128_MAX ? U128_MAX : sum;
  });
}

const READ = weigh(0n, 0n, { reads: 1n });
const CLAIM_ON_SUBNET = weigh(60_000_000n, 6987n, { reads: 7n, writes: 5n });

/** Pays a position what all subnets owe it, or those named. @returns its weight */
function rootClaimAll(
  ctx: Ctx,
  hotkey: AccountId,
  coldkey: AccountId,
  subnets: ReadonlySet<NetUid> | undefined,
): Weight {
  let weight = addWeight(READ, READ);
  const type = RootClaimType.get(ctx, coldkey);
  for (const [netuid] of RootClaimable.get(ctx, hotkey)) {
    if (subnets && !subnets.has(netuid)) continue;
    rootClaimOnSubnet(ctx, hotkey, coldkey, { netuid, type });
    weight = addWeight(weight, CLAIM_ON_SUBNET);
  }
  return weight;
}

/**
 * Pays a coldkey what it is owed with all its hotkeys, or nothing at all.
 * @returns its weight
 * @throws Refusal of a swap or transfer
 */
export function doRootClaim(ctx: Ctx, coldkey: AccountId, subnets?: ReadonlySet<NetUid>): Weight {
  return ctx.transaction(() => {
    let weight = READ;
    for (const hotkey of StakingHotkeys.get(ctx, coldkey)) {
      weight = addWeight(weight, READ);
      weight = addWeight(weight, rootClaimAll(ctx, hotkey, coldkey, subnets));
    }
    ctx.deposit(Events.RootClaimed({ coldkey }));
    return weight;
  });
}

/**
 * Up to `k` numbers below `n` that a block hash decides on, ascending; 0 where there are none to draw from.
 * Source: staking/claim_root.rs, block_hash_to_indices
 */
export function blockHashToIndices(hash: Hash, k: bigint, n: bigint): bigint[] {
  const bytes = fromHex(hash);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const indices = new Set<bigint>();
  let last = view.getBigUint64(0);
  for (let i = 0n; i < k; i++) {
    const step = view.getBigUint64(Number((i * 8n) % 32n));
    last = n === 0n ? 0n : saturatingAddU64(last, step) % n;
    indices.add(last);
  }
  return [...indices].sort((a, b) => (a < b ? -1 : 1));
}

/** Claims for some coldkeys that the last block's hash draws; one that can't be paid is passed over. */
export function runAutoClaimRootDivs(ctx: Ctx, lastBlockHash: Hash): void {
  const n = NumStakingColdkeys.get(ctx);
  const k = NumRootClaim.get(ctx);
  for (const index of blockHashToIndices(lastBlockHash, k, n)) {
    const coldkey = StakingColdkeysByIndex.get(ctx, index);
    if (coldkey !== undefined) tolerate(() => doRootClaim(ctx, coldkey));
  }
}

/** Swap to TAO on root, keep as alpha, or by subnet. */
export function changeRootClaimType(ctx: Ctx, coldkey: AccountId, type: ClaimType): void {
  RootClaimType.set(ctx, coldkey, type);
  ctx.deposit(Events.RootClaimTypeSet({ coldkey, rootClaimType: type }));
}
