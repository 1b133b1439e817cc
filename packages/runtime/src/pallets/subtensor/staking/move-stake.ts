import type { Ctx } from "@ganglion/frame";
import { U64_MAX, U64F64 } from "@ganglion/math";
import { type Alpha, alpha, type NetUid, type Rao, rao } from "@ganglion/primitives";
import { currentAlphaPrice, MAX_PRICE, MIN_PRICE } from "../../swap/queries.ts";
import { SubnetAlphaIn, SubnetTAO } from "../coinbase/storage.ts";
import { transferTao } from "../coinbase/tao.ts";
import { Events } from "../events.ts";
import { getOwningColdkeyForHotkey } from "../keys/accounts.ts";
import { ROOT_NETUID } from "../subnets/queries.ts";
import { SubnetMechanism } from "../subnets/storage.ts";
import { minStake } from "./accounts.ts";
import { getMaxAmountAdd, isStable, type Limit, PAR } from "./add-stake.ts";
import type { Position } from "./position.ts";
import { getMaxAmountRemove } from "./remove-stake.ts";
import { stakeIntoSubnet } from "./stake.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "./stake-utils.ts";
import { TransferToggle } from "./storage.ts";
import { maybeBecomeDelegate } from "./takes.ts";
import { transferStakeWithinSubnet } from "./transfer-within.ts";
import { unstakeFromSubnet } from "./unstake.ts";
import { validateStakeTransition } from "./validate.ts";

/** Lets stake of a subnet go to other coldkeys, or not. Source: staking/move_stake.rs */
export function toggleTransfer(
  ctx: Ctx,
  { netuid, enabled }: { readonly netuid: NetUid; readonly enabled: boolean },
): void {
  TransferToggle.set(ctx, netuid, enabled);
  ctx.deposit(Events.TransferToggle({ netuid, enabled }));
}

/** Alpha that goes through both pools before alpha of the one costs more of the other than the limit says. */
function maxThroughTwoPools(ctx: Ctx, from: NetUid, to: NetUid, limitPrice: Rao): Alpha {
  const [taoFrom, taoTo] = [SubnetTAO.get(ctx, from), SubnetTAO.get(ctx, to)];
  const [alphaFrom, alphaTo] = [SubnetAlphaIn.get(ctx, from), SubnetAlphaIn.get(ctx, to)];
  if (taoFrom === 0n || taoTo === 0n || alphaFrom === 0n || alphaTo === 0n) return alpha(0n);
  const limit = U64F64.checkedDiv(U64F64.fromInteger(limitPrice), U64F64.fromInteger(PAR)) ?? 0n;
  const price = U64F64.safeDiv(currentAlphaPrice(ctx, from), currentAlphaPrice(ctx, to));
  if (limit > price) return alpha(0n);
  if (limitPrice === 0n) return alpha(U64_MAX);
  // Exact only for pools whose sides weigh the same; the reference uses it for all.
  const t1 = U64F64.fromInteger(taoFrom);
  const t2 = U64F64.fromInteger(taoTo);
  const sum = U64F64.saturatingAdd(t2, t1);
  const reached = U64F64.safeDiv(
    U64F64.saturatingMul(U64F64.fromInteger(alphaTo), U64F64.safeDiv(t1, sum)),
    limit,
  );
  const start = U64F64.saturatingMul(U64F64.fromInteger(alphaFrom), U64F64.safeDiv(t2, sum));
  return alpha(U64F64.toUnsigned(U64F64.saturatingSub(reached, start), 64));
}

/**
 * Alpha of a subnet that can be swapped into another's before the price passes the limit.
 * @param limitPrice price of the one in alpha of the other, 10^9 = 1
 * @throws Refusal of the Swap pallet
 * Source: staking/move_stake.rs
 */
export function getMaxAmountMove(ctx: Ctx, from: NetUid, to: NetUid, limitPrice: Rao): Alpha {
  const [fromStable, toStable] = [isStable(ctx, from), isStable(ctx, to)];
  if (fromStable && toStable) return alpha(limitPrice > PAR ? 0n : U64_MAX);
  if (fromStable && SubnetMechanism.get(ctx, to) === 1) {
    if (limitPrice === 0n) return alpha(U64_MAX);
    // The limit is the inverse of the destination's price.
    const par = U64F64.fromInteger(PAR);
    const price = U64F64.saturatingMul(U64F64.safeDiv(par, U64F64.fromInteger(limitPrice)), par);
    return alpha(getMaxAmountAdd(ctx, to, rao(U64F64.toUnsigned(price, 64))));
  }
  if (toStable && SubnetMechanism.get(ctx, from) === 1)
    return getMaxAmountRemove(ctx, from, limitPrice);
  return maxThroughTwoPools(ctx, from, to, limitPrice);
}

/** Sells on one subnet and buys on the other; one of both is without fee. @returns the TAO in between */
function swapAcross(ctx: Ctx, from: Position, to: Position, amount: Alpha): Rao {
  const dropFeeOrigin = from.netuid === ROOT_NETUID;
  const tao = unstakeFromSubnet(ctx, {
    ...from,
    alpha: amount,
    priceLimit: MIN_PRICE,
    dropFees: dropFeeOrigin,
  });
  if (from.coldkey !== to.coldkey) transferTao(ctx, from.coldkey, to.coldkey, tao);
  // Less than the least stake stays with the coldkey as TAO.
  if (tao < minStake(ctx)) return tao;
  if (getOwningColdkeyForHotkey(ctx, to.hotkey) !== to.coldkey) maybeBecomeDelegate(ctx, to.hotkey);
  stakeIntoSubnet(ctx, { ...to, tao, priceLimit: MAX_PRICE, dropFees: !dropFeeOrigin });
  return tao;
}

/** What moves, and on which terms. */
interface Move {
  readonly alpha: Alpha;
  readonly limit?: Limit;
  readonly checkTransferToggle?: boolean;
}

/**
 * Moves stake between positions; asking for more than there is means all of it.
 * @returns its worth in TAO
 * Source: staking/move_stake.rs, transition_stake_internal
 */
function transitionStake(ctx: Ctx, from: Position, to: Position, move: Move): Rao {
  const available = getStakeForHotkeyAndColdkeyOnSubnet(
    ctx,
    from.hotkey,
    from.coldkey,
    from.netuid,
  );
  const asked = move.alpha < available ? move.alpha : available;
  const crosses = from.netuid !== to.netuid;
  const maxAmount =
    crosses && move.limit
      ? getMaxAmountMove(ctx, from.netuid, to.netuid, move.limit.limitPrice)
      : asked;
  validateStakeTransition(ctx, from, to, {
    alpha: asked,
    maxAmount,
    allowPartial: move.limit?.allowPartial,
    checkTransferToggle: move.checkTransferToggle ?? false,
  });
  const amount = asked < maxAmount ? asked : maxAmount;
  return crosses
    ? swapAcross(ctx, from, to, amount)
    : transferStakeWithinSubnet(ctx, from, to, amount);
}

/** Moves stake to another hotkey or subnet, or both. @throws Refusal of validateStakeTransition. Source: staking/move_stake.rs */
export function doMoveStake(
  ctx: Ctx,
  from: Position,
  to: Omit<Position, "coldkey">,
  amount: Alpha,
): void {
  const { coldkey } = from;
  const tao = transitionStake(ctx, from, { ...to, coldkey }, { alpha: amount });
  ctx.deposit(
    Events.StakeMoved({
      coldkey,
      originHotkey: from.hotkey,
      originNetuid: from.netuid,
      destinationHotkey: to.hotkey,
      destinationNetuid: to.netuid,
      tao,
    }),
  );
}

/** Gives stake to another coldkey. @throws Refusal of validateStakeTransition. Source: staking/move_stake.rs */
export function doTransferStake(
  ctx: Ctx,
  from: Position,
  to: Omit<Position, "hotkey">,
  amount: Alpha,
): void {
  const { hotkey } = from;
  const tao = transitionStake(
    ctx,
    from,
    { ...to, hotkey },
    { alpha: amount, checkTransferToggle: true },
  );
  ctx.deposit(
    Events.StakeTransferred({
      originColdkey: from.coldkey,
      destinationColdkey: to.coldkey,
      hotkey,
      originNetuid: from.netuid,
      destinationNetuid: to.netuid,
      tao,
    }),
  );
}

/** Swaps stake to another subnet, within a price limit if there is one. @throws Refusal of validateStakeTransition. Source: staking/move_stake.rs */
export function doSwapStake(
  ctx: Ctx,
  from: Position,
  destinationNetuid: NetUid,
  move: Pick<Move, "alpha" | "limit">,
): void {
  const tao = transitionStake(ctx, from, { ...from, netuid: destinationNetuid }, move);
  ctx.deposit(
    Events.StakeSwapped({
      coldkey: from.coldkey,
      hotkey: from.hotkey,
      originNetuid: from.netuid,
      destinationNetuid,
      tao,
    }),
  );
}
