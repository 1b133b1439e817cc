import type { Ctx } from "@ganglion/frame";
import { saturatingAddU64, saturatingSubUnsigned, U128_MAX } from "@ganglion/math";
import { type Alpha, alpha, type NetUid, type Rao, rao } from "@ganglion/primitives";
import {
  initSwap,
  quoteAlphaForTao,
  quoteTaoForAlpha,
  type SwapResult,
  type SwapTerms,
} from "../../swap/queries.ts";
import { SubnetAlphaIn, SubnetAlphaOut, SubnetTAO } from "../coinbase/storage.ts";
import { SubnetMechanism } from "../subnets/storage.ts";
import { SubnetVolume, TotalStake } from "./storage.ts";

// Reserves move by i64: larger amounts are cut, as in the reference's swap result.
const I64_MAX = (1n << 63n) - 1n;
const intoReserve = (amount: bigint): bigint => (amount > I64_MAX ? I64_MAX : amount);
/** -2^63 is an i64, 2^63 is not. */
const outOfReserve = (amount: bigint): bigint => (amount > I64_MAX ? I64_MAX + 1n : amount);

function addVolume(ctx: Ctx, netuid: NetUid, tao: Rao): void {
  SubnetVolume.mutate(ctx, netuid, (total) => {
    const sum = total + tao;
    return sum > U128_MAX ? U128_MAX : sum;
  });
}

// What pays out nothing writes nothing: a reserve that is not stored must not appear.
function decreaseProvidedTaoReserve(ctx: Ctx, netuid: NetUid, tao: Rao): void {
  if (tao !== 0n) SubnetTAO.mutate(ctx, netuid, (total) => rao(saturatingSubUnsigned(total, tao)));
}
function decreaseProvidedAlphaReserve(ctx: Ctx, netuid: NetUid, amount: Alpha): void {
  if (amount !== 0n)
    SubnetAlphaIn.mutate(ctx, netuid, (total) => alpha(saturatingSubUnsigned(total, amount)));
}

const NO_FEE_IN_TAO = { feePaid: rao(0n), feeToBlockAuthor: rao(0n) };
const NO_FEE_IN_ALPHA = { feePaid: alpha(0n), feeToBlockAuthor: alpha(0n) };

function executeTaoForAlpha(
  ctx: Ctx,
  netuid: NetUid,
  tao: Rao,
  terms: SwapTerms,
): SwapResult<Rao, Alpha> {
  const result = quoteTaoForAlpha(ctx, netuid, tao, terms);
  initSwap(ctx, netuid);
  return result;
}

function executeAlphaForTao(
  ctx: Ctx,
  netuid: NetUid,
  amount: Alpha,
  terms: SwapTerms,
): SwapResult<Alpha, Rao> {
  const result = quoteAlphaForTao(ctx, netuid, amount, terms);
  initSwap(ctx, netuid);
  return result;
}

/**
 * Swaps TAO for alpha and moves the reserves. The TAO itself is the caller's to move.
 * @throws Refusal of the Swap pallet
 * Source: staking/stake_utils.rs
 */
export function swapTaoForAlpha(
  ctx: Ctx,
  netuid: NetUid,
  tao: Rao,
  terms: SwapTerms,
): SwapResult<Rao, Alpha> {
  const result =
    SubnetMechanism.get(ctx, netuid) === 1
      ? executeTaoForAlpha(ctx, netuid, tao, terms)
      : { amountPaidIn: tao, amountPaidOut: alpha(tao), ...NO_FEE_IN_TAO };
  const { amountPaidIn, amountPaidOut } = result;
  decreaseProvidedAlphaReserve(ctx, netuid, alpha(outOfReserve(amountPaidOut)));
  SubnetAlphaOut.mutate(ctx, netuid, (out) => alpha(saturatingAddU64(out, amountPaidOut)));
  SubnetTAO.mutate(ctx, netuid, (total) => rao(saturatingAddU64(total, intoReserve(amountPaidIn))));
  // Counts the fee too, which SubnetTAO does not: the two drift apart.
  TotalStake.mutate(ctx, (total) => rao(saturatingAddU64(total, tao)));
  addVolume(ctx, netuid, tao);
  return result;
}

/**
 * Swaps alpha for TAO and moves the reserves. The TAO itself is the caller's to move.
 * @throws Refusal of the Swap pallet
 * Source: staking/stake_utils.rs
 */
export function swapAlphaForTao(
  ctx: Ctx,
  netuid: NetUid,
  amount: Alpha,
  terms: SwapTerms,
): SwapResult<Alpha, Rao> {
  const result =
    SubnetMechanism.get(ctx, netuid) === 1
      ? executeAlphaForTao(ctx, netuid, amount, terms)
      : { amountPaidIn: amount, amountPaidOut: rao(amount), ...NO_FEE_IN_ALPHA };
  const { amountPaidOut } = result;
  const paidIn = intoReserve(result.amountPaidIn);
  SubnetAlphaIn.mutate(ctx, netuid, (total) => alpha(saturatingAddU64(total, paidIn)));
  SubnetAlphaOut.mutate(ctx, netuid, (out) => alpha(saturatingSubUnsigned(out, paidIn)));
  decreaseProvidedTaoReserve(ctx, netuid, rao(outOfReserve(amountPaidOut)));
  TotalStake.mutate(ctx, (total) => rao(saturatingSubUnsigned(total, amountPaidOut)));
  addVolume(ctx, netuid, amountPaidOut);
  return result;
}
