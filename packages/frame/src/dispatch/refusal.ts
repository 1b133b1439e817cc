import {
  fixedBytes,
  literals,
  type OfVariants,
  result,
  struct,
  u8,
  unit,
  variant,
} from "@ganglion/scale";
import type { PostInfo } from "../declare/call.ts";

const moduleError = struct("sp_runtime::ModuleError", { index: u8, error: fixedBytes(4) });
export const TOKEN_ERRORS = [
  "FundsUnavailable",
  "OnlyProvider",
  "BelowMinimum",
  "CannotCreate",
  "UnknownAsset",
  "Frozen",
  "Unsupported",
  "CannotCreateHold",
  "NotExpendable",
  "Blocked",
] as const;
const tokenError = literals("sp_runtime::TokenError", TOKEN_ERRORS);
const arithmeticError = literals("sp_arithmetic::ArithmeticError", [
  "Underflow",
  "Overflow",
  "DivisionByZero",
]);
const transactionalError = literals("sp_runtime::TransactionalError", ["LimitReached", "NoLayer"]);
const trieError = literals("sp_runtime::proving_trie::TrieError", [
  "InvalidStateRoot",
  "IncompleteDatabase",
  "ValueAtIncompleteKey",
  "DecoderError",
  "InvalidHash",
  "DuplicateKey",
  "ExtraneousNode",
  "ExtraneousValue",
  "ExtraneousHashReference",
  "InvalidChildReference",
  "ValueMismatch",
  "IncompleteProof",
  "RootMismatch",
  "DecodeError",
]);

const variants = {
  Other: null,
  CannotLookup: null,
  BadOrigin: null,
  Module: moduleError,
  ConsumerRemaining: null,
  NoProviders: null,
  TooManyConsumers: null,
  Token: tokenError,
  Arithmetic: arithmeticError,
  Transactional: transactionalError,
  Exhausted: null,
  Corruption: null,
  Unavailable: null,
  RootNotAllowed: null,
  Trie: trieError,
} as const;
/** Why a call was refused, as events and runtime APIs tell it. */
export const dispatchError = variant("sp_runtime::DispatchError", variants);
export type DispatchError = OfVariants<typeof variants>;
/** How a call ended, where events and runtime APIs tell it. */
export const dispatchResult = result(unit, dispatchError);

/**
 * Thrown to refuse. A value, not an `Error`: it has no stack, costs little, and is the same object every time.
 * The dispatcher undoes the call's writes and reports it.
 */
export class Refusal {
  readonly error: DispatchError;
  constructor(error: DispatchError) {
    this.error = error;
  }
  /** The name that a person searches for. */
  get label(): string {
    const { type } = this.error;
    return type === "Token" || type === "Arithmetic" || type === "Transactional" || type === "Trie"
      ? `${type}(${this.error.value})`
      : type;
  }
}

/** A pallet's own error. Bound to its pallet's index when the pallet is assembled. */
export class ModuleError extends Refusal {
  readonly name: string;
  readonly index: number;
  readonly docs: string;
  pallet = "";
  #palletIndex = -1;

  constructor(name: string, index: number, docs: string) {
    super({ type: "Other" });
    this.name = name;
    this.index = index;
    this.docs = docs;
  }
  bind(pallet: string, palletIndex: number): void {
    this.pallet = pallet;
    this.#palletIndex = palletIndex;
    (this as { error: DispatchError }).error = {
      type: "Module",
      value: { index: palletIndex, error: Uint8Array.of(this.index, 0, 0, 0) },
    };
  }
  get palletIndex(): number {
    return this.#palletIndex;
  }
  override get label(): string {
    return this.name;
  }
}

/** Thrown in a refusal's place by a call that weighed less than announced although it was refused. */
export class RefusedWith {
  readonly refusal: Refusal;
  readonly info: PostInfo;
  constructor(refusal: Refusal, info: PostInfo) {
    this.refusal = refusal;
    this.info = info;
  }
}

export const BadOrigin = new Refusal({ type: "BadOrigin" });
export const CannotLookup = new Refusal({ type: "CannotLookup" });
export const RootNotAllowed = new Refusal({ type: "RootNotAllowed" });
export const OtherError = new Refusal({ type: "Other" });
export const Token = Object.fromEntries(
  TOKEN_ERRORS.map((value) => [value, new Refusal({ type: "Token", value })]),
) as { readonly [K in (typeof TOKEN_ERRORS)[number]]: Refusal };
export const Arithmetic = {
  Underflow: new Refusal({ type: "Arithmetic", value: "Underflow" }),
  Overflow: new Refusal({ type: "Arithmetic", value: "Overflow" }),
  DivisionByZero: new Refusal({ type: "Arithmetic", value: "DivisionByZero" }),
} as const;

export const Transactional = {
  LimitReached: new Refusal({ type: "Transactional", value: "LimitReached" }),
} as const;

/** Refuses unless `condition` holds. Narrows like an assertion. */
export function ensure(condition: unknown, refusal: Refusal): asserts condition {
  if (!condition) throw refusal;
}

/**
 * Runs `work` and goes on if it is refused, as the reference does where it drops a `Result`: what `work`
 * wrote before it was refused stays. Bugs pass through.
 * @returns what `work` returned, or the refusal
 */
export function tolerate<T>(work: () => T): T | Refusal {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown;
    throw thrown;
  }
}
