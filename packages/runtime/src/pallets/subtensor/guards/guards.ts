import type { Refusal } from "@ganglion/frame";
import { bySpec } from "../../../by-spec.ts";
import { Errors } from "../errors.ts";
import { checkColdkeySwap } from "./check-coldkey-swap.ts";
import { checkDelegateTake } from "./check-delegate-take.ts";
import { checkRateLimits } from "./check-rate-limits.ts";
import { checkServingEndpoints } from "./check-serving-endpoints.ts";
import { checkWeights } from "./check-weights.ts";
import type { Guard } from "./guard.ts";

/** In the order in which they are asked. Source: runtime/src/lib.rs, extensions/subtensor.rs */
export const guardsOf = bySpec<readonly Guard[]>({
  425: [checkColdkeySwap, checkWeights, checkRateLimits, checkDelegateTake, checkServingEndpoints],
});

/** Numbers of `InvalidTransaction::Custom`. Source: extensions/subtensor.rs, common/src/transaction_error.rs */
const CUSTOM_ERRORS = new Map<Refusal, number>([
  [Errors.ColdkeySwapAnnounced, 0],
  [Errors.AmountTooLow, 1],
  [Errors.NotEnoughStakeToSetWeights, 1],
  [Errors.NotEnoughBalanceToStake, 2],
  [Errors.SubnetNotExists, 3],
  [Errors.HotKeyAccountNotExists, 4],
  [Errors.NotEnoughStakeToWithdraw, 5],
  [Errors.CommittingWeightsTooFast, 6],
  [Errors.SettingWeightsTooFast, 6],
  [Errors.NetworkTxRateLimitExceeded, 6],
  [Errors.InsufficientLiquidity, 7],
  [Errors.SlippageTooHigh, 8],
  [Errors.TransferDisallowed, 9],
  [Errors.HotKeyNotRegisteredInNetwork, 10],
  [Errors.InvalidIpAddress, 11],
  [Errors.ServingRateLimitExceeded, 12],
  [Errors.InvalidPort, 13],
  [Errors.InvalidRevealRound, 15],
  [Errors.NoWeightsCommitFound, 16],
  [Errors.RevealTooEarly, 17],
  [Errors.InputLengthsUnequal, 18],
  [Errors.HotKeyNotRegisteredInSubNet, 19],
  [Errors.EvmKeyAssociateRateLimitExceeded, 20],
  [Errors.ColdkeySwapDisputed, 21],
  [Errors.NonAssociatedColdKey, 25],
  [Errors.DelegateTakeTooLow, 26],
  [Errors.DelegateTakeTooHigh, 27],
]);

/** What the pool tells of a guard's refusal, as `Custom(n)`; undefined if it has no number of its own (255). */
export function customErrorOf(refusal: Refusal): number | undefined {
  return CUSTOM_ERRORS.get(refusal);
}
