import { accountOf, devKeypair } from "@ganglion/crypto";
import { utf8Bytes } from "@ganglion/primitives";
import {
  Axon,
  type AxonEvent,
  type AxonOptions,
  type AxonTarget,
  type Body,
  type CallResult,
  Dendrite,
  type Headers,
  MemoryNetwork,
  type Transport,
} from "../../src/index.ts";
import { Prompting } from "./synapses.ts";
import { VirtualEnv } from "./virtual-env.ts";

export const alice = devKeypair("Alice");
export const bob = devKeypair("Bob");
export const QUESTION = { roles: ["user"], messages: ["hello"] };

export type Change = (message: { headers: Headers; body: string }) => void;

/** A network in memory under virtual time, with Bob's axon in it and Alice asking. */
export class AxonFixture {
  readonly env = new VirtualEnv();
  readonly network = new MemoryNetwork({ env: this.env });
  readonly events: AxonEvent[] = [];

  async startAxon(options: Partial<AxonOptions> = {}): Promise<{ axon: Axon; target: AxonTarget }> {
    const axon = new Axon({
      keypair: bob,
      env: this.env,
      transport: this.network.transport("10.0.0.2"),
      onEvent: (event) => this.events.push(event),
      ...options,
    });
    axon.attach(Prompting, ({ messages }) => ({ completion: `heard ${messages[0]}` }));
    const { host, port } = await axon.start({ port: 8091 });
    return { axon, target: { ip: host, port, hotkey: accountOf(bob) } };
  }

  dendrite(): Dendrite {
    return this.tampering(() => undefined);
  }

  /** A dendrite whose questions are changed on their way. */
  tampering(change: Change): Dendrite {
    const honest = this.network.transport("10.0.0.1");
    const transport: Transport = {
      ...honest,
      request(url, request) {
        const body = new TextDecoder().decode(request.body);
        const message = { headers: { ...request.headers }, body };
        change(message);
        const { headers } = message;
        return honest.request(url, { ...request, headers, body: utf8Bytes(message.body) });
      },
    };
    return new Dendrite({ keypair: alice, env: this.env, transport });
  }

  /** A dendrite whose clock is so many milliseconds ahead. */
  ahead(ms: number): Dendrite {
    const { env } = this;
    return new Dendrite({
      keypair: alice,
      transport: this.network.transport("10.0.0.1"),
      env: {
        now: () => env.now() + ms,
        after: (wait, work) => env.after(wait, work),
        random: (length) => env.random(length),
      },
    });
  }
}

export const refusal = (result: CallResult<unknown>): string =>
  result.ok ? "answered" : `${result.status} ${result.message}`;

/** A question without any dendrite behind it. */
export async function raw(
  axon: Axon,
  request: { path?: string; method?: string; headers?: Headers; body?: Body | string },
) {
  const { path = "/Prompting", method = "POST", headers = {}, body = "{}" } = request;
  const response = await axon.handle({
    method,
    path,
    headers,
    remote: { ip: "10.0.0.9", port: 1234 },
    body: typeof body === "string" ? once(body) : body,
    signal: new AbortController().signal,
  });
  return { ...response, text: new TextDecoder().decode(response.body as Uint8Array) };
}

async function* once(text: string): AsyncGenerator<Uint8Array, void, undefined> {
  yield utf8Bytes(text);
}
