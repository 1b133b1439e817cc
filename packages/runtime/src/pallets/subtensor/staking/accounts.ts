import { type Ctx, Refusal, type StateCtx, tolerate } from "@ganglion/frame";
import {
  saturatingAddU64,
  saturatingMulU64,
  saturatingSubUnsigned,
  U64_MAX,
  U64F64,
} from "@ganglion/math";
import { type AccountId, type NetUid, type Rao, rao } from "@ganglion/primitives";
import { currentAlphaPrice, simSwapAlphaForTao } from "../../swap/queries.ts";
import { Constants } from "../constants.ts";
import { getAllSubnetNetuids } from "../subnets/queries.ts";
import { alphaIterPrefix } from "./alpha-entries.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet, getStakeForHotkeyOnSubnet } from "./stake-utils.ts";
import { NominatorMinRequiredStake, StakingHotkeys, TotalStake } from "./storage.ts";

/** Counts TAO as gone from pools and root. Source: staking/helpers.rs */
export function decreaseTotalStake(ctx: Ctx, decrement: Rao): void {
  TotalStake.set(ctx, rao(saturatingSubUnsigned(TotalStake.get(ctx), decrement)));
}

/** The least that is worth staking, rao. Source: lib.rs, DefaultMinStake */
export function minStake(ctx: Pick<StateCtx, "chain">): Rao {
  return Constants.InitialMinStake.get(ctx);
}

/** The least that somebody who doesn't own the hotkey must leave with it, rao. Source: utils/misc.rs */
export function getNominatorMinRequiredStake(ctx: StateCtx): bigint {
  return saturatingMulU64(minStake(ctx), NominatorMinRequiredStake.get(ctx)) / 1_000_000n;
}

/** @param factor millionths of the least stake. Source: utils/misc.rs */
export function setNominatorMinRequiredStake(ctx: Ctx, factor: bigint): void {
  NominatorMinRequiredStake.set(ctx, factor);
}

/** What lies with a hotkey on all subnets, at current prices. Source: staking/helpers.rs */
export function getTotalStakeForHotkey(ctx: StateCtx, hotkey: AccountId): Rao {
  const values = getAllSubnetNetuids(ctx).map((netuid) => {
    const alpha = U64F64.fromInteger(getStakeForHotkeyOnSubnet(ctx, hotkey, netuid));
    return U64F64.saturatingMul(alpha, currentAlphaPrice(ctx, netuid));
  });
  return rao(U64F64.toUnsigned(U64F64.wrappingSum(values), 64));
}

/** What selling a position would fetch, the fee added back at the current price; 0 if it can't be sold. */
function positionValue(
  ctx: StateCtx,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: NetUid,
): bigint {
  const alpha = getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid);
  const sale = tolerate(() => simSwapAlphaForTao(ctx, netuid, alpha));
  if (sale instanceof Refusal) return 0n;
  const price = currentAlphaPrice(ctx, netuid);
  const fee = U64F64.saturatingMul(U64F64.fromInteger(sale.feePaid), price);
  return saturatingAddU64(sale.amountPaidOut, U64F64.toUnsigned(fee, 64));
}

function totalOf(ctx: StateCtx, coldkey: AccountId, counts: (netuid: NetUid) => boolean): Rao {
  let total = 0n;
  for (const hotkey of StakingHotkeys.get(ctx, coldkey))
    for (const { netuid } of alphaIterPrefix(ctx, hotkey, coldkey))
      if (counts(netuid)) total += positionValue(ctx, hotkey, coldkey, netuid);
  return rao(total & U64_MAX);
}

/** What all positions of a coldkey would fetch, each sold by itself. Source: staking/helpers.rs */
export function getTotalStakeForColdkey(ctx: StateCtx, coldkey: AccountId): Rao {
  return totalOf(ctx, coldkey, () => true);
}

/** Source: staking/helpers.rs */
export function getTotalStakeForColdkeyOnSubnet(
  ctx: StateCtx,
  coldkey: AccountId,
  netuid: NetUid,
): Rao {
  return totalOf(ctx, coldkey, (each) => each === netuid);
}
