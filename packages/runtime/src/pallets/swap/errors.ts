import { errors } from "@ganglion/frame";

/** Why Swap refuses. Indices are the reference's; several are left from earlier kinds of pools. */
export const Errors = errors({
  FeeRateTooHigh: [0, "The fee rate is above MaxFeeRate."],
  InsufficientInputAmount: [1, "Too little is paid in to swap."],
  InsufficientLiquidity: [2, "The pool can't pay that much out."],
  PriceLimitExceeded: [3, "The price is already at or past the given limit."],
  InsufficientBalance: [4, "The account has not enough for this."],
  InvalidTickRange: [5, "No such range of prices."],
  InvalidLiquidityValue: [6, "Too little liquidity to add."],
  ReservesTooLow: [7, "A reserve is too small to swap against, or the result rounds to nothing."],
  MechanismDoesNotExist: [8, "There is no such subnet."],
  SubtokenDisabled: [9, "The subnet's token is not enabled yet."],
  ReservesOutOfBalance: [10, "The reserves are too uneven: a side would weigh under 1 %."],
  SwapInputTooLarge: [11, "More than 1000 times the reserve is paid in."],
  Deprecated: [12, "This call is gone: liquidity can't be provided by users."],
});
