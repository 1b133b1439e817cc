import { DeadlineError } from "./deadline.ts";
import { TooLargeError, TransportError } from "./transport.ts";

export type CallFailureCode =
  | "UNREACHABLE"
  | "BROKEN"
  | "TIMEOUT"
  | "ABORTED"
  | "REFUSED"
  | "REDIRECT"
  | "TOO_LARGE"
  | "BAD_ANSWER";

/**
 * Why a question has no answer. `status`: the axon's own if it refused, else the one that the Python
 * dendrite gives to such a failure.
 */
export type CallFailure = { code: CallFailureCode; status: number; message: string };

/** An answer that cannot be used; thrown and caught inside the dendrite. */
export class CallError extends Error {
  readonly code: CallFailureCode;
  readonly status: number;
  constructor(code: CallFailureCode, status: number, message: string) {
    super(message);
    this.name = "CallError";
    this.code = code;
    this.status = status;
  }
}

/** What a failed call is told as. Source: bittensor core/dendrite.py, DENDRITE_ERROR_MAPPING. */
export function failureOf(error: unknown, signal: AbortSignal | undefined): CallFailure {
  if (error instanceof CallError)
    return { code: error.code, status: error.status, message: error.message };
  if (error instanceof DeadlineError) {
    const message = `Request timeout after ${error.ms / 1000} seconds`;
    return { code: "TIMEOUT", status: 408, message };
  }
  if (error instanceof TooLargeError)
    return { code: "TOO_LARGE", status: 422, message: `the answer has ${error.message}` };
  if (signal?.aborted) return { code: "ABORTED", status: 499, message: "the caller gave up" };
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof TransportError)
    return {
      code: error.code === "BROKEN" ? "BROKEN" : "UNREACHABLE",
      status: 503,
      message: `Service unavailable: ${message}`,
    };
  return { code: "BAD_ANSWER", status: 422, message: `Failed to parse response: ${message}` };
}
