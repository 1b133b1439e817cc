import { type Ctx, ensure, Refusal, type StateCtx, tolerate } from "@ganglion/frame";
import { saturatingAddU64, saturatingMulU64, saturatingSubUnsigned } from "@ganglion/math";
import { type Alpha, alpha, type NetUid, type Rao, rao } from "@ganglion/primitives";
import { approxFeeAmount, simSwapAlphaForTao, simSwapTaoForAlpha } from "../../swap/queries.ts";
import { SubnetAlphaIn, SubnetTAO } from "../coinbase/storage.ts";
import { canRemoveBalanceFromColdkeyAccount } from "../coinbase/tao.ts";
import { Errors } from "../errors.ts";
import { hotkeyAccountExists } from "../keys/accounts.ts";
import { ensureAvailableToUnstake } from "../locks/availability.ts";
import { ifSubnetExist, ROOT_NETUID } from "../subnets/queries.ts";
import { SubnetMechanism, SubtokenEnabled } from "../subnets/storage.ts";
import { minStake } from "./accounts.ts";
import type { Position } from "./position.ts";
import {
  getStakeForHotkeyAndColdkeyOnSubnet,
  tryIncreaseStakeForHotkeyAndColdkeyOnSubnet,
} from "./stake-utils.ts";
import { TransferToggle } from "./storage.ts";

// What is checked before alpha is bought, sold or moved; the order decides which error is told.
// Source: staking/stake_utils.rs

/** A swap may not be larger than this many times the reserve it goes into. */
const MAX_INPUT_PER_RESERVE = 1000n;

/** @throws Refusal SubtokenDisabled. Source: lib.rs */
export function ensureSubtokenEnabled(ctx: StateCtx, netuid: NetUid): void {
  ensure(SubtokenEnabled.get(ctx, netuid), Errors.SubtokenDisabled);
}

function hasPool(ctx: StateCtx, netuid: NetUid): boolean {
  return netuid !== ROOT_NETUID && SubnetMechanism.get(ctx, netuid) === 1;
}

/** The most TAO that a pool takes in one swap. */
export function maxTaoInput(ctx: StateCtx, netuid: NetUid): Rao {
  return rao(saturatingMulU64(SubnetTAO.get(ctx, netuid), MAX_INPUT_PER_RESERVE));
}

/** The most alpha that a pool takes in one swap. */
export function maxAlphaInput(ctx: StateCtx, netuid: NetUid): Alpha {
  return alpha(saturatingMulU64(SubnetAlphaIn.get(ctx, netuid), MAX_INPUT_PER_RESERVE));
}

/** @throws Refusal InsufficientLiquidity. Source: staking/add_stake.rs */
export function ensureAddStakeInputWithinSwapLimit(ctx: Ctx, netuid: NetUid, amount: Rao): void {
  if (hasPool(ctx, netuid))
    ensure(amount <= maxTaoInput(ctx, netuid), Errors.InsufficientLiquidity);
}

/** @throws Refusal InsufficientLiquidity. Source: staking/remove_stake.rs */
export function ensureRemoveStakeInputWithinSwapLimit(
  ctx: Ctx,
  netuid: NetUid,
  amount: Alpha,
): void {
  if (hasPool(ctx, netuid))
    ensure(amount <= maxAlphaInput(ctx, netuid), Errors.InsufficientLiquidity);
}

/** How much of an amount a price limit lets through, and what to do about the rest. */
interface WithinLimit<Amount> {
  readonly maxAmount: Amount;
  readonly allowPartial: boolean;
}

/** @throws Refusal SubnetNotExists, SubtokenDisabled, AmountTooLow, SlippageTooHigh, NotEnoughBalanceToStake, HotKeyAccountNotExists, InsufficientLiquidity */
export function validateAddStake(
  ctx: Ctx,
  { hotkey, coldkey, netuid }: Position,
  { tao, maxAmount, allowPartial }: WithinLimit<Rao> & { readonly tao: Rao },
): void {
  ensure(ifSubnetExist(ctx, netuid), Errors.SubnetNotExists);
  ensureSubtokenEnabled(ctx, netuid);
  const least = minStake(ctx);
  const trial = tolerate(() => simSwapTaoForAlpha(ctx, netuid, least));
  const fee = trial instanceof Refusal ? approxFeeAmount(ctx, netuid, least) : trial.feePaid;
  ensure(tao >= saturatingAddU64(least, fee), Errors.AmountTooLow);
  ensure(allowPartial || tao <= maxAmount, Errors.SlippageTooHigh);
  const staked = tao <= maxAmount ? tao : maxAmount;
  ensure(canRemoveBalanceFromColdkeyAccount(ctx, coldkey, staked), Errors.NotEnoughBalanceToStake);
  ensure(hotkeyAccountExists(ctx, hotkey), Errors.HotKeyAccountNotExists);
  const purchase = tolerate(() => simSwapTaoForAlpha(ctx, netuid, staked));
  ensure(!(purchase instanceof Refusal), Errors.InsufficientLiquidity);
  ensure(purchase.amountPaidIn >= least, Errors.AmountTooLow);
  ensure(purchase.amountPaidOut !== 0n, Errors.InsufficientLiquidity);
  ensure(
    tryIncreaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, netuid, purchase.amountPaidOut),
    Errors.InsufficientLiquidity,
  );
}

/** @throws Refusal SubnetNotExists, AmountTooLow, NotEnoughStakeToWithdraw, InsufficientLiquidity, SlippageTooHigh, HotKeyAccountNotExists, StakeUnavailable */
export function validateRemoveStake(
  ctx: Ctx,
  { hotkey, coldkey, netuid }: Position,
  {
    alpha: amount,
    maxAmount,
    allowPartial,
  }: WithinLimit<Alpha> & {
    readonly alpha: Alpha;
  },
): void {
  ensure(ifSubnetExist(ctx, netuid), Errors.SubnetNotExists);
  ensure(amount !== 0n, Errors.AmountTooLow);
  const stake = getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid);
  ensure(stake >= amount, Errors.NotEnoughStakeToWithdraw);
  const remaining = saturatingSubUnsigned(stake, amount);
  const sale = tolerate(() => simSwapAlphaForTao(ctx, netuid, amount));
  ensure(!(sale instanceof Refusal), Errors.InsufficientLiquidity);
  // Whoever takes out all of it may take out a little.
  ensure(remaining === 0n || sale.amountPaidOut >= minStake(ctx), Errors.AmountTooLow);
  ensure(allowPartial || amount <= maxAmount, Errors.SlippageTooHigh);
  ensure(hotkeyAccountExists(ctx, hotkey), Errors.HotKeyAccountNotExists);
  ensureAvailableToUnstake(ctx, coldkey, netuid, amount);
}

/** What a move, transfer or swap of stake asks for. */
export interface Transition {
  readonly alpha: Alpha;
  readonly maxAmount: Alpha;
  /** Undefined without a price limit. */
  readonly allowPartial: boolean | undefined;
  /** Moves to another coldkey can be switched off by the subnets' owners. */
  readonly checkTransferToggle: boolean;
}

/** @throws Refusal SameNetuid, SubnetNotExists, SubtokenDisabled, HotKeyAccountNotExists, NotEnoughStakeToWithdraw, InsufficientLiquidity, AmountTooLow, SlippageTooHigh, TransferDisallowed, StakeUnavailable */
export function validateStakeTransition(
  ctx: Ctx,
  from: Position,
  to: Position,
  transition: Transition,
): void {
  const amount = transition.alpha;
  const crosses = from.netuid !== to.netuid;
  const samePair = from.coldkey === to.coldkey && from.hotkey === to.hotkey;
  ensure(!samePair || crosses, Errors.SameNetuid);
  ensure(ifSubnetExist(ctx, from.netuid), Errors.SubnetNotExists);
  ensure(!crosses || ifSubnetExist(ctx, to.netuid), Errors.SubnetNotExists);
  ensureSubtokenEnabled(ctx, from.netuid);
  ensureSubtokenEnabled(ctx, to.netuid);
  ensure(hotkeyAccountExists(ctx, from.hotkey), Errors.HotKeyAccountNotExists);
  ensure(hotkeyAccountExists(ctx, to.hotkey), Errors.HotKeyAccountNotExists);
  const stake = getStakeForHotkeyAndColdkeyOnSubnet(ctx, from.hotkey, from.coldkey, from.netuid);
  ensure(amount <= stake, Errors.NotEnoughStakeToWithdraw);
  if (crosses) {
    const sale = tolerate(() => simSwapAlphaForTao(ctx, from.netuid, amount));
    ensure(!(sale instanceof Refusal), Errors.InsufficientLiquidity);
    // More than the least stake here, where elsewhere exactly as much will do.
    ensure(sale.amountPaidOut > minStake(ctx), Errors.AmountTooLow);
    ensure(
      transition.allowPartial !== false || amount <= transition.maxAmount,
      Errors.SlippageTooHigh,
    );
  }
  if (transition.checkTransferToggle) {
    ensure(TransferToggle.get(ctx, from.netuid), Errors.TransferDisallowed);
    ensure(!crosses || TransferToggle.get(ctx, to.netuid), Errors.TransferDisallowed);
  }
  if (crosses) ensureAvailableToUnstake(ctx, from.coldkey, from.netuid, amount);
}
