import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { NodeError, PortInUseError } from "../error.ts";
import { RpcConnection } from "./connection.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { errorText, OVERSIZED_REQUEST, RpcError } from "./error.ts";
import { type AllowedOrigins, originAllowed } from "./origin.ts";
import { serveSocket } from "./socket.ts";

export interface RpcLimits {
  /** Of one HTTP body or WebSocket message. */
  readonly maxBodyBytes: number;
  readonly maxBatch: number;
  readonly maxSubscriptions: number;
  readonly maxConnections: number;
}

export const DEFAULT_RPC_LIMITS: RpcLimits = {
  maxBodyBytes: 15 << 20,
  maxBatch: 5000,
  maxSubscriptions: 1024,
  maxConnections: 1000,
};

export interface Health {
  readonly isSyncing: boolean;
  readonly peers: number;
  readonly shouldHavePeers: boolean;
  readonly best: number;
  readonly finalized: number;
}

export interface RpcServerOptions {
  readonly dispatcher: Dispatcher;
  readonly random: (length: number) => Uint8Array;
  readonly limits: RpcLimits;
  readonly origins: AllowedOrigins;
  readonly health: () => Health;
}

const CLOSE_GRACE_MS = 200;
const GOING_AWAY = 1001;

/** JSON-RPC over HTTP and WebSocket, both on each of its ports. */
export class RpcServer {
  readonly #options: RpcServerOptions;
  readonly #servers: Server[] = [];
  readonly #sockets: WebSocketServer;
  readonly #connections = new Set<RpcConnection>();

  constructor(options: RpcServerOptions) {
    this.#options = options;
    this.#sockets = new WebSocketServer({
      noServer: true,
      // Measured: compression costs more than it saves on a local machine. An offer is declined.
      perMessageDeflate: false,
      maxPayload: options.limits.maxBodyBytes,
      // Broken UTF-8 becomes U+FFFD, and then most likely a parse error.
      skipUTF8Validation: true,
    });
  }

  get connectionCount(): number {
    return this.#connections.size;
  }

  get subscriptionCount(): number {
    let count = 0;
    for (const each of this.#connections) count += each.subscriptionCount;
    return count;
  }

  /**
   * Listens on one more port; 0 takes a free one. Answers the port.
   * @throws PortInUseError, NodeError CANNOT_LISTEN
   */
  listen(port: number, host: string): Promise<number> {
    const server = createServer((request, response) => this.#http(request, response));
    server.on("upgrade", (request, socket, head) => this.#upgrade(request, socket, head));
    server.on("clientError", (_error, socket) => {
      if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    });
    return new Promise((resolve, reject) => {
      server.on("error", (error: NodeJS.ErrnoException) =>
        reject(listenError(error, { port, host, what: "JSON-RPC" })),
      );
      server.listen(port, host, () => {
        this.#servers.push(server);
        resolve((server.address() as AddressInfo).port);
      });
    });
  }

  /** Says goodbye to all clients and frees the ports. */
  async close(): Promise<void> {
    const closed = this.#servers.map((server) => new Promise((done) => server.close(done)));
    for (const each of this.#connections) each.close();
    for (const client of this.#sockets.clients) client.close(GOING_AWAY, "the node stops");
    // Whoever does not answer the farewell in time is cut off.
    const grace = setTimeout(() => {
      for (const client of this.#sockets.clients) client.terminate();
      for (const server of this.#servers) server.closeAllConnections();
    }, CLOSE_GRACE_MS);
    for (const server of this.#servers) server.closeIdleConnections();
    await Promise.all(closed);
    clearTimeout(grace);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { limits, origins } = this.#options;
    socket.on("error", () => socket.destroy());
    const refuse = (status: string): void => {
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    };
    if (!originAllowed(origins, request.headers.origin)) {
      refuse("403 Forbidden");
      return;
    }
    if (this.#connections.size >= limits.maxConnections) {
      refuse("429 Too Many Requests");
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (ws) => {
      const connection = serveSocket(ws, socket, {
        dispatcher: this.#options.dispatcher,
        random: this.#options.random,
        maxSubscriptions: limits.maxSubscriptions,
      });
      this.#connections.add(connection);
      ws.on("close", () => this.#connections.delete(connection));
    });
  }

  #http(request: IncomingMessage, response: ServerResponse): void {
    const { origin } = request.headers;
    if (!originAllowed(this.#options.origins, origin)) {
      end(response, 403, "");
      return;
    }
    if (origin !== undefined) {
      response.setHeader("Access-Control-Allow-Origin", origin);
      response.setHeader("Vary", "Origin");
    }
    const path = (request.url ?? "/").split("?", 1)[0];
    const { method } = request;
    if (method === "POST") this.#post(request, response);
    else if (method === "OPTIONS") {
      response.setHeader("Access-Control-Allow-Methods", "POST, GET, OPTIONS");
      response.setHeader("Access-Control-Allow-Headers", "content-type");
      response.setHeader("Access-Control-Max-Age", "86400");
      end(response, 204, "");
    } else if (method === "GET" && (path === "/health" || path === "/health/readiness"))
      end(response, 200, JSON.stringify(this.#options.health()));
    else {
      response.setHeader("Allow", "POST, OPTIONS");
      end(response, 405, "JSON-RPC is asked by POST, or over a WebSocket\n");
    }
  }

  #post(request: IncomingMessage, response: ServerResponse): void {
    const { dispatcher, random, limits } = this.#options;
    const tooLarge = (): void => {
      response.setHeader("Connection", "close");
      const error = new RpcError(
        OVERSIZED_REQUEST,
        "Request is too big",
        `Exceeded max limit of ${limits.maxBodyBytes}`,
      );
      end(response, 413, errorText(null, error));
    };
    if (Number(request.headers["content-length"] ?? 0) > limits.maxBodyBytes) {
      tooLarge();
      return;
    }
    const parts: Buffer[] = [];
    let size = 0;
    request.on("data", (part: Buffer) => {
      size += part.length;
      if (size <= limits.maxBodyBytes) parts.push(part);
      else if (!response.writableEnded) tooLarge();
    });
    request.on("error", () => response.destroy());
    request.on("end", () => {
      if (response.writableEnded) return;
      const connection = new RpcConnection({
        dispatcher,
        random,
        maxSubscriptions: 0,
        send: (text) => end(response, 200, text),
      });
      // A notification is answered by silence, and HTTP needs its end all the same.
      const answer = dispatcher.answer(Buffer.concat(parts).toString(), connection);
      if (answer instanceof Promise) answer.then((late) => end(response, 200, late ?? ""));
      else end(response, 200, answer ?? "");
    });
  }
}

function end(response: ServerResponse, status: number, body: string): void {
  if (response.writableEnded || response.destroyed) return;
  if (body !== "") {
    const json = body.startsWith("{") || body.startsWith("[");
    response.setHeader("Content-Type", json ? "application/json" : "text/plain");
  }
  response.statusCode = status;
  response.end(body);
}

/** What went wrong with a port, as a person needs to hear it. */
export function listenError(
  error: NodeJS.ErrnoException,
  { port, host, what }: { port: number; host: string; what: string },
): NodeError {
  if (error.code === "EADDRINUSE") return new PortInUseError(port, what, error);
  return new NodeError("CANNOT_LISTEN", {
    message: `cannot listen on ${host}:${port} (${what}): ${error.message}`,
    hint:
      error.code === "EACCES"
        ? "ports below 1024 need privileges; choose a higher one"
        : "check the host address",
    cause: error,
  });
}
