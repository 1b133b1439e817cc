import { DeadlineError } from "./deadline.ts";
import { BadHeaderError } from "./terminal.ts";
import { TooLargeError, TransportError } from "./transport.ts";
import { BodyMismatchError, NotVerifiedError } from "./wire-format.ts";
import { QueueFullError } from "./work-queue.ts";

/** A refusal with a status and a sentence for the peer. Forward functions may throw one. */
export class AxonError extends Error {
  readonly status: number;
  constructor(status: number, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "AxonError";
    this.status = status;
  }
}

/** What the peer is told. With `errorId` the rest is for the log alone. */
export type Refusal = { status: number; message: string; errorId?: string; error?: unknown };

/**
 * Status and sentence of whatever went wrong. Numbers and wording are the reference's where it has
 * them.
 * Source: bittensor core/axon.py, `log_and_handle_error`.
 */
export function asRefusal(
  error: unknown,
  options: { timeoutMs: number; errorId: () => string },
): Refusal {
  if (error instanceof AxonError) return { status: error.status, message: error.message };
  if (error instanceof NotVerifiedError)
    return { status: 401, message: `Not Verified with error: ${error.message}` };
  // DEVIATION(0007): a mismatch of hashes and a malformed header are 400 with their reason, not 500 without.
  if (error instanceof BodyMismatchError) return { status: 400, message: error.message };
  if (error instanceof BadHeaderError)
    return { status: 400, message: `Improperly formatted request: ${error.message}` };
  // DEVIATION(0007): the reference has no limits on size, waiting questions or time in forward.
  if (error instanceof TooLargeError)
    return { status: 413, message: `the question has ${error.message}` };
  if (error instanceof QueueFullError)
    return { status: 503, message: `Too busy: ${error.message}` };
  if (error instanceof DeadlineError)
    return { status: 408, message: `Response timeout after: ${options.timeoutMs / 1000}s` };
  // The peer is gone; this is for the log.
  if (error instanceof TransportError) return { status: 499, message: error.message };
  const errorId = options.errorId();
  return { status: 500, message: `Internal Server Error #${errorId}`, errorId, error };
}
