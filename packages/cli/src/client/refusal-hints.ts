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
    "In the last blocks before an epoch the rules stand still; `ganglion subnets show` tells when it is. On development chains //Alice may set admin_freeze_window to 0.",
  DelegateTakeTooHigh: "The chain's maximum is 18 %.",
  DelegateTakeTooLow: "The take is below the chain's minimum, or not a change in that direction.",
  // The names from here on are the pool's, for what it refuses before a block does.
  StakeAmountTooLow: "The chain takes nothing below 0.002 TAO plus the fee.",
  BalanceTooLow: "A smaller --amount; on development chains `ganglion faucet` fills the wallet.",
  Payment: "The account cannot pay the fee; on development chains `ganglion faucet` fills it.",
  HotkeyAccountDoesntExist:
    "Nobody knows this hotkey yet: register it first with ganglion subnets register.",
  RateLimitExceeded: "This was done a short while ago; the chain wants a pause in between.",
  ZeroMaxAmount: "Not even a part fits within the price limit: a larger --tolerance.",
  HotKeyNotRegisteredInNetwork: "Register the hotkey first: ganglion subnets register.",
  NonAssociatedColdKey: "The hotkey belongs to another coldkey.",
  UidNotFound: "There is no neuron with one of these uids.",
  CommitNotFound:
    "There is no such commit: uids, weights, salt and version key must be exactly those of ganglion weights commit.",
  CommitBlockNotInRevealRange: "The reveal period of the subnet has not come yet, or is over.",
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

/** What to do about a refusal, by the chain's name for it. */
export const hintFor = (reason: string | undefined): string | undefined =>
  reason !== undefined && Object.hasOwn(HINTS, reason) ? HINTS[reason] : undefined;
