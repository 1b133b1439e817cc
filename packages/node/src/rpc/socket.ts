import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import { RpcConnection } from "./connection.ts";
import type { Dispatcher } from "./dispatcher.ts";

export interface SocketOptions {
  readonly dispatcher: Dispatcher;
  readonly random: (length: number) => Uint8Array;
  readonly maxSubscriptions: number;
}

/** With so much unsent, no more requests are read until the client has taken it. */
const PAUSE_ABOVE_BYTES = 16 << 20;
/** A client that lets so many notifications pile up is given up. */
const GIVE_UP_ABOVE_BYTES = 128 << 20;

/** Lets a WebSocket talk JSON-RPC. `socket` is what it runs over. */
export function serveSocket(ws: WebSocket, socket: Duplex, options: SocketOptions): RpcConnection {
  const connection = new RpcConnection({
    ...options,
    send(text) {
      ws.send(text);
      const { bufferedAmount } = ws;
      if (bufferedAmount < PAUSE_ABOVE_BYTES) return;
      if (bufferedAmount > GIVE_UP_ABOVE_BYTES && answering === 0) ws.terminate();
      else if (!ws.isPaused) ws.pause();
    },
  });
  let answering = 0;
  // Requests that came in one piece are answered in one piece: 2.5 times as many a second. A lone
  // request is answered at once.
  let inPiece = 0;
  const endOfPiece = (): void => {
    if (inPiece > 1) socket.uncork();
    inPiece = 0;
  };
  ws.on("message", (data: Buffer) => {
    if (++inPiece === 1) queueMicrotask(endOfPiece);
    else if (inPiece === 2) socket.cork();
    answering++;
    connection.receive(data.toString());
    answering--;
  });
  socket.on("drain", () => {
    if (ws.isPaused) ws.resume();
  });
  ws.on("close", () => connection.close());
  // A protocol error closes the socket; there is nobody left to tell.
  ws.on("error", () => ws.terminate());
  return connection;
}
