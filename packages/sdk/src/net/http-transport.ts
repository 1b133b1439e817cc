import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse as NodeResponse,
  type Server,
} from "node:http";
import type { AddressInfo } from "node:net";
import {
  type Headers,
  type Listening,
  type ServerHandler,
  type ServerResponse,
  type Transport,
  TransportError,
  type TransportRequest,
  type TransportResponse,
} from "./transport.ts";

// Axons name every required field in their headers, which may be many.
const MAX_HEADER_BYTES = 65_536;
// What a peer whose body was refused may still send, and how long its connection stays, so that it sees the answer.
const DRAIN_BYTES = 262_144;
const DRAIN_MS = 1_000;
// How long a connection without a question stays open. Python's aiohttp keeps one for 15 s and takes its
// end, met while asking, for a failing miner (503 "Service disconnected"): so it has to end it, not we.
const KEEP_ALIVE_MS = 75_000;

/** HTTP/1.1 by node:http. Every request has its own connection: a pooled one that the peer just closed would look like a failing miner. */
export const httpTransport: Transport = { request, serve };

function request(url: string, options: TransportRequest): Promise<TransportResponse> {
  const { method, headers, body, signal } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const length = body ? { "content-length": String(body.length) } : {};
    const call = httpRequest(url, {
      method,
      headers: { ...headers, ...length, connection: "close" },
      agent: false,
      maxHeaderSize: MAX_HEADER_BYTES,
    });
    const abort = () => call.destroy(new Error("aborted"));
    signal?.addEventListener("abort", abort, { once: true });
    call.once("close", () => signal?.removeEventListener("abort", abort));
    call.on("error", (cause: NodeJS.ErrnoException) => {
      if (signal?.aborted) return reject(signal.reason);
      const reached = call.socket?.connecting === false && cause.code !== "ECONNREFUSED";
      reject(
        new TransportError(
          reached ? "BROKEN" : "UNREACHABLE",
          `${reached ? "connection broke" : "cannot reach"} ${new URL(url).host}: ${cause.message}`,
          { cause },
        ),
      );
    });
    call.once("response", (response) =>
      resolve({
        status: response.statusCode ?? 0,
        headers: plain(response.headers),
        body: received(response, url, signal),
      }),
    );
    call.end(body);
  });
}

async function* received(
  message: IncomingMessage,
  url: string,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for await (const chunk of message) yield chunk as Buffer;
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new TransportError("BROKEN", `the answer of ${new URL(url).host} broke off: ${why}`, {
      cause,
    });
  } finally {
    message.destroy();
  }
}

function serve(handler: ServerHandler, at: { host: string; port: number }): Promise<Listening> {
  const server = createServer(
    { maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: KEEP_ALIVE_MS },
    (message, response) => {
      // Whatever fails in here has no one else to go to than the peer's broken connection.
      answer(handler, message, response).catch(() => message.socket.destroy());
    },
  );
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const taken = cause.code === "EADDRINUSE";
      reject(
        new TransportError(
          taken ? "PORT_TAKEN" : "CANNOT_LISTEN",
          taken
            ? `port ${at.port} on ${at.host} is taken: choose another, or 0 for a free one`
            : `cannot listen on ${at.host}:${at.port}: ${cause.message}`,
          { cause },
        ),
      );
    });
    server.listen(at.port, at.host, () => {
      const { address, port } = server.address() as AddressInfo;
      resolve({ host: address, port, close: () => close(server) });
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function answer(
  handler: ServerHandler,
  message: IncomingMessage,
  response: NodeResponse,
): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) gone.abort(new TransportError("BROKEN", "the peer went away"));
  });
  const { remoteAddress = "", remotePort = 0 } = message.socket;
  const { status, headers, body } = await handler({
    method: message.method ?? "",
    path: (message.url ?? "/").split("?")[0]!,
    headers: plain(message.headers),
    remote: { ip: remoteAddress.replace(/^::ffff:/, ""), port: remotePort },
    // Left open when reading stops early: closing it here would take the answer's way as well.
    body: message.iterator({ destroyOnReturn: false }),
    signal: gone.signal,
  });
  if (response.destroyed) return;
  if (!message.complete) refuseRest(message, response);
  await send(response, { status, headers, body });
}

async function send(
  response: NodeResponse,
  { status, headers, body }: ServerResponse,
): Promise<void> {
  if (body instanceof Uint8Array) {
    response.writeHead(status, { ...headers, "content-length": String(body.length) });
    response.end(body);
    return;
  }
  response.writeHead(status, headers);
  response.flushHeaders();
  for await (const chunk of body) {
    if (response.destroyed) return;
    if (!response.write(chunk)) await writable(response);
  }
  response.end();
}

/** Until the peer has taken what was written, or is gone. */
function writable(response: NodeResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off("drain", done);
      response.off("close", done);
      resolve();
    };
    response.once("drain", done);
    response.once("close", done);
  });
}

/**
 * For an answer that comes before the question's end. A peer that ends soon keeps its connection: a
 * small body is often just not read yet, and the peer, which sees a whole answer, asks again on the
 * same connection. Of one that goes on for too long this side only stops speaking and throws the rest
 * away until time is up: closing at once would reset the connection, and with it the answer.
 */
function refuseRest(message: IncomingMessage, response: NodeResponse): void {
  let left = DRAIN_BYTES;
  const { socket } = message;
  const stopSpeaking = () => socket.end();
  const timer = setTimeout(() => socket.destroy(), DRAIN_MS);
  message.on("error", () => socket.destroy());
  // Comes at its end as well as when the connection is gone.
  message.once("close", () => clearTimeout(timer));
  message.on("data", (chunk: Buffer) => {
    left -= chunk.length;
    if (left >= 0 || message.isPaused()) return;
    message.pause();
    if (response.writableFinished) stopSpeaking();
    else response.once("finish", stopSpeaking);
  });
}

function plain(headers: IncomingHttpHeaders): Headers {
  const out: Headers = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) out[name] = Array.isArray(value) ? value.join(", ") : value;
  return out;
}
