import { toHex } from "@ganglion/primitives";
import type { Neuron } from "../../chain/metagraph.ts";
import type { CallFailure } from "../../net/call-failure.ts";
import { type AxonTarget, type CallResult, Dendrite } from "../../net/dendrite.ts";
import { sleep } from "../../net/env.ts";
import { answerHash, commitSynapse, revealSynapse } from "../answer-commit.ts";
import { BODY_LIMITS, type BodyLimits, readJson } from "../body-limits.ts";
import type { CommittedSecret } from "../challenge.ts";
import { SECRET_HASH_FIELD } from "../challenge.ts";
import { dendriteOf, type NeuronPlace } from "../subnet.ts";
import type { AnyQuestionSubnet } from "./question-miner.ts";

/** What came back from one miner. `order`: its place among those that committed, the earliest 0. */
export type Reply = {
  readonly neuron: Neuron;
  readonly latencyMs: number;
  readonly order: number;
} & (
  | { readonly status: "ok"; readonly body: Readonly<Record<string, unknown>> }
  | { readonly status: "timeout" | "invalid" | "error"; readonly reason: string }
);

export interface AskOptions {
  readonly secret: CommittedSecret;
  /** Tells the secret to the miners with the reveal: a window's tasks, after their deadline. */
  readonly reveals: boolean;
  readonly deadlineMs: number;
  /** Those whose "I am no miner" counts as silence, since they were miners once. */
  readonly known?: ReadonlySet<string>;
}

/** How long a reveal may take once it is due. */
export const REVEAL_MS = 5_000;
/** For what else stands in a body: the record of the call, names of fields. */
const ENVELOPE_BYTES = 65_536;

const targetOf = ({ axon, hotkey }: Neuron): AxonTarget => ({
  ip: axon!.ip,
  port: axon!.port,
  hotkey,
});

interface Failed {
  readonly status: "timeout" | "invalid" | "error";
  readonly reason: string;
}

/** Why a call brought nothing, in the words of records. */
function failed({ code, status }: CallFailure): Failed {
  if (code === "TIMEOUT") return { status: "timeout", reason: "timeout" };
  if (code === "TOO_LARGE") return { status: "invalid", reason: "too_large" };
  if (code === "BAD_ANSWER") return { status: "invalid", reason: "malformed" };
  if (code === "REFUSED") return { status: "error", reason: `refused_${status}` };
  return { status: "error", reason: code.toLowerCase() };
}

/**
 * A validator's axon doesn't know the miners' synapse, and says so. The permit tells nothing here: on a subnet
 * with free validator places every miner that earned enough holds one.
 */
const unknownRoute = (result: CallResult<object>): boolean =>
  !result.ok && result.code === "REFUSED" && result.status === 404;

type Outcome = Reply | "no miner";

/** Asks all of them at the same time; those that turn out to be no miners are left out. */
export class Asking {
  readonly #subnet: AnyQuestionSubnet;
  readonly #place: NeuronPlace;
  readonly #dendrite: Dendrite;
  readonly #limits: BodyLimits;

  constructor(subnet: AnyQuestionSubnet, place: NeuronPlace) {
    this.#subnet = subnet;
    this.#place = place;
    this.#dendrite = new Dendrite(dendriteOf(place));
    this.#limits = subnet.limits ?? BODY_LIMITS;
  }

  async ask(neurons: readonly Neuron[], request: object, options: AskOptions): Promise<Reply[]> {
    const asked = { ...request, [SECRET_HASH_FIELD]: options.secret.hash };
    let arrived = 0;
    const order = () => arrived++;
    const one = (neuron: Neuron): Promise<Outcome> =>
      this.#subnet.answers === "plain"
        ? this.#plain({ neuron, request: asked, timeoutMs: options.deadlineMs, order })
        : this.#committed(neuron, { request: asked, order, ...options });
    const outcomes = await Promise.all(neurons.map(one));
    return outcomes.flatMap((outcome, i): Reply[] => {
      if (outcome !== "no miner") return [outcome];
      const neuron = neurons[i]!;
      if (!options.known?.has(neuron.hotkey)) return [];
      return [{ neuron, latencyMs: 0, order: arrived, status: "error", reason: "refused_404" }];
    });
  }

  async #plain(call: {
    readonly neuron: Neuron;
    readonly request: object;
    readonly timeoutMs: number;
    readonly order: () => number;
  }): Promise<Outcome> {
    const { neuron, request, timeoutMs, order } = call;
    const result = await this.#dendrite.call(targetOf(neuron), this.#subnet.synapse, request, {
      timeoutMs,
      // JSON writes some signs six times as long; and the question comes back too.
      maxAnswerBytes: 6 * this.#limits.bytes + ENVELOPE_BYTES + 6 * JSON.stringify(request).length,
    });
    if (unknownRoute(result)) return "no miner";
    const about = { neuron, latencyMs: Math.round(result.elapsedMs), order: order() };
    return result.ok
      ? { ...about, status: "ok", body: result.answer }
      : { ...about, ...failed(result) };
  }

  async #committed(
    neuron: Neuron,
    call: AskOptions & { readonly request: object; readonly order: () => number },
  ): Promise<Outcome> {
    const { env } = this.#place;
    const { synapse } = this.#subnet;
    const untilMs = env.now() + call.deadlineMs;
    const target = targetOf(neuron);
    const commit = await this.#dendrite.call(target, commitSynapse(synapse), call.request, {
      timeoutMs: call.deadlineMs,
      maxAnswerBytes: ENVELOPE_BYTES + 6 * JSON.stringify(call.request).length,
    });
    // It doesn't know how to commit: it is asked plainly, in the time that is left.
    if (unknownRoute(commit))
      return this.#plain({ ...call, neuron, timeoutMs: Math.max(1, untilMs - env.now()) });
    const about = { neuron, latencyMs: Math.round(commit.elapsedMs), order: call.order() };
    if (!commit.ok) return { ...about, ...failed(commit) };
    const { hash } = commit.answer;
    await sleep(env, Math.max(0, untilMs - env.now()));
    const reveal = await this.#dendrite.call(
      target,
      revealSynapse(synapse.name),
      { hash, ...(call.reveals ? { secret: toHex(call.secret.secret).slice(2) } : {}) },
      // The answer is JSON inside JSON: every quotation mark counts twice.
      { timeoutMs: REVEAL_MS, maxAnswerBytes: 12 * this.#limits.bytes + ENVELOPE_BYTES },
    );
    if (!reveal.ok) {
      const why = failed(reveal);
      return { ...about, status: why.status, reason: `not_revealed_${why.reason}` };
    }
    const { answer, salt } = reveal.answer;
    if (answerHash(salt, answer) !== hash)
      return { ...about, status: "invalid", reason: "reveal_mismatch" };
    const read = readJson(answer, this.#limits);
    return read.ok
      ? { ...about, status: "ok", body: read.value as Record<string, unknown> }
      : { ...about, status: "invalid", reason: read.reason };
  }
}
