import { beacon, verify } from "@ganglion/crypto";
import { type Node, startNode, VirtualEnv } from "@ganglion/node";
import type { Hex } from "@ganglion/primitives";
import { type ChainSpec, demoSpec, Runtime } from "@ganglion/runtime";
import {
  ChainClient,
  MemoryNetwork,
  type NetEnv,
  type NeuronLog,
  type Transport,
} from "@ganglion/sdk";
import { memoryStore } from "@ganglion/store";
import { socketTo } from "./socket.ts";
import { type Restore, useVirtualTimers } from "./virtual-timers.ts";

/** Turns of the event loop after each timer: enough for the longest chain of promises between two of them. */
const SETTLE_TURNS = 12;
/** Virtual milliseconds between two looks whether a promise is settled. */
const RUN_STEP_MS = 50;

export interface SimulationOptions {
  /** Everything random follows from it. */
  readonly seed: number;
  /** Milliseconds since 1970 at which the chain begins. */
  readonly startMs?: number;
  readonly spec?: ChainSpec;
  /** Virtual milliseconds between blocks. */
  readonly blockMs?: number;
  /** How long messages between neurons take, virtual milliseconds. */
  readonly latencyMs?: number;
}

/** What a neuron in the simulation said. */
export interface Said {
  readonly who: string;
  readonly atMs: number;
  readonly what: string;
}

/**
 * A whole network in one process with a clock of its own: chain, clients, neurons, and the wire between them.
 * Time moves only by `advance`; one seed gives one history.
 */
export class Simulation {
  readonly env: VirtualEnv;
  /** The same clock for neurons: it stands still while work outside of this thread is under way. */
  readonly netEnv: NetEnv;
  readonly node: Node;
  readonly said: Said[] = [];
  readonly #network: MemoryNetwork;
  readonly #clients: ChainClient[] = [];
  readonly #restoreTimers: Restore;
  readonly #outside = new Set<Promise<unknown>>();

  private constructor(parts: {
    env: VirtualEnv;
    node: Node;
    network: MemoryNetwork;
    restoreTimers: Restore;
  }) {
    this.#restoreTimers = parts.restoreTimers;
    const { env } = parts;
    this.env = env;
    this.netEnv = {
      now: () => env.now(),
      after: (ms, work) => env.after(ms, work),
      random: (length) => env.random(length),
      outside: (work) => {
        const watched = work.then(
          () => undefined,
          () => undefined,
        );
        this.#outside.add(watched);
        void watched.then(() => this.#outside.delete(watched));
        return work;
      },
    };
    this.node = parts.node;
    this.#network = parts.network;
  }

  static async start(options: SimulationOptions): Promise<Simulation> {
    const {
      seed,
      startMs = 1_700_000_000_000,
      spec = demoSpec(),
      blockMs = 1_000,
      latencyMs = 5,
    } = options;
    const env = new VirtualEnv({ startMs, seed });
    const node = await startNode({
      spec,
      runtime: new Runtime({ chain: spec.chain, verify, beacon }),
      store: memoryStore({ pruning: "archive" }),
      seal: { type: "interval", ms: blockMs },
      env,
      dev: true,
    });
    const network = new MemoryNetwork({ env, deliver: () => ({ delayMs: latencyMs }) });
    return new Simulation({ env, node, network, restoreTimers: useVirtualTimers(env) });
  }

  /** A client like any other, but without a socket. */
  async client(): Promise<ChainClient> {
    const client = await this.run(
      ChainClient.connect({
        socket: socketTo(this.node),
        random: (length) => this.env.random(length),
      }),
    );
    this.#clients.push(client);
    return client;
  }

  /** A place on the simulated network. */
  transport(ip: string): Transport {
    return this.#network.transport(ip);
  }

  /** Where a neuron's words go. */
  log(who: string): NeuronLog {
    const say = (what: string) => this.said.push({ who, atMs: this.env.now(), what });
    return {
      info: (what) => say(what),
      trouble: (what, error) =>
        say(`${what}: ${error instanceof Error ? error.message : String(error)}`),
    };
  }

  /** Lets virtual time pass; everything that falls due happens in its order. */
  async advance(ms: number): Promise<void> {
    await this.env.advanceAsync(ms, async () => {
      await settle();
      // Threads and processes know nothing of this clock: it waits for them.
      while (this.#outside.size > 0) {
        await Promise.all(this.#outside);
        await settle();
      }
    });
  }

  /** Lets time pass until a promise is settled, and gives its result. */
  async run<T>(work: Promise<T>): Promise<T> {
    let settled = false;
    const watched = work.finally(() => {
      settled = true;
    });
    // Its rejection is the caller's: it is awaited below.
    watched.catch(() => {});
    while (!settled) await this.advance(RUN_STEP_MS);
    return watched;
  }

  /** Root of the state after the best block. */
  stateRoot(): Hex {
    return this.node.chain.head.header.stateRoot;
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.close();
    this.#restoreTimers();
    await this.node.close();
  }
}

async function settle(): Promise<void> {
  for (let i = 0; i < SETTLE_TURNS; i++) await new Promise((resolve) => setImmediate(resolve));
}
