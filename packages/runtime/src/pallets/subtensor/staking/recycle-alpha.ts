import { type Ctx, ensure } from "@ganglion/frame";
import type { Alpha, Rao } from "@ganglion/primitives";
import { burnSubnetAlpha, recycleSubnetAlpha } from "../coinbase/alpha.ts";
import { SubnetAlphaOut } from "../coinbase/storage.ts";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { hotkeyAccountExists } from "../keys/accounts.ts";
import { ensureAvailableToUnstake } from "../locks/availability.ts";
import { ifSubnetExist, ROOT_NETUID } from "../subnets/queries.ts";
import { doAddStake, doAddStakeLimit } from "./add-stake.ts";
import type { Position } from "./position.ts";
import {
  decreaseStakeForHotkeyAndColdkeyOnSubnet,
  getStakeForHotkeyAndColdkeyOnSubnet,
} from "./stake-utils.ts";
import { ensureSubtokenEnabled } from "./validate.ts";

/** Takes alpha out of a position for good; asking for more than there is means all of it. */
function removeAlpha(ctx: Ctx, position: Position, asked: Alpha): Alpha {
  const { hotkey, coldkey, netuid } = position;
  ensure(ifSubnetExist(ctx, netuid), Errors.SubnetNotExists);
  ensure(netuid !== ROOT_NETUID, Errors.CannotBurnOrRecycleOnRootSubnet);
  ensureSubtokenEnabled(ctx, netuid);
  ensure(hotkeyAccountExists(ctx, hotkey), Errors.HotKeyAccountNotExists);
  const available = getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid);
  const amount = asked < available ? asked : available;
  ensure(SubnetAlphaOut.get(ctx, netuid) >= amount, Errors.InsufficientLiquidity);
  ensureAvailableToUnstake(ctx, coldkey, netuid, amount);
  decreaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid, amount);
  return amount;
}

/**
 * Takes alpha out of existence, so that it may be emitted again.
 * @returns how much
 * @throws Refusal SubnetNotExists, CannotBurnOrRecycleOnRootSubnet, SubtokenDisabled,
 *   HotKeyAccountNotExists, InsufficientLiquidity, StakeUnavailable
 * Source: staking/recycle_alpha.rs
 */
export function doRecycleAlpha(ctx: Ctx, position: Position, asked: Alpha): Alpha {
  const { hotkey, coldkey, netuid } = position;
  const amount = removeAlpha(ctx, position, asked);
  recycleSubnetAlpha(ctx, netuid, amount);
  ctx.deposit(Events.AlphaRecycled({ coldkey, hotkey, alpha: amount, netuid }));
  return amount;
}

/** Destroys alpha; it counts as outstanding for ever. Otherwise as `doRecycleAlpha`. Source: staking/recycle_alpha.rs */
export function doBurnAlpha(ctx: Ctx, position: Position, asked: Alpha): Alpha {
  const { hotkey, coldkey, netuid } = position;
  const amount = removeAlpha(ctx, position, asked);
  burnSubnetAlpha(ctx, netuid, amount);
  ctx.deposit(Events.AlphaBurned({ coldkey, hotkey, alpha: amount, netuid }));
  return amount;
}

/** Buys alpha and burns it, both or neither. Source: staking/recycle_alpha.rs */
export function doAddStakeBurn(
  ctx: Ctx,
  position: Position,
  { amount, limitPrice }: { readonly amount: Rao; readonly limitPrice: Rao | undefined },
): void {
  const { hotkey, netuid } = position;
  const alpha =
    limitPrice === undefined
      ? doAddStake(ctx, position, amount)
      : doAddStakeLimit(ctx, position, amount, { limitPrice, allowPartial: false });
  doBurnAlpha(ctx, position, alpha);
  ctx.deposit(Events.AddStakeBurn({ netuid, hotkey, amount, alpha }));
}
