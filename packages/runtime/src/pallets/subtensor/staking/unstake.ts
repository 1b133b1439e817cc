import type { Ctx } from "@ganglion/frame";
import { saturatingAddU64, saturatingSubUnsigned } from "@ganglion/math";
import {
  type AccountId,
  type Alpha,
  alpha,
  type NetUid,
  type Rao,
  rao,
} from "@ganglion/primitives";
import { blockAuthor } from "../../aura/slot.ts";
import { MIN_PRICE, type SwapTerms } from "../../swap/queries.ts";
import { burnSubnetAlpha } from "../coinbase/alpha.ts";
import { recordTaoOutflow } from "../coinbase/flows.ts";
import { transferTaoFromSubnet } from "../coinbase/tao.ts";
import { Events } from "../events.ts";
import { cleanupLockIfZero } from "../locks/lock.ts";
import { removeStakeAdjustRootClaimedForHotkeyAndColdkey } from "../root/claimed.ts";
import { coldkeyHasRootStake, maybeRemoveColdkeyIndex } from "../root/coldkey-index.ts";
import { ROOT_NETUID } from "../subnets/queries.ts";
import { swapAlphaForTao } from "./pool-swaps.ts";
import type { Position } from "./position.ts";
import {
  decreaseStakeForHotkeyAndColdkeyOnSubnet,
  increaseStakeForHotkeyAndColdkeyOnSubnet,
} from "./stake-utils.ts";
import { LastColdkeyHotkeyStakeBlock } from "./storage.ts";

/** The fee of a sale goes to the block's author in TAO, swapped without a fee. @returns the TAO that left */
function payFeeInAlpha(ctx: Ctx, netuid: NetUid, fee: Alpha): Rao {
  const author = blockAuthor(ctx);
  if (author === undefined) {
    burnSubnetAlpha(ctx, netuid, fee);
    return rao(0n);
  }
  const terms = { priceLimit: MIN_PRICE, dropFees: true };
  const { amountPaidOut } = swapAlphaForTao(ctx, netuid, fee, terms);
  transferTaoFromSubnet(ctx, netuid, author, amountPaidOut);
  return amountPaidOut;
}

/**
 * Sells alpha of a position and credits the TAO; what the price limit leaves unsold stays.
 * @returns the TAO credited
 * @throws Refusal of the swap or the transfer
 * Source: staking/stake_utils.rs
 */
export function unstakeFromSubnet(
  ctx: Ctx,
  order: Position & SwapTerms & { readonly alpha: Alpha; readonly beneficiary?: AccountId },
): Rao {
  const { hotkey, coldkey, netuid } = order;
  decreaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid, order.alpha);
  const sale = swapAlphaForTao(ctx, netuid, order.alpha, order);
  const { amountPaidIn, amountPaidOut, feePaid } = sale;
  const used = saturatingAddU64(amountPaidIn, feePaid);
  const refund = alpha(saturatingSubUnsigned(order.alpha, used));
  if (refund !== 0n) increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid, refund);
  transferTaoFromSubnet(ctx, netuid, order.beneficiary ?? coldkey, amountPaidOut);
  const feeOutflow = payFeeInAlpha(ctx, netuid, sale.feeToBlockAuthor);

  if (netuid === ROOT_NETUID) {
    removeStakeAdjustRootClaimedForHotkeyAndColdkey(ctx, hotkey, coldkey, order.alpha);
    if (!coldkeyHasRootStake(ctx, coldkey)) maybeRemoveColdkeyIndex(ctx, coldkey);
  }
  recordTaoOutflow(ctx, netuid, rao(saturatingAddU64(amountPaidOut, feeOutflow)));
  cleanupLockIfZero(ctx, coldkey, netuid);
  LastColdkeyHotkeyStakeBlock.set(ctx, coldkey, hotkey, ctx.block);
  ctx.deposit(
    Events.StakeRemoved({
      coldkey,
      hotkey,
      tao: amountPaidOut,
      alpha: amountPaidIn,
      netuid,
      fee: feePaid,
    }),
  );
  return amountPaidOut;
}
