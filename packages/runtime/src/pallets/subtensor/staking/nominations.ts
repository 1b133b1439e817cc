import { type Ctx, Refusal, tolerate } from "@ganglion/frame";
import { U64F64 } from "@ganglion/math";
import { currentAlphaPrice, MIN_PRICE } from "../../swap/queries.ts";
import { coldkeyOwnsHotkey } from "../keys/accounts.ts";
import { forceReduceLock } from "../locks/lock.ts";
import { getNominatorMinRequiredStake } from "./accounts.ts";
import { alphaIter } from "./alpha-entries.ts";
import type { Position } from "./position.ts";
import {
  decreaseStakeForHotkeyAndColdkeyOnSubnet,
  getStakeForHotkeyAndColdkeyOnSubnet,
} from "./stake-utils.ts";
import { unstakeFromSubnet } from "./unstake.ts";

/**
 * Pays a nominator out who has too little left with a hotkey; what can't be sold is lost.
 * Source: staking/helpers.rs
 */
export function clearSmallNominationIfRequired(ctx: Ctx, position: Position): void {
  const { hotkey, coldkey, netuid } = position;
  if (coldkeyOwnsHotkey(ctx, coldkey, hotkey)) return;
  const stake = getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid);
  const least = U64F64.toUnsigned(
    U64F64.safeDiv(
      U64F64.fromInteger(getNominatorMinRequiredStake(ctx)),
      currentAlphaPrice(ctx, netuid),
    ),
    64,
  );
  if (stake === 0n || stake >= least) return;
  const sale = tolerate(() =>
    unstakeFromSubnet(ctx, {
      ...position,
      alpha: stake,
      priceLimit: MIN_PRICE,
      dropFees: false,
    }),
  );
  if (sale instanceof Refusal) {
    const left = getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid);
    decreaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid, left);
  }
  forceReduceLock(ctx, coldkey, netuid, stake);
}

/** Pays out all nominators who have too little with a hotkey: looks at every position there is. Source: staking/helpers.rs */
export function clearSmallNominations(ctx: Ctx): void {
  for (const entry of alphaIter(ctx)) clearSmallNominationIfRequired(ctx, entry);
}
