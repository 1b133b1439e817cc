import { utf8Bytes } from "@ganglion/primitives";
import { orAbort } from "./deadline.ts";
import { headerText, type TerminalInfo } from "./terminal.ts";
import type { Body, ServerResponse } from "./transport.ts";
import { v10Message } from "./v10-message.ts";
import type { Claims } from "./wire-format.ts";

/** The timeout of a question that names none. Python: the default of `Synapse.timeout`. */
export const DEFAULT_TIMEOUT_MS = 12_000;

/** What every answer says about its question. `axon`: status, version and so on. */
export type ReplyRecord = {
  name: string;
  claims: Claims | undefined;
  axon: TerminalInfo;
  requiredFields: readonly string[];
};

/** An answer: the record of the call, the question's fields and the answer's. */
export function jsonReply(record: ReplyRecord, fields: Record<string, unknown>): ServerResponse {
  return { status: record.axon.statusCode ?? 200, ...message(record, fields) };
}

/** An answer in pieces; the first one is there already, so that a failure before it has a status. */
export function streamReply(record: ReplyRecord, body: Body): ServerResponse {
  const { headers } = message(record, {});
  return { status: 200, headers: { ...headers, "content-type": "text/event-stream" }, body };
}

/** A refusal: its status, and the sentence both in a header and as `{"message"}`. */
export function refusal(record: ReplyRecord): ServerResponse {
  const { statusCode = 500, statusMessage = "" } = record.axon;
  const { headers } = message({ ...record, requiredFields: [] }, {});
  const body = utf8Bytes(JSON.stringify({ message: headerText(statusMessage) }));
  return { status: statusCode, headers, body };
}

function message(record: ReplyRecord, fields: Record<string, unknown>) {
  const { name, claims, axon, requiredFields } = record;
  return v10Message({
    name,
    // A Python dendrite cannot read an answer without one.
    timeoutMs: claims?.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    dendrite: claims?.dendrite ?? {},
    axon: { ...claims?.axon, ...axon },
    bodyHash: claims?.bodyHash ?? "",
    fields,
    requiredFields,
  });
}

/**
 * Pieces of an answer as bytes, from one that is asked for at once: resolves with the first piece in hand.
 * `end` is called when the last one is out, the peer is gone or the time is up, whatever comes first.
 */
export async function startStream(
  source: AsyncIterable<string | Uint8Array>,
  options: { signal: AbortSignal; end: () => void },
): Promise<Body> {
  const { signal, end } = options;
  const iterator = source[Symbol.asyncIterator]();
  // A source that hangs in next() would hang in return() too, so nobody waits for it.
  const stop = () => void Promise.resolve(iterator.return?.()).catch(() => undefined);
  const abort = () => {
    stop();
    end();
  };
  signal.addEventListener("abort", abort, { once: true });
  const first = await orAbort(iterator.next(), signal);
  return (async function* () {
    let next = first;
    try {
      while (!next.done) {
        yield typeof next.value === "string" ? utf8Bytes(next.value) : next.value;
        next = await orAbort(iterator.next(), signal);
      }
    } finally {
      signal.removeEventListener("abort", abort);
      if (!next.done) stop();
      end();
    }
  })();
}
