import { concatBytes } from "@ganglion/primitives";
import { orAbort } from "./deadline.ts";

/** Header names in lower case. */
export type Headers = Record<string, string>;
export type Body = AsyncIterable<Uint8Array>;

export type TransportRequest = {
  method: "GET" | "POST";
  headers: Headers;
  body?: Uint8Array;
  signal?: AbortSignal;
};
export type TransportResponse = { status: number; headers: Headers; body: Body };

/** What a server is asked. `signal` aborts when the peer goes away. */
export type ServerRequest = {
  method: string;
  /** Path without the query. */
  path: string;
  headers: Headers;
  remote: { ip: string; port: number };
  body: Body;
  signal: AbortSignal;
};
/** A body that throws while it is sent breaks the connection, so that the peer does not take a part for the whole. */
export type ServerResponse = { status: number; headers: Headers; body: Uint8Array | Body };
export type ServerHandler = (request: ServerRequest) => Promise<ServerResponse>;

export type Listening = {
  host: string;
  port: number;
  /** Ends listening and every connection. */
  close(): Promise<void>;
};

/** HTTP as far as axons and dendrites need it; the simulator replaces it. Redirects are not followed. */
export interface Transport {
  /** @throws TransportError UNREACHABLE, BROKEN; or the signal's reason */
  request(url: string, request: TransportRequest): Promise<TransportResponse>;
  /** `port` 0 takes a free one. @throws TransportError PORT_TAKEN, CANNOT_LISTEN */
  serve(handler: ServerHandler, at: { host: string; port: number }): Promise<Listening>;
}

export type TransportErrorCode = "UNREACHABLE" | "BROKEN" | "PORT_TAKEN" | "CANNOT_LISTEN";

/** A connection that could not be made, broke, or could not be listened for. */
export class TransportError extends Error {
  readonly code: TransportErrorCode;
  constructor(code: TransportErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "TransportError";
    this.code = code;
  }
}

/** A body that is larger than it may be. */
export class TooLargeError extends Error {
  readonly maxBytes: number;
  constructor(maxBytes: number) {
    super(`more than ${maxBytes} bytes`);
    this.name = "TooLargeError";
    this.maxBytes = maxBytes;
  }
}

/**
 * The whole body, unless it is larger than `maxBytes`: then it stops reading there.
 * @throws TooLargeError, the signal's reason, or what the body throws
 */
export async function readBody(
  message: { headers: Headers; body: Body },
  options: { maxBytes: number; signal?: AbortSignal },
): Promise<Uint8Array> {
  const { maxBytes, signal } = options;
  // A liar's content-length does no harm: the bytes are counted as well.
  if (Number(message.headers["content-length"] ?? 0) > maxBytes) throw new TooLargeError(maxBytes);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of abortable(message.body, signal)) {
    length += chunk.length;
    if (length > maxBytes) throw new TooLargeError(maxBytes);
    chunks.push(chunk);
  }
  return concatBytes(...chunks);
}

/** The same chunks, but the signal ends the wait for the next one. */
export async function* abortable(
  body: Body,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const iterator = body[Symbol.asyncIterator]();
  let done = false;
  try {
    for (;;) {
      const next = await orAbort(iterator.next(), signal);
      if (next.done) {
        done = true;
        return;
      }
      yield next.value;
    }
  } finally {
    // Not awaited: a source that hangs in next() would hang here too.
    if (!done) Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}
