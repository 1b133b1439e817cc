import type { LocalConnection, Node } from "@ganglion/node";
import type { SocketClass } from "@ganglion/sdk";

/** A class of WebSockets that lead to a node in this process: what clients use, without a network. */
export function socketTo(node: Node): SocketClass {
  class LocalSocket extends EventTarget {
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static readonly CLOSING = 2;
    static readonly CLOSED = 3;
    readonly url: string;
    readyState: number = LocalSocket.CONNECTING;
    #connection: LocalConnection | undefined;

    constructor(url: string | URL) {
      super();
      this.url = String(url);
      queueMicrotask(() => {
        if (this.readyState !== LocalSocket.CONNECTING) return;
        this.#connection = node.rpc.connect((data) => {
          // Never inside the send that it answers: a real socket doesn't do that either.
          queueMicrotask(() => this.dispatchEvent(new MessageEvent("message", { data })));
        });
        this.readyState = LocalSocket.OPEN;
        this.dispatchEvent(new Event("open"));
      });
    }

    send(text: string): void {
      this.#connection?.send(text);
    }

    close(): void {
      if (this.readyState === LocalSocket.CLOSED) return;
      this.readyState = LocalSocket.CLOSED;
      this.#connection?.close();
      this.dispatchEvent(new Event("close"));
    }
  }
  // It has what the library uses of a WebSocket, not all that browsers have.
  return LocalSocket as unknown as SocketClass;
}
