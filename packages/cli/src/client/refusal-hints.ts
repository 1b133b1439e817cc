import type { ChainError } from "@ganglion/sdk";

/** What to do about refusals that these commands meet, beyond those that the SDK explains. */
const HINTS: Readonly<Record<string, string>> = {
  SlippageTooHigh:
    "The price would move further than allowed: a larger --tolerance, a smaller --amount, or --partial for what fits.",
  InsufficientLiquidity: "The pool is too small for this amount.",
  NotEnoughStakeToWithdraw: "There is less stake than that: ganglion stake list shows how much.",
  HotKeyAccountNotExists:
    "Nobody knows this hotkey yet: register it first with ganglion subnets register.",
  HotKeyAlreadyRegisteredInSubNet: "The hotkey is registered there already.",
  SubnetNotExists: "ganglion subnets list shows the subnets that exist.",
  SubNetRegistrationDisabled: "This subnet takes no registrations at the moment.",
  TooManyRegistrationsThisBlock: "Try again in the next block.",
  TooManyRegistrationsThisInterval: "Try again when the registration interval is over.",
  RegistrationPriceLimitExceeded: "The price rose meanwhile: a larger --tolerance.",
  NotSubnetOwner: "Only the subnet's owner may do this.",
  BadOrigin: "Only the subnet's owner or the sudo key may do this.",
  CommittingWeightsTooFast: "Wait until the subnet's weights rate limit has passed.",
  StakingRateLimitExceeded: "Too many staking operations for now; try again in a later block.",
  DelegateTxRateLimitExceeded: "The take was changed a short while ago; the chain wants a pause.",
  InsufficientBalance: "The account has less free TAO than that.",
  SubnetLimitReached: "There are as many subnets as the chain allows.",
  SymbolAlreadyInUse: "Another subnet has this symbol; choose another one.",
  SymbolDoesNotExist: "Only symbols of the chain's own list can be chosen.",
  TransferDisallowed: "The subnet does not let stake change its owner.",
  StakeUnavailable: "A part of this stake is locked.",
  Deprecated: "The chain does not take this call any more.",
  DisabledTemporarily: "The chain does not take this call at the moment.",
  TxRateLimitExceeded: "This was done a short while ago; the chain wants a pause in between.",
  NetworkTxRateLimitExceeded: "Subnets are created one at a time, with a pause in between.",
  NeedWaitingMoreBlocksToStarCall: "ganglion subnets check-start tells from which block on.",
  FirstEmissionBlockNumberAlreadySet: "The subnet is started already.",
  AdminActionProhibitedDuringWeightsWindow:
    "Shortly before an epoch the rules stand still; try again after it.",
  DelegateTakeTooHigh: "The chain's maximum is 18 %.",
  DelegateTakeTooLow: "The take is below the chain's minimum, or not a change in that direction.",
  NoWeightsCommitFound: "There is nothing to reveal: ganglion weights commit comes first.",
  RevealTooEarly: "The reveal period of the subnet has not come yet.",
  InvalidRevealCommitHashNotMatch:
    "Uids, weights, salt and version key must be exactly those of the commit.",
  CommitRevealDisabled: "This subnet takes weights openly: ganglion weights set.",
  WeightVecLengthIsLow: "The subnet wants weights for more uids.",
  UidVecContainInvalidOne: "There is no neuron with one of these uids.",
  KeepAlive: "It would leave less than the minimum balance: --allow-death lets the account end.",
  Expendability:
    "It would leave less than the minimum balance: --allow-death lets the account end.",
  NotExpendable:
    "It would leave less than the minimum balance: --allow-death lets the account end.",
};

// The pool tells numbers, not names. Source: pallets/subtensor CustomTransactionError
const BY_WORDS: readonly (readonly [pattern: RegExp, hint: string])[] = [
  [/price would move/, HINTS["SlippageTooHigh"]!],
  [/no such subnet/, HINTS["SubnetNotExists"]!],
  [/not enough stake/, HINTS["NotEnoughStakeToWithdraw"]!],
  [/stake or amount is too low/, "The chain takes nothing below 0.002 TAO plus the fee."],
  [
    /balance is too low/,
    "A smaller --amount; on development chains `ganglion faucet` fills the wallet.",
  ],
  [/Payment/, "The account cannot pay the fee; on development chains `ganglion faucet` fills it."],
  [/rate limit/, HINTS["TxRateLimitExceeded"]!],
];

export function hintFor(error: ChainError): string | undefined {
  if (error.reason && Object.hasOwn(HINTS, error.reason)) return HINTS[error.reason];
  return BY_WORDS.find(([pattern]) => pattern.test(error.message))?.[1];
}
