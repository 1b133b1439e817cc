import {
  bool,
  bytes,
  type Codec,
  literals,
  type Of,
  result,
  struct,
  u8,
  u64,
  variant,
  vec,
} from "@ganglion/scale";

const invalidVariants = {
  Call: null,
  Payment: null,
  Future: null,
  Stale: null,
  BadProof: null,
  AncientBirthBlock: null,
  ExhaustsResources: null,
  Custom: u8,
  BadMandatory: null,
  MandatoryValidation: null,
  BadSigner: null,
  IndeterminateImplicit: null,
  UnknownOrigin: null,
} as const;
export const invalidTransaction = variant(
  "sp_runtime::transaction_validity::InvalidTransaction",
  invalidVariants,
);
export const unknownTransaction = variant("sp_runtime::transaction_validity::UnknownTransaction", {
  CannotLookup: null,
  NoUnsignedValidator: null,
  Custom: u8,
});
/** Why an extrinsic may not enter a block. */
export const transactionValidityError = variant(
  "sp_runtime::transaction_validity::TransactionValidityError",
  {
    Invalid: invalidTransaction,
    Unknown: unknownTransaction,
  },
);
export type TransactionValidityError = Of<typeof transactionValidityError>;

/** What the pool needs to know of a valid extrinsic. */
export const validTransaction = struct("sp_runtime::transaction_validity::ValidTransaction", {
  priority: u64,
  requires: vec(bytes),
  provides: vec(bytes),
  longevity: u64,
  propagate: bool,
});
export type ValidTransaction = Of<typeof validTransaction>;
export const transactionSource = literals("sp_runtime::transaction_validity::TransactionSource", [
  "InBlock",
  "Local",
  "External",
]);
export type TransactionSource = Of<typeof transactionSource>;
export const transactionValidity: Codec<
  | { readonly ok: true; readonly value: ValidTransaction }
  | { readonly ok: false; readonly error: TransactionValidityError }
> = result(validTransaction, transactionValidityError);

/** Thrown while an extrinsic is validated. A value without a stack, like a refusal. */
export class Invalid {
  readonly error: TransactionValidityError;
  constructor(error: TransactionValidityError) {
    this.error = error;
  }
}

type PlainInvalid = Exclude<Of<typeof invalidTransaction>["type"], "Custom">;
/** `InvalidTransaction` of that name. */
export const invalid = (type: PlainInvalid): Invalid =>
  new Invalid({ type: "Invalid", value: { type } });
/** The subtensor's own reasons, by number. Source: common/src/transaction_error.rs. */
export const customInvalid = (code: number): Invalid =>
  new Invalid({ type: "Invalid", value: { type: "Custom", value: code } });
export const unknownUnsigned = new Invalid({
  type: "Unknown",
  value: { type: "NoUnsignedValidator" },
});
export const unknownLookup = new Invalid({ type: "Unknown", value: { type: "CannotLookup" } });
