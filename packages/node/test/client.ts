import { WebSocket } from "ws";

interface Answer {
  readonly id?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
  readonly method?: string;
  readonly params?: { readonly subscription: string; readonly result: unknown };
}

/** A client of the tests: one WebSocket, every message kept in order. */
export class Client {
  readonly ws: WebSocket;
  readonly messages: Answer[] = [];
  #waiting: { test: (message: Answer) => boolean; done: (message: Answer) => void }[] = [];
  #id = 0;

  constructor(ws: WebSocket) {
    this.ws = ws;
    ws.on("message", (data: Buffer) => {
      const message = JSON.parse(data.toString()) as Answer;
      this.messages.push(message);
      this.#waiting = this.#waiting.filter(({ test, done }) => {
        if (!test(message)) return true;
        done(message);
        return false;
      });
    });
  }

  static open(port: number, options: { readonly origin?: string } = {}): Promise<Client> {
    const ws = new WebSocket(`ws://127.0.0.1:${port}`, options);
    const client = new Client(ws);
    return new Promise((resolve, reject) => {
      ws.once("open", () => resolve(client));
      ws.once("error", reject);
    });
  }

  /** The first message, past or coming, that passes. */
  wait(test: (message: Answer) => boolean): Promise<Answer> {
    const past = this.messages.find(test);
    if (past) return Promise.resolve(past);
    return new Promise((done) => this.#waiting.push({ test, done }));
  }

  raw(text: string): void {
    this.ws.send(text);
  }

  async ask(method: string, params?: unknown): Promise<Answer> {
    const id = `t${++this.#id}`;
    this.raw(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    return await this.wait((message) => message.id === id);
  }

  /** The result; throws on an error answer. */
  async call(method: string, ...params: unknown[]): Promise<unknown> {
    const { result, error } = await this.ask(method, params);
    if (error) throw new Error(`${error.code} ${error.message} ${JSON.stringify(error.data)}`);
    return result;
  }

  /** The error; throws if there is none. */
  async refusal(method: string, ...params: unknown[]): Promise<NonNullable<Answer["error"]>> {
    const { result, error } = await this.ask(method, params);
    if (!error) throw new Error(`${method} was answered: ${JSON.stringify(result)}`);
    return error;
  }

  /** Results of a subscription's notifications so far. */
  notified(subscription: unknown): unknown[] {
    return this.messages
      .filter((message) => message.params?.subscription === subscription)
      .map((message) => message.params!.result);
  }

  /** Waits until a subscription has notified `count` times. */
  async until(subscription: unknown, count: number): Promise<unknown[]> {
    await this.wait(() => this.notified(subscription).length >= count);
    return this.notified(subscription);
  }

  close(): void {
    this.ws.terminate();
  }
}

/** One POST; answers status and body. */
export async function post(
  port: number,
  body: string,
  headers: Record<string, string> = {},
): Promise<{ readonly status: number; readonly body: string; readonly headers: Headers }> {
  const response = await fetch(`http://127.0.0.1:${port}/`, {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
  });
  return { status: response.status, body: await response.text(), headers: response.headers };
}
