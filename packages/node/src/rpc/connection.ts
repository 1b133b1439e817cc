import { toHex } from "@ganglion/primitives";
import type { Dispatcher } from "./dispatcher.ts";
import { METHOD_NOT_FOUND, RpcError, TOO_MANY_SUBSCRIPTIONS } from "./error.ts";

export interface ConnectionOptions {
  readonly dispatcher: Dispatcher;
  readonly random: (length: number) => Uint8Array;
  /** Takes one message's text to the client. */
  readonly send: (text: string) => void;
  /** 0: the transport carries answers only. */
  readonly maxSubscriptions: number;
}

interface Subscription {
  /** Name of its notifications. */
  readonly method: string;
  stop: () => void;
}

/**
 * One client: requests in, answers and notifications out, as text. Sockets are not its business,
 * so a simulation talks to it directly.
 */
export class RpcConnection {
  readonly #dispatcher: Dispatcher;
  readonly #random: ConnectionOptions["random"];
  readonly #send: (text: string) => void;
  readonly #maxSubscriptions: number;
  readonly #subscriptions = new Map<string, Subscription>();
  /** Requests that are not answered yet: a notification must not overtake the answer that names it. */
  #unanswered = 0;
  #held: string[] = [];
  #open = true;

  constructor({ dispatcher, random, send, maxSubscriptions }: ConnectionOptions) {
    this.#dispatcher = dispatcher;
    this.#random = random;
    this.#send = send;
    this.#maxSubscriptions = maxSubscriptions;
  }

  get subscriptionCount(): number {
    return this.#subscriptions.size;
  }

  /** Handles one message: a request, a notification or a batch. */
  receive(text: string): void {
    this.#unanswered++;
    const answer = this.#dispatcher.answer(text, this);
    if (answer instanceof Promise) answer.then((late) => this.#answered(late));
    else this.#answered(answer);
  }

  #answered(text: string | undefined): void {
    this.#unanswered--;
    if (text !== undefined && this.#open) this.#send(text);
    if (this.#unanswered > 0 || this.#held.length === 0) return;
    const held = this.#held;
    this.#held = [];
    if (this.#open) for (const each of held) this.#send(each);
  }

  /**
   * Opens a subscription and answers its id. `start` is given the function that notifies, with the
   * result as JSON text, and answers how to stop.
   * @throws RpcError
   */
  subscribe(method: string, start: (notify: (resultText: string) => void) => () => void): string {
    if (this.#maxSubscriptions === 0)
      throw new RpcError(METHOD_NOT_FOUND, "Method not found", "subscriptions need a WebSocket");
    if (this.#subscriptions.size >= this.#maxSubscriptions)
      throw new RpcError(
        TOO_MANY_SUBSCRIPTIONS,
        "Too many subscriptions on the connection",
        `Exceeded max limit of ${this.#maxSubscriptions}`,
      );
    const id = toHex(this.#random(8)).slice(2);
    const head = `{"jsonrpc":"2.0","method":"${method}","params":{"subscription":"${id}","result":`;
    const subscription: Subscription = { method, stop: () => {} };
    this.#subscriptions.set(id, subscription);
    try {
      subscription.stop = start((resultText) => {
        if (this.#subscriptions.has(id)) this.#notify(`${head}${resultText}}}`);
      });
    } catch (error) {
      this.#subscriptions.delete(id);
      throw error;
    }
    return id;
  }

  /** Ends a subscription; false if there is none of that id and kind. */
  unsubscribe(id: unknown, method: string): boolean {
    if (typeof id !== "string") return false;
    const subscription = this.#subscriptions.get(id);
    if (subscription?.method !== method) return false;
    this.#subscriptions.delete(id);
    subscription.stop();
    return true;
  }

  /** Ends all subscriptions; nothing is sent any more. */
  close(): void {
    this.#open = false;
    for (const { stop } of this.#subscriptions.values()) stop();
    this.#subscriptions.clear();
    this.#held = [];
  }

  #notify(text: string): void {
    if (!this.#open) return;
    if (this.#unanswered > 0) this.#held.push(text);
    else this.#send(text);
  }
}
