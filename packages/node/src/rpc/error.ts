import { DecodeError } from "@ganglion/scale";
import { StoreError } from "@ganglion/store";
import { NodeError } from "../error.ts";
import { PoolError, type PoolRefusal } from "../pool/error.ts";
import type { ValidityError } from "../runtime-port.ts";
import { idText } from "./json.ts";

/** A refusal as JSON-RPC words it. */
export class RpcError extends Error {
  override readonly name = "RpcError";
  readonly code: number;
  readonly data: unknown;
  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

// Codes of JSON-RPC 2.0 and of jsonrpsee, which the reference serves with.
export const PARSE_ERROR = -32700;
export const INVALID_REQUEST = -32600;
export const METHOD_NOT_FOUND = -32601;
export const INVALID_PARAMS = -32602;
export const INTERNAL_ERROR = -32603;
export const TOO_MANY_SUBSCRIPTIONS = -32006;
export const OVERSIZED_REQUEST = -32007;
export const TOO_BIG_BATCH = -32010;
// Source: sc-rpc-api, author/error.rs and state/error.rs.
export const BAD_FORMAT = 1001;
export const VERIFICATION_ERROR = 1002;
export const POOL_INVALID = 1010;
export const INVALID_BLOCK_RANGE = 4001;
export const INVALID_COUNT = 4002;
export const CLIENT_ERROR = 4003;

export const invalidParams = (data: string): RpcError =>
  new RpcError(INVALID_PARAMS, "Invalid params", data);

/** The sentences of sp_runtime for each reason. Clients and people search for them. */
const INVALID_TEXT: Readonly<Record<string, string>> = {
  Call: "Transaction call is not expected",
  Future: "Transaction will be valid in the future",
  Stale: "Transaction is outdated",
  BadProof: "Transaction has a bad signature",
  AncientBirthBlock: "Transaction has an ancient birth block",
  ExhaustsResources: "Transaction would exhaust the block limits",
  Payment: "Inability to pay some fees (e.g. account balance too low)",
  BadMandatory: "A call was labelled as mandatory, but resulted in an Error.",
  MandatoryValidation: "Transaction dispatch is mandatory; transactions must not be validated.",
  BadSigner: "Invalid signing address",
  IndeterminateImplicit: "The implicit data was unable to be calculated",
  UnknownOrigin: "The transaction extension did not authorize any origin",
};

function invalidTransaction({ type, value }: ValidityError): RpcError {
  if (type === "Unknown") {
    const name = value.type === "Custom" ? `Custom(${value.value})` : value.type;
    return new RpcError(POOL_INVALID + 1, "Unknown Transaction Validity", name);
  }
  const data =
    value.type === "Custom"
      ? `Custom error: ${value.value}`
      : (INVALID_TEXT[value.type] ?? value.type);
  return new RpcError(POOL_INVALID, "Invalid Transaction", data);
}

function refusedByPool(refusal: PoolRefusal): RpcError {
  switch (refusal.kind) {
    case "bad-format":
      return new RpcError(BAD_FORMAT, `Extrinsic has invalid format: ${refusal.what}`);
    case "unverifiable":
      return new RpcError(
        VERIFICATION_ERROR,
        `Verification Error: Runtime error: ${refusal.what}`,
        refusal.what,
      );
    case "invalid":
      return invalidTransaction(refusal.error);
    case "banned":
      return new RpcError(POOL_INVALID + 2, "Transaction is temporarily banned");
    case "already-imported":
      return new RpcError(POOL_INVALID + 3, "Transaction Already Imported", refusal.hash);
    case "low-priority":
      return new RpcError(
        POOL_INVALID + 4,
        `Priority is too low: (${refusal.old} vs ${refusal.new})`,
        "The transaction has too low priority to replace another transaction already in the pool.",
      );
    case "cycle":
      return new RpcError(POOL_INVALID + 5, "Cycle Detected");
    case "full":
      return new RpcError(
        POOL_INVALID + 6,
        "Immediately Dropped",
        "The transaction couldn't enter the pool because of the limit",
      );
    case "no-tags":
      return new RpcError(
        POOL_INVALID + 9,
        "No tags provided",
        "Transaction does not provide any tags, so the pool can't identify it",
      );
  }
}

/** What a handler threw, as JSON-RPC words it; undefined for a bug of ours. */
export function knownError(thrown: unknown): RpcError | undefined {
  if (thrown instanceof RpcError) return thrown;
  if (thrown instanceof PoolError) return refusedByPool(thrown.refusal);
  if (thrown instanceof StoreError) {
    if (thrown.code === "UNKNOWN_BLOCK" || thrown.code === "STATE_DISCARDED")
      return new RpcError(CLIENT_ERROR, `Client error: ${thrown.message}`, thrown.hint);
    if (thrown.code === "PROOF_TOO_LARGE")
      return new RpcError(INVALID_COUNT, thrown.message, thrown.hint);
    if (thrown.code === "BAD_KEY") return invalidParams(thrown.message);
    return new RpcError(INTERNAL_ERROR, `Internal error: ${thrown.message}`, thrown.hint);
  }
  if (thrown instanceof NodeError) {
    if (thrown.code === "BAD_OPTION") return invalidParams(thrown.message);
    return new RpcError(CLIENT_ERROR, thrown.message, thrown.hint);
  }
  if (thrown instanceof DecodeError)
    return new RpcError(CLIENT_ERROR, `Client error: Bad input data: ${thrown.message}`);
  // The runtime's own class is not imported: the shell works with any runtime that has the port.
  if (thrown instanceof Error && thrown.name === "RuntimeApiError")
    return new RpcError(CLIENT_ERROR, `Client error: Execution failed: ${thrown.message}`);
  return undefined;
}

/** The text of an error answer. */
export function errorText(id: unknown, { code, message, data }: RpcError): string {
  const rest = data === undefined ? "" : `,"data":${JSON.stringify(data)}`;
  return `{"jsonrpc":"2.0","id":${idText(id)},"error":{"code":${code},"message":${JSON.stringify(message)}${rest}}}`;
}
