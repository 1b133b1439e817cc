import { type Ctx, ensure, tolerate } from "@ganglion/frame";
import type { Alpha, NetUid, Rao } from "@ganglion/primitives";
import { blockAuthor } from "../../aura/slot.ts";
import type { SwapTerms } from "../../swap/queries.ts";
import { recordTaoInflow } from "../coinbase/flows.ts";
import { burnTao, transferTaoFromSubnet, transferTaoToSubnet } from "../coinbase/tao.ts";
import { Errors } from "../errors.ts";
import { Events } from "../events.ts";
import { cleanupLockIfZero } from "../locks/lock.ts";
import { addStakeAdjustRootClaimedForHotkeyAndColdkey } from "../root/claimed.ts";
import { maybeAddColdkeyIndex } from "../root/coldkey-index.ts";
import { getSubnetAccountId, ROOT_NETUID } from "../subnets/queries.ts";
import { swapTaoForAlpha } from "./pool-swaps.ts";
import type { Position } from "./position.ts";
import {
  addStakingHotkey,
  increaseStakeForHotkeyAndColdkeyOnSubnet,
  tryIncreaseStakeForHotkeyAndColdkeyOnSubnet,
} from "./stake-utils.ts";
import { LastColdkeyHotkeyStakeBlock } from "./storage.ts";

/** The fee of a purchase lies on the subnet's account, and goes to the block's author. */
function payFeeInTao(ctx: Ctx, netuid: NetUid, fee: Rao): void {
  const author = blockAuthor(ctx);
  if (author !== undefined) {
    transferTaoFromSubnet(ctx, netuid, author, fee);
    return;
  }
  const account = getSubnetAccountId(ctx, netuid);
  if (account !== undefined) tolerate(() => burnTao(ctx, account, fee));
}

/**
 * Buys alpha for a position.
 * @returns the alpha bought
 * @throws Refusal AmountTooLow, InsufficientLiquidity, and of the swap or the transfer
 * Source: staking/stake_utils.rs
 */
export function stakeIntoSubnet(
  ctx: Ctx,
  order: Position & SwapTerms & { readonly tao: Rao },
): Alpha {
  const { hotkey, coldkey, netuid } = order;
  // Less than asked for where the rest keeps the coldkey's account open.
  const tao = transferTaoToSubnet(ctx, netuid, coldkey, order.tao);
  const purchase = swapTaoForAlpha(ctx, netuid, tao, order);
  const bought = purchase.amountPaidOut;
  ensure(bought !== 0n, Errors.AmountTooLow);
  ensure(
    tryIncreaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, netuid, bought),
    Errors.InsufficientLiquidity,
  );
  increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid, bought);
  addStakingHotkey(ctx, coldkey, hotkey);
  payFeeInTao(ctx, netuid, purchase.feeToBlockAuthor);
  recordTaoInflow(ctx, netuid, purchase.amountPaidIn);
  cleanupLockIfZero(ctx, coldkey, netuid);
  LastColdkeyHotkeyStakeBlock.set(ctx, coldkey, hotkey, ctx.block);
  if (netuid === ROOT_NETUID) {
    addStakeAdjustRootClaimedForHotkeyAndColdkey(ctx, hotkey, coldkey, bought);
    maybeAddColdkeyIndex(ctx, coldkey);
  }
  const fee = purchase.feePaid;
  ctx.deposit(Events.StakeAdded({ coldkey, hotkey, tao, alpha: bought, netuid, fee }));
  return bought;
}
