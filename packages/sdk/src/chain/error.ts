/** What went wrong between us and a chain. */
export type ChainErrorCode =
  | "UNREACHABLE"
  | "INVALID_TRANSACTION"
  | "DISPATCH_REFUSED"
  | "NOT_FOUND"
  | "TIMEOUT";

/** A failure with what was expected and what to do; `code` is for programs, `hint` for people. */
export class ChainError extends Error {
  override readonly name = "ChainError";
  readonly code: ChainErrorCode;
  /** The chain's own name for it, e.g. `HotKeyNotRegisteredInSubNet`, where it has one. */
  readonly reason: string | undefined;
  readonly hint: string | undefined;

  constructor(
    code: ChainErrorCode,
    message: string,
    options: { readonly reason?: string; readonly hint?: string; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.reason = options.reason;
    this.hint = options.hint;
  }
}

/** What to do about the refusals that newcomers meet first. */
const HINTS: Readonly<Record<string, string>> = {
  HotKeyNotRegisteredInSubNet:
    "Register the hotkey on the subnet first: ganglion subnets register --netuid N",
  NotEnoughStakeToSetWeights:
    "The hotkey needs more stake than the chain's threshold: ganglion stake add",
  SettingWeightsTooFast: "Wait until the subnet's weights rate limit has passed.",
  CommitRevealEnabled: "This subnet takes committed weights only; commit them and reveal later.",
  NeuronNoValidatorPermit:
    "Only neurons with a validator permit may set weights: stake more, wait for the next epoch.",
  SubtokenDisabled:
    "The subnet has not been started yet: its owner runs ganglion subnets start --netuid N",
  AmountTooLow: "The amount is below the chain's minimum of 0.002 TAO plus fee.",
  NotEnoughBalanceToStake: "The coldkey has less free TAO than that.",
  NonAssociatedColdKey: "The hotkey belongs to another coldkey.",
  FundsUnavailable: "The account has less free TAO than that.",
  CannotAffordLockCost: "Creating a subnet locks TAO: ganglion subnets burn-cost tells how much.",
  RequireSudo: "Only the sudo key may do this; on development chains that is //Alice.",
};

interface Tagged {
  readonly type: string;
  readonly value?: unknown;
}
const isTagged = (value: unknown): value is Tagged =>
  typeof value === "object" && value !== null && typeof (value as Tagged).type === "string";

/** The innermost name of a dispatch error: pallet error, or Token/Arithmetic kind, or the error itself. */
export function refusalName(error: unknown): { readonly pallet?: string; readonly name: string } {
  if (!isTagged(error)) return { name: "Unknown" };
  if (error.type === "Module" && isTagged(error.value)) {
    const inner = error.value.value;
    return { pallet: error.value.type, name: isTagged(inner) ? inner.type : error.value.type };
  }
  return isTagged(error.value) ? { name: error.value.type } : { name: error.type };
}

/** The error of a call that the chain refused. */
export function refused(error: unknown, what: string): ChainError {
  const { pallet, name } = refusalName(error);
  const hint = HINTS[name];
  return new ChainError(
    "DISPATCH_REFUSED",
    `${what} was refused: ${pallet ? `${pallet}.` : ""}${name}`,
    {
      reason: name,
      ...(hint ? { hint } : {}),
      cause: error,
    },
  );
}
