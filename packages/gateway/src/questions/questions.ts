import {
  Dendrite,
  type DendriteOptions,
  type NetEnv,
  type NeuronLog,
  type Outcome,
  statsSynapse,
} from "@ganglion/sdk";
import type { BlockFeed } from "../chain/block-feed.ts";
import type { Graph, GraphNeuron } from "../chain/gateway-chain.ts";
import type { Graphs } from "../chain/graphs.ts";
import { answerText } from "../chat/answer-text.ts";
import { ApiError } from "../http/api-error.ts";
import type { QueryRecord } from "../records/query-record.ts";
import type { RecordStore } from "../records/record-store.ts";
import type { OpenSubnet } from "../served-subnet.ts";
import { type Asker, askValidators } from "./ask-validators.ts";
import { Validators } from "./validators.ts";

export interface QuestionsOptions {
  readonly dendrite: DendriteOptions;
  readonly graphs: Graphs;
  readonly feed: BlockFeed;
  readonly store: RecordStore;
  readonly env: NetEnv;
  readonly log: NeuronLog;
  /** Questions at a time; more are refused with 429. By default 64. */
  readonly atATime?: number;
}

/** How long a validator may take for its figures: a page waits for them. */
const STATS_MS = 1_500;

type Figures = Readonly<Record<string, unknown>>;

/** Takes users' questions to validators and keeps what became of them. */
export class Questions {
  readonly #options: QuestionsOptions;
  readonly #asker: Asker;
  readonly #standing: Validators;
  readonly #closing = new AbortController();
  readonly #stats = new Map<number, { block: number; figures: Promise<Figures> }>();
  #open = 0;

  constructor(options: QuestionsOptions) {
    const { env, log } = options;
    this.#options = options;
    this.#standing = new Validators(env);
    const dendrite = new Dendrite({ env, ...options.dendrite });
    this.#asker = { dendrite, standing: this.#standing, env, log };
  }

  /** Questions that wait for their answer. */
  get open(): number {
    return this.#open;
  }

  /** A new query's id: 16 random bytes in hex. */
  newId(): string {
    return Buffer.from(this.#options.env.random(16)).toString("hex");
  }

  /**
   * Asks, and keeps the record.
   * @throws ApiError 429 if too many wait, 499 if the user left, 503 and 504 as `askValidators`
   */
  async ask(
    subnet: OpenSubnet,
    request: object,
    call: { readonly id: string; readonly signal: AbortSignal },
  ): Promise<QueryRecord> {
    const { env, store, atATime = 64 } = this.#options;
    if (this.#open >= atATime)
      throw new ApiError(`${atATime} questions wait for their answers already`, {
        status: 429,
        code: "too_many_questions",
        headers: { "retry-after": "1" },
      });
    this.#open++;
    try {
      const askedAtMs = env.now();
      const { graph, block: askedAtBlock } = await this.#subnetNow(subnet);
      const signal = AbortSignal.any([call.signal, this.#closing.signal]);
      const { validator, outcome } = await askValidators(this.#asker, {
        netuid: subnet.netuid,
        door: subnet.door,
        request,
        validators: this.#inOrder(subnet, graph),
        timeoutMs: subnet.timeoutMs ?? subnet.door.timeoutMs,
        signal,
      });
      const latencyMs = Math.round(env.now() - askedAtMs);
      const record = recordOf(
        { subnet, request, validator, outcome },
        { id: call.id, askedAtMs, askedAtBlock, latencyMs },
      );
      store.add(record);
      return record;
    } catch (error) {
      throw this.#closing.signal.aborted ? SHUTTING_DOWN() : error;
    } finally {
      this.#open--;
    }
  }

  /** What the first validator that answers says about its subnet, asked once per block; nothing if none does. */
  stats(subnet: OpenSubnet, graph: Graph): Promise<Figures> {
    const known = this.#stats.get(subnet.netuid);
    if (known?.block === graph.block) return known.figures;
    const figures = this.#askStats(subnet, graph);
    this.#stats.set(subnet.netuid, { block: graph.block, figures });
    return figures;
  }

  async #askStats(subnet: OpenSubnet, graph: Graph): Promise<Figures> {
    for (const { axon, account } of this.#inOrder(subnet, graph).slice(0, 2)) {
      const target = { ip: axon!.ip, port: axon!.port, hotkey: account };
      const result = await this.#asker.dendrite.call(
        target,
        statsSynapse,
        {},
        {
          timeoutMs: STATS_MS,
          maxAnswerBytes: 262_144,
          signal: this.#closing.signal,
        },
      );
      if (result.ok) return result.answer.stats;
    }
    return {};
  }

  #inOrder({ minerNames = {} }: OpenSubnet, graph: Graph): GraphNeuron[] {
    return this.#standing.inOrder(graph, new Set(Object.keys(minerNames)));
  }

  /** Cuts off what still waits. */
  close(): void {
    this.#closing.abort();
  }

  async #subnetNow({ netuid, name }: OpenSubnet): Promise<{ graph: Graph; block: number }> {
    const { graphs, feed } = this.#options;
    try {
      const graph = await graphs.usable(netuid);
      return { graph, block: feed.head?.number ?? graph.block };
    } catch (cause) {
      throw chainSilent(name, cause);
    }
  }
}

/** The chain, and so the subnet, can't be read now. */
export const chainSilent = (subnet: string, cause: unknown): ApiError =>
  new ApiError(
    `subnet ${subnet} can't be read: ${cause instanceof Error ? cause.message : String(cause)}`,
    {
      status: 503,
      code: "chain_unavailable",
      hint: "Does the node still run? The gateway connects to it again by itself.",
      headers: { "retry-after": "5" },
      cause,
    },
  );

const SHUTTING_DOWN = (): ApiError =>
  new ApiError("the gateway is shutting down", { status: 503, code: "shutting_down" });

function recordOf(
  asked: {
    readonly subnet: OpenSubnet;
    readonly request: object;
    readonly validator: GraphNeuron;
    readonly outcome: Outcome;
  },
  facts: Pick<QueryRecord, "id" | "askedAtMs" | "askedAtBlock" | "latencyMs">,
): QueryRecord {
  const { subnet, request, validator, outcome } = asked;
  const { question, history = [], docs = [] } = subnet.door.asked(request);
  const names = subnet.minerNames ?? {};
  return {
    id: facts.id,
    netuid: subnet.netuid,
    subnet: subnet.name,
    question,
    history,
    docs,
    askedAtMs: facts.askedAtMs,
    askedAtBlock: facts.askedAtBlock,
    // As the chain has it: what a validator says about itself is not looked at.
    validator: { uid: validator.uid, hotkey: validator.hotkey },
    answers: outcome.answers.map((answer) => ({
      uid: answer.uid,
      hotkey: answer.hotkey,
      miner: Object.hasOwn(names, answer.hotkey) ? names[answer.hotkey]! : null,
      backend: answer.backend,
      text: answer.text,
      citations: answer.citations,
      ...(answer.data ? { data: answer.data } : {}),
      latencyMs: answer.latencyMs,
      status: answer.status,
      score: answer.score,
      reason: answer.reason,
    })),
    chosenUid: outcome.chosenUid,
    answer: answerText(outcome),
    latencyMs: facts.latencyMs,
    weights: null,
    epoch: null,
  };
}
