import { orAbort } from "./deadline.ts";
import { type NetEnv, sleep } from "./env.ts";
import {
  type Body,
  type ServerHandler,
  type Transport,
  TransportError,
  type TransportRequest,
  type TransportResponse,
} from "./transport.ts";

/** What becomes of a request on its way: arrives after so many milliseconds, is refused, or is lost for ever. */
export type Delivery = { delayMs: number } | "refused" | "lost";

export type MemoryNetworkOptions = {
  env: NetEnv;
  /** Asked once per request and once per answer; by default everything arrives at once. */
  deliver?: (way: { from: string; to: string; bytes: number }) => Delivery;
};

/** A network inside this process, without sockets and with the clock that it is given. */
export class MemoryNetwork {
  readonly #handlers = new Map<string, ServerHandler>();
  readonly #options: MemoryNetworkOptions;
  #nextPort = 49_152;

  constructor(options: MemoryNetworkOptions) {
    this.#options = options;
  }

  /** The network as the host of this address sees it. */
  transport(ip: string): Transport {
    return {
      request: (url, request) => this.#request(ip, url, request),
      serve: async (handler, { host, port: wanted }) => {
        // 0.0.0.0 means every address of this host, and here a host has one.
        const own = host === "0.0.0.0" || host === "::" ? ip : host;
        const port = wanted === 0 ? this.#nextPort++ : wanted;
        const key = `${own}:${port}`;
        if (this.#handlers.has(key))
          throw new TransportError("PORT_TAKEN", `port ${port} on ${own} is taken`);
        this.#handlers.set(key, handler);
        return {
          host: own,
          port,
          close: async () => {
            this.#handlers.delete(key);
          },
        };
      },
    };
  }

  async #request(
    from: string,
    url: string,
    { method, headers, body, signal }: TransportRequest,
  ): Promise<TransportResponse> {
    const { host, hostname, pathname } = new URL(url);
    const to = hostname.replace(/^\[|\]$/g, "");
    await this.#travel({ from, to, bytes: body?.length ?? 0 }, signal);
    const handler = this.#handlers.get(
      host.includes(":") ? host.replace(/^\[(.*)\]/, "$1") : `${host}:80`,
    );
    if (!handler) throw new TransportError("UNREACHABLE", `nobody listens at ${host}`);
    const response = await orAbort(
      handler({
        method,
        path: pathname,
        headers: { ...headers, ...(body ? { "content-length": String(body.length) } : {}) },
        remote: { ip: from, port: 0 },
        body: once(body),
        signal: signal ?? new AbortController().signal,
      }),
      signal,
    );
    const whole = response.body instanceof Uint8Array ? response.body : undefined;
    await this.#travel({ from: to, to: from, bytes: whole?.length ?? 0 }, signal);
    return {
      status: response.status,
      headers: {
        ...response.headers,
        ...(whole ? { "content-length": String(whole.length) } : {}),
      },
      body: whole ? once(whole) : (response.body as Body),
    };
  }

  async #travel(
    way: { from: string; to: string; bytes: number },
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const delivery = this.#options.deliver?.(way) ?? { delayMs: 0 };
    if (delivery === "refused")
      throw new TransportError("UNREACHABLE", `${way.to} refuses ${way.from}`);
    if (delivery === "lost") await orAbort(new Promise<never>(() => undefined), signal);
    else if (delivery.delayMs > 0)
      await orAbort(sleep(this.#options.env, delivery.delayMs), signal);
  }
}

async function* once(bytes: Uint8Array | undefined): AsyncGenerator<Uint8Array, void, undefined> {
  if (bytes && bytes.length > 0) yield bytes;
}
