import {
  Axon,
  type AxonEvent,
  MemoryNetwork,
  type MemoryNetworkOptions,
  type NetEnv,
  type Outcome,
  platformNetEnv,
} from "@ganglion/sdk";
import { prompting } from "@ganglion/subnets/prompting/subnet";
import type { PromptingQuestion } from "@ganglion/subnets/prompting/synapses";
import { createGateway, type GatewayCore, type GatewayCoreOptions } from "../src/gateway.ts";
import { listen, type RunningGateway } from "../src/start.ts";
import { key, MemoryChain, NETUID, type NeuronSpec, ss58 } from "./memory-chain.ts";

/** Two validators, the stronger first asked, and three miners, one of them with a permit. */
export const NEURONS: readonly NeuronSpec[] = [
  { name: "Bob", permit: true, stake: 100n, ip: "10.0.0.1" },
  { name: "Charlie", permit: true, stake: 900n, ip: "10.0.0.2" },
  { name: "Dave", permit: true, stake: 5n, ip: "10.0.0.3" },
  { name: "Eve", ip: "10.0.0.4" },
  { name: "Ferdie", ip: "10.0.0.5" },
];
export const MINER_NAMES = {
  [ss58("Dave")]: "full",
  [ss58("Eve")]: "weak",
  [ss58("Ferdie")]: "lazy",
};

export type Answerer = (
  question: PromptingQuestion,
  signal: AbortSignal,
) => Outcome | Promise<Outcome>;

/** What a validator says when full is right, weak wrong and lazy silent. */
export function outcome(change: Partial<Outcome> = {}): Outcome {
  const answer = (uid: number, name: string) => ({
    uid,
    hotkey: ss58(name),
    backend: `builtin/${uid}`,
    text: "",
    citations: [],
    latencyMs: 5,
    status: "ok" as const,
    score: 0,
    reason: "wrong",
  });
  return {
    netuid: NETUID,
    askedAtBlock: 7,
    validator: { uid: 1, hotkey: ss58("Charlie") },
    answers: [
      { ...answer(2, "Dave"), text: "362\n17 * 23 = 391", score: 1, reason: "verified_by_checker" },
      { ...answer(3, "Eve"), text: "391" },
      { ...answer(4, "Ferdie"), status: "timeout", reason: "timeout" },
    ],
    chosenUid: 2,
    ...change,
  };
}

/** A gateway on a chain and a network in memory, with a port of its own where one is wanted. */
export class Fixture {
  readonly chain: MemoryChain;
  readonly network: MemoryNetwork;
  readonly env: NetEnv;
  readonly axonEvents: AxonEvent[] = [];
  readonly log: string[] = [];
  #ends: (() => Promise<unknown>)[] = [];

  constructor(
    options: {
      readonly env?: NetEnv;
      readonly neurons?: readonly NeuronSpec[];
      readonly deliver?: MemoryNetworkOptions["deliver"];
    } = {},
  ) {
    this.env = options.env ?? platformNetEnv;
    this.chain = new MemoryChain(options.neurons ?? NEURONS);
    const { deliver } = options;
    this.network = new MemoryNetwork({ env: this.env, ...(deliver ? { deliver } : {}) });
    for (let i = 0; i < 7; i++) this.chain.silently();
  }

  /** The axon of a validator with this answer. */
  async validator(name: string, answerer: Answerer = () => outcome()): Promise<Axon> {
    const { ip = "10.9.9.9", port = 8091 } = this.chain.neurons.find((each) => each.name === name)!;
    const axon = new Axon({
      keypair: key(name),
      env: this.env,
      transport: this.network.transport(ip),
      onEvent: (event) => this.axonEvents.push(event),
    });
    axon.attach(prompting.door!.query, (question, { signal }) =>
      answerer(question as unknown as PromptingQuestion, signal),
    );
    await axon.start({ port });
    this.#ends.push(() => axon.stop());
    return axon;
  }

  async core(options: Partial<GatewayCoreOptions> = {}): Promise<GatewayCore> {
    const core = await createGateway({
      chain: this.chain.chain,
      hotkey: key("Alice"),
      subnets: [{ name: "prompting", netuid: NETUID, minerNames: MINER_NAMES }],
      env: this.env,
      transport: this.network.transport("10.0.9.9"),
      log: {
        info: (what, details) => this.log.push(`${what} ${JSON.stringify(details)}`),
        trouble: (what, error) => this.log.push(`TROUBLE ${what} ${error}`),
      },
      ...options,
    });
    this.#ends.push(() => core.close());
    return core;
  }

  /** The same on a free port. */
  async listening(
    options: Partial<GatewayCoreOptions> & { readonly graceMs?: number } = {},
  ): Promise<RunningGateway> {
    const { graceMs = 500, ...rest } = options;
    const gateway = await listen(await this.core(rest), { port: 0, graceMs });
    this.#ends.push(() => gateway.close());
    return gateway;
  }

  async end(): Promise<void> {
    for (const end of this.#ends.reverse()) await end();
    this.#ends = [];
  }
}

/** Waits until something holds, at most a minute; promises and disk have no virtual clock. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const endMs = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > endMs) throw new Error("it never came to hold");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export const chat = (content: string, more: object = {}): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ model: "prompting", messages: [{ role: "user", content }], ...more }),
});

export const post = (path: string, body: unknown): Request =>
  new Request(`http://gateway.test${path}`, {
    method: "POST",
    body:
      typeof body === "string" || body instanceof Uint8Array
        ? (body as BodyInit)
        : JSON.stringify(body),
  });
export const get = (path: string, headers: Record<string, string> = {}): Request =>
  new Request(`http://gateway.test${path}`, { headers });
