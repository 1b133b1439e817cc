import type { Ctx } from "@ganglion/frame";
import { saturatingAddU64, U64_MAX } from "@ganglion/math";
import { type Alpha, type NetUid, type Rao, rao } from "@ganglion/primitives";
import { MAX_PRICE, quoteTaoForAlpha } from "../../swap/queries.ts";
import { getOwningColdkeyForHotkey } from "../keys/accounts.ts";
import { ROOT_NETUID } from "../subnets/queries.ts";
import { SubnetMechanism } from "../subnets/storage.ts";
import type { Position } from "./position.ts";
import { stakeIntoSubnet } from "./stake.ts";
import { maybeBecomeDelegate } from "./takes.ts";
import { ensureAddStakeInputWithinSwapLimit, maxTaoInput, validateAddStake } from "./validate.ts";

/** The price where alpha is worth a TAO, rao per whole alpha. */
export const PAR: Rao = rao(1_000_000_000n);

/** True where the price never moves: on root, and on subnets without a pool. */
export function isStable(ctx: Ctx, netuid: NetUid): boolean {
  return netuid === ROOT_NETUID || SubnetMechanism.get(ctx, netuid) === 0;
}

/**
 * Buys alpha for TAO at whatever price it takes.
 * @returns the alpha bought
 * @throws Refusal InsufficientLiquidity, and of validateAddStake and stakeIntoSubnet
 * Source: staking/add_stake.rs
 */
export function doAddStake(ctx: Ctx, position: Position, tao: Rao): Alpha {
  ensureAddStakeInputWithinSwapLimit(ctx, position.netuid, tao);
  validateAddStake(ctx, position, { tao, maxAmount: tao, allowPartial: false });
  return stakeIntoSubnet(ctx, { ...position, tao, priceLimit: MAX_PRICE, dropFees: false });
}

/**
 * TAO that can be spent before the price passes the limit, fee included.
 * @throws Refusal of the Swap pallet
 * Source: staking/add_stake.rs
 */
export function getMaxAmountAdd(ctx: Ctx, netuid: NetUid, priceLimit: Rao): Rao {
  if (isStable(ctx, netuid)) return rao(priceLimit >= PAR ? U64_MAX : 0n);
  const terms = { priceLimit, dropFees: false };
  const { amountPaidIn, feePaid } = quoteTaoForAlpha(ctx, netuid, maxTaoInput(ctx, netuid), terms);
  return rao(saturatingAddU64(amountPaidIn, feePaid));
}

/** A price beyond which not to go, and whether a part will do. */
export interface Limit {
  /** Rao per whole alpha. */
  readonly limitPrice: Rao;
  readonly allowPartial: boolean;
}

/**
 * Buys alpha for TAO as long as the price stays within the limit.
 * @returns the alpha bought
 * @throws Refusal InsufficientLiquidity, and of the swap, validateAddStake and stakeIntoSubnet
 * Source: staking/add_stake.rs
 */
export function doAddStakeLimit(ctx: Ctx, position: Position, tao: Rao, limit: Limit): Alpha {
  const { hotkey, coldkey, netuid } = position;
  ensureAddStakeInputWithinSwapLimit(ctx, netuid, tao);
  const maxAmount = getMaxAmountAdd(ctx, netuid, limit.limitPrice);
  const possible = tao > maxAmount ? maxAmount : tao;
  validateAddStake(ctx, position, { tao, maxAmount, allowPartial: limit.allowPartial });
  if (getOwningColdkeyForHotkey(ctx, hotkey) !== coldkey) maybeBecomeDelegate(ctx, hotkey);
  const terms = { priceLimit: limit.limitPrice, dropFees: false };
  return stakeIntoSubnet(ctx, { ...position, tao: possible, ...terms });
}
