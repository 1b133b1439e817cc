import { type Ctx, ensure, Refusal, tolerate } from "@ganglion/frame";
import { saturatingAddU64, U64_MAX } from "@ganglion/math";
import {
  type AccountId,
  type Alpha,
  alpha,
  type NetUid,
  type Rao,
  rao,
} from "@ganglion/primitives";
import { MAX_PRICE, MIN_PRICE, quoteAlphaForTao } from "../../swap/queries.ts";
import { PendingChildKeys } from "../children/storage.ts";
import { Errors } from "../errors.ts";
import { hotkeyAccountExists } from "../keys/accounts.ts";
import { getAllSubnetNetuids, ROOT_NETUID } from "../subnets/queries.ts";
import { SubtokenEnabled } from "../subnets/storage.ts";
import { getTotalStakeForHotkey } from "./accounts.ts";
import { isStable, type Limit, PAR } from "./add-stake.ts";
import { clearSmallNominationIfRequired } from "./nominations.ts";
import type { Position } from "./position.ts";
import { stakeIntoSubnet } from "./stake.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "./stake-utils.ts";
import { StakeThreshold } from "./storage.ts";
import { unstakeFromSubnet } from "./unstake.ts";
import {
  ensureRemoveStakeInputWithinSwapLimit,
  ensureSubtokenEnabled,
  maxAlphaInput,
  validateRemoveStake,
} from "./validate.ts";

const AT_ANY_PRICE = { priceLimit: MIN_PRICE, dropFees: false };

function stakeOf(ctx: Ctx, { hotkey, coldkey, netuid }: Position): Alpha {
  return getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid);
}

/** Too little stake to be a parent: children that were to come won't. */
function dropPendingChildrenIfPoor(ctx: Ctx, hotkey: AccountId): void {
  if (getTotalStakeForHotkey(ctx, hotkey) >= StakeThreshold.get(ctx)) return;
  for (const netuid of getAllSubnetNetuids(ctx)) PendingChildKeys.remove(ctx, netuid, hotkey);
}

/**
 * Sells alpha at whatever price it fetches; asking for more than there is means all of it.
 * @throws Refusal SubtokenDisabled, InsufficientLiquidity, and of validateRemoveStake and unstakeFromSubnet
 * Source: staking/remove_stake.rs
 */
export function doRemoveStake(ctx: Ctx, position: Position, asked: Alpha): void {
  ensureSubtokenEnabled(ctx, position.netuid);
  // A fee may have been taken from this very alpha before.
  const available = stakeOf(ctx, position);
  const amount = asked < available ? asked : available;
  ensureRemoveStakeInputWithinSwapLimit(ctx, position.netuid, amount);
  validateRemoveStake(ctx, position, { alpha: amount, maxAmount: amount, allowPartial: false });
  unstakeFromSubnet(ctx, { ...position, alpha: amount, ...AT_ANY_PRICE });
  clearSmallNominationIfRequired(ctx, position);
  dropPendingChildrenIfPoor(ctx, position.hotkey);
}

/**
 * Alpha that can be sold before the price passes the limit, fee included.
 * @throws Refusal of the Swap pallet
 * Source: staking/remove_stake.rs
 */
export function getMaxAmountRemove(ctx: Ctx, netuid: NetUid, priceLimit: Rao): Alpha {
  if (isStable(ctx, netuid)) return alpha(priceLimit <= PAR ? U64_MAX : 0n);
  const terms = { priceLimit, dropFees: false };
  const input = maxAlphaInput(ctx, netuid);
  const { amountPaidIn, feePaid } = quoteAlphaForTao(ctx, netuid, input, terms);
  return alpha(saturatingAddU64(amountPaidIn, feePaid));
}

/**
 * Sells alpha as long as the price stays within the limit. Asking for more than there is is refused.
 * @throws Refusal InsufficientLiquidity, and of the swap, validateRemoveStake and unstakeFromSubnet
 * Source: staking/remove_stake.rs
 */
export function doRemoveStakeLimit(
  ctx: Ctx,
  position: Position,
  amount: Alpha,
  limit: Limit,
): void {
  ensureRemoveStakeInputWithinSwapLimit(ctx, position.netuid, amount);
  const maxAmount = getMaxAmountRemove(ctx, position.netuid, limit.limitPrice);
  const possible = amount > maxAmount ? maxAmount : amount;
  const { allowPartial } = limit;
  validateRemoveStake(ctx, position, { alpha: amount, maxAmount, allowPartial });
  const terms = { priceLimit: limit.limitPrice, dropFees: false };
  unstakeFromSubnet(ctx, { ...position, alpha: possible, ...terms });
  clearSmallNominationIfRequired(ctx, position);
  dropPendingChildrenIfPoor(ctx, position.hotkey);
}

/** Sells all alpha of a position, all within the limit or nothing. Source: staking/remove_stake.rs */
export function doRemoveStakeFullLimit(
  ctx: Ctx,
  position: Position,
  limitPrice: Rao | undefined,
): void {
  const amount = stakeOf(ctx, position);
  if (limitPrice === undefined) doRemoveStake(ctx, position, amount);
  else doRemoveStakeLimit(ctx, position, amount, { limitPrice, allowPartial: false });
}

/** Sells all alpha that a coldkey has with a hotkey, where it can be sold. @returns the TAO it fetched */
function unstakeEverywhere(
  ctx: Ctx,
  keys: Pick<Position, "hotkey" | "coldkey">,
  netuids: readonly NetUid[],
): Rao {
  ensure(hotkeyAccountExists(ctx, keys.hotkey), Errors.HotKeyAccountNotExists);
  let total = 0n;
  for (const netuid of netuids) {
    if (!SubtokenEnabled.get(ctx, netuid)) continue;
    const position = { ...keys, netuid };
    const amount = stakeOf(ctx, position);
    const checked = tolerate(() =>
      validateRemoveStake(ctx, position, { alpha: amount, maxAmount: amount, allowPartial: false }),
    );
    if (checked instanceof Refusal) continue;
    const tao = unstakeFromSubnet(ctx, { ...position, alpha: amount, ...AT_ANY_PRICE });
    total = saturatingAddU64(total, tao);
    clearSmallNominationIfRequired(ctx, position);
  }
  return rao(total);
}

/**
 * Sells all alpha that a coldkey has with a hotkey, root stake included, where it can be sold.
 * @throws Refusal HotKeyAccountNotExists, and of unstakeFromSubnet
 * Source: staking/remove_stake.rs
 */
export function doUnstakeAll(ctx: Ctx, keys: Pick<Position, "hotkey" | "coldkey">): void {
  unstakeEverywhere(ctx, keys, getAllSubnetNetuids(ctx));
}

/**
 * Sells all alpha that a coldkey has with a hotkey, and stakes the TAO on root with the same hotkey.
 * @throws Refusal HotKeyAccountNotExists, AmountTooLow if nothing could be sold, and of unstakeFromSubnet
 * Source: staking/remove_stake.rs
 */
export function doUnstakeAllAlpha(ctx: Ctx, keys: Pick<Position, "hotkey" | "coldkey">): void {
  const dynamic = getAllSubnetNetuids(ctx).filter((netuid) => netuid !== ROOT_NETUID);
  const tao = unstakeEverywhere(ctx, keys, dynamic);
  const terms = { priceLimit: MAX_PRICE, dropFees: false };
  stakeIntoSubnet(ctx, { ...keys, netuid: ROOT_NETUID, tao, ...terms });
}
