import type { Duplex } from "node:stream";
import { WebSocket } from "ws";
import { RpcConnection } from "./connection.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { textFrames } from "./frames.ts";

export interface SocketOptions {
  readonly dispatcher: Dispatcher;
  readonly random: (length: number) => Uint8Array;
  readonly maxSubscriptions: number;
}

/** With so much unsent, no more requests are read until the client has taken it. */
const PAUSE_ABOVE_BYTES = 16 << 20;
/** A client that takes nothing while so much piles up is given up. */
const GIVE_UP_ABOVE_BYTES = 256 << 20;
/** Texts are gathered up to about so many characters. */
const GATHER_CHARACTERS = 1 << 20;

/**
 * Lets a WebSocket talk JSON-RPC. `socket` is what it runs over; it has no compression, so whole
 * frames may be written past `ws`.
 */
export function serveSocket(ws: WebSocket, socket: Duplex, options: SocketOptions): RpcConnection {
  const write = (texts: readonly string[]): void => {
    if (ws.readyState !== WebSocket.OPEN) return;
    socket.write(textFrames(texts));
    if (socket.writableLength > GIVE_UP_ABOVE_BYTES) ws.terminate();
    else if (socket.writableLength > PAUSE_ABOVE_BYTES && !ws.isPaused) ws.pause();
  };
  // Texts are gathered until the turn's end and go out in one piece: requests that came in one piece
  // are answered in one. A lone answer is no later for it, as microtasks run before any other work.
  let gathered: string[] = [];
  let characters = 0;
  const flush = (): void => {
    const texts = gathered;
    gathered = [];
    characters = 0;
    if (texts.length > 0) write(texts);
  };
  const connection = new RpcConnection({
    ...options,
    send(text) {
      if (gathered.length === 0) queueMicrotask(flush);
      gathered.push(text);
      characters += text.length;
      if (characters > GATHER_CHARACTERS) flush();
    },
  });
  ws.on("message", (data: Buffer) => connection.receive(data.toString()));
  socket.on("drain", () => {
    if (ws.isPaused) ws.resume();
  });
  ws.on("close", () => connection.close());
  // A protocol error closes the socket; there is nobody left to tell.
  ws.on("error", () => ws.terminate());
  return connection;
}
