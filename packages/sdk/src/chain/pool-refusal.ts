/** Names of the subtensor's own reasons, by number. Source: common/src/transaction_error.rs */
const CUSTOM = [
  "ColdkeyInSwapSchedule",
  "StakeAmountTooLow",
  "BalanceTooLow",
  "SubnetNotExists",
  "HotkeyAccountDoesntExist",
  "NotEnoughStakeToWithdraw",
  "RateLimitExceeded",
  "InsufficientLiquidity",
  "SlippageTooHigh",
  "TransferDisallowed",
  "HotKeyNotRegisteredInNetwork",
  "InvalidIpAddress",
  "ServingRateLimitExceeded",
  "InvalidPort",
  "ZeroMaxAmount",
  "InvalidRevealRound",
  "CommitNotFound",
  "CommitBlockNotInRevealRange",
  "InputLengthsUnequal",
  "UidNotFound",
  "EvmKeyAssociateRateLimitExceeded",
  "ColdkeySwapDisputed",
  "InvalidRealAccount",
  "FailedShieldedTxParsing",
  "InvalidShieldedTxPubKeyHash",
  "NonAssociatedColdKey",
  "DelegateTakeTooLow",
  "DelegateTakeTooHigh",
] as const;

interface Tagged {
  readonly type: string;
  readonly value?: unknown;
}
const isTagged = (value: unknown): value is Tagged =>
  typeof value === "object" && value !== null && typeof (value as Tagged).type === "string";

/** From what the library threw: why the pool did not take an extrinsic, in the chain's own word; undefined where it gave none. */
export function poolReason(cause: unknown): string | undefined {
  const error = (cause as { readonly error?: unknown } | undefined)?.error;
  if (!isTagged(error) || !isTagged(error.value)) return undefined;
  const { type, value } = error.value;
  if (type !== "Custom") return type;
  return CUSTOM[Number(value)] ?? `Custom ${value}`;
}
