import { Dendrite, type DendriteOptions, type NetEnv, type NeuronLog } from "@ganglion/sdk";
import type { PromptingOutcome } from "@ganglion/subnets/prompting/synapses";
import type { BlockFeed } from "../chain/block-feed.ts";
import type { Graph, GraphNeuron } from "../chain/gateway-chain.ts";
import type { Graphs } from "../chain/graphs.ts";
import { answerText } from "../chat/answer-text.ts";
import { ApiError } from "../http/api-error.ts";
import type { QueryRecord } from "../records/query-record.ts";
import type { RecordStore } from "../records/record-store.ts";
import type { ServedSubnet } from "../served-subnet.ts";
import { type Asker, askValidators } from "./ask-validators.ts";
import type { ChatQuestion } from "./chat-question.ts";
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

const DEFAULT_TIMEOUT_MS = 10_000;

/** Takes users' questions to validators and keeps what became of them. */
export class Questions {
  readonly #options: QuestionsOptions;
  readonly #asker: Asker;
  readonly #standing: Validators;
  readonly #closing = new AbortController();
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
    subnet: ServedSubnet,
    question: ChatQuestion,
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
        question,
        validators: this.#standing.inOrder(graph, new Set(Object.keys(subnet.minerNames ?? {}))),
        timeoutMs: subnet.timeoutMs ?? DEFAULT_TIMEOUT_MS,
        signal,
      });
      const latencyMs = Math.round(env.now() - askedAtMs);
      const record = recordOf(
        { subnet, question, validator, outcome },
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

  /** Cuts off what still waits. */
  close(): void {
    this.#closing.abort();
  }

  async #subnetNow({ netuid, name }: ServedSubnet): Promise<{ graph: Graph; block: number }> {
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
    readonly subnet: ServedSubnet;
    readonly question: ChatQuestion;
    readonly validator: GraphNeuron;
    readonly outcome: PromptingOutcome;
  },
  facts: Pick<QueryRecord, "id" | "askedAtMs" | "askedAtBlock" | "latencyMs">,
): QueryRecord {
  const { subnet, question, validator, outcome } = asked;
  const { messages, docs = [] } = question;
  const names = subnet.minerNames ?? {};
  return {
    id: facts.id,
    netuid: subnet.netuid,
    subnet: subnet.name,
    question: messages.at(-1)!.content,
    history: messages.slice(0, -1),
    docs: docs.map(({ name }) => name),
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
