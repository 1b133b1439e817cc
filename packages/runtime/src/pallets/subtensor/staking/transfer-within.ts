import { type Ctx, ensure } from "@ganglion/frame";
import { U64F64 } from "@ganglion/math";
import { type Alpha, type Rao, rao } from "@ganglion/primitives";
import { currentAlphaPrice } from "../../swap/queries.ts";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { transferLock } from "../locks/move-lock.ts";
import {
  addStakeAdjustRootClaimedForHotkeyAndColdkey,
  removeStakeAdjustRootClaimedForHotkeyAndColdkey,
} from "../root/claimed.ts";
import { ROOT_NETUID } from "../subnets/queries.ts";
import { minStake } from "./accounts.ts";
import type { Position } from "./position.ts";
import {
  decreaseStakeForHotkeyAndColdkeyOnSubnet,
  increaseStakeForHotkeyAndColdkeyOnSubnet,
} from "./stake-utils.ts";
import { LastColdkeyHotkeyStakeBlock } from "./storage.ts";

/**
 * Moves alpha between two positions of one subnet, past the pool and without fee.
 * @returns its worth in TAO at the current price
 * @throws Refusal AmountTooLow below the least stake, LockHotkeyMismatch, AccountRejectsLockedAlpha
 * Source: staking/stake_utils.rs
 */
export function transferStakeWithinSubnet(
  ctx: Ctx,
  from: Position,
  to: Position,
  amount: Alpha,
): Rao {
  const { netuid } = from;
  transferLock(ctx, from.coldkey, to.coldkey, { netuid, amount });
  decreaseStakeForHotkeyAndColdkeyOnSubnet(ctx, from.hotkey, from.coldkey, netuid, amount);
  if (netuid === ROOT_NETUID)
    removeStakeAdjustRootClaimedForHotkeyAndColdkey(ctx, from.hotkey, from.coldkey, amount);
  increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, to.hotkey, to.coldkey, netuid, amount);
  if (netuid === ROOT_NETUID)
    addStakeAdjustRootClaimedForHotkeyAndColdkey(ctx, to.hotkey, to.coldkey, amount);

  const price = currentAlphaPrice(ctx, netuid);
  const worth = U64F64.saturatingMul(price, U64F64.fromInteger(amount));
  const tao = rao(U64F64.toUnsigned(worth, 64));
  ensure(tao >= minStake(ctx), Errors.AmountTooLow);
  LastColdkeyHotkeyStakeBlock.set(ctx, to.coldkey, to.hotkey, ctx.block);
  const moved = { tao, alpha: amount, netuid, fee: 0n };
  ctx.deposit(Events.StakeRemoved({ coldkey: from.coldkey, hotkey: from.hotkey, ...moved }));
  ctx.deposit(Events.StakeAdded({ coldkey: to.coldkey, hotkey: to.hotkey, ...moved }));
  return tao;
}
