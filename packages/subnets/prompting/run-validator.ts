import type { AccountId } from "@ganglion/primitives";
import { toSs58 } from "@ganglion/primitives";
import {
  Axon,
  type AxonOptions,
  type AxonTarget,
  type CallResult,
  Dendrite,
  type DendriteOptions,
  type Mechanism,
  type Metagraph,
  type Neuron,
  type Reward,
  seedOf,
} from "@ganglion/sdk";
import type { PromptingRequest } from "./protocol.ts";
import { type PromptingAnswered, promptingQuery, promptingSynapse } from "./synapses.ts";
import type { MinerResponse, PromptingValidator, Scored } from "./validator.ts";
import {
  chooseBest,
  makeTasks,
  requestForQuestion,
  requestForTask,
  weightsFromRewards,
} from "./validator.ts";

export interface PromptingRoundOptions {
  readonly validator: PromptingValidator;
  readonly dendrite: DendriteOptions;
  /** Tasks in a round; by default three. */
  readonly tasks?: number;
  /** How long a miner may take for a task. */
  readonly timeoutMs?: number;
}

const targetOf = ({ axon, hotkey }: Neuron): AxonTarget => ({
  ip: axon!.ip,
  port: axon!.port,
  hotkey,
});

/** What the wire brought, as the subnet's scoring wants it. */
function responseOf(uid: number, result: CallResult<Record<string, unknown>>): MinerResponse {
  if (result.ok) return { uid, status: "ok", body: result.answer };
  const garbled = result.code === "BAD_ANSWER" || result.code === "TOO_LARGE";
  return { uid, status: result.code === "TIMEOUT" ? "timeout" : garbled ? "invalid" : "error" };
}

interface Asked {
  readonly neuron: Neuron;
  readonly result: CallResult<Record<string, unknown>>;
}

/**
 * A validator's axon doesn't know the miners' synapse, and says so. The permit tells nothing here: on a subnet
 * with free validator places every miner that earned enough holds one.
 */
const isNoMiner = ({ result }: Asked): boolean =>
  !result.ok && result.code === "REFUSED" && result.status === 404;

/** Asks all of them; those that turn out to be no miners are left out. */
async function ask(
  dendrite: Dendrite,
  neurons: readonly Neuron[],
  options: { readonly request: PromptingRequest; readonly timeoutMs: number },
): Promise<Asked[]> {
  const results = await dendrite.forward(neurons.map(targetOf), promptingSynapse, options.request, {
    timeoutMs: options.timeoutMs,
  });
  return results
    .map((result, i) => ({ neuron: neurons[i]!, result }))
    .filter((asked) => !isNoMiner(asked));
}

const rewardsOf = (asked: readonly Asked[], scored: readonly Scored[]): Reward[] =>
  asked.map(({ neuron }, i) => ({
    uid: neuron.uid,
    hotkey: neuron.hotkey,
    reward: scored[i]!.reward,
  }));

/** The validator's rounds: tasks with a known truth, every miner asked, averages into steep weights. */
export function promptingMechanism(options: PromptingRoundOptions): Mechanism {
  const { validator, tasks = 3, timeoutMs = 5_000 } = options;
  const dendrite = new Dendrite(options.dendrite);
  return {
    async round(round) {
      if (round.miners.length === 0) return [];
      const sums = new Map<AccountId, Reward>();
      for (const task of makeTasks(seedOf(round), tasks)) {
        const asked = await ask(dendrite, round.miners, {
          request: requestForTask(task),
          timeoutMs,
        });
        const scored = validator.scoreTask(
          task,
          asked.map(({ neuron, result }) => responseOf(neuron.uid, result)),
        );
        for (const each of rewardsOf(asked, scored)) {
          const before = sums.get(each.hotkey)?.reward ?? 0;
          sums.set(each.hotkey, { ...each, reward: before + each.reward / tasks });
        }
      }
      return [...sums.values()];
    },
    shares: (standings) =>
      new Map(weightsFromRewards(standings.map(({ uid, average }) => [uid, average] as const))),
  };
}

export interface PromptingQueryOptions {
  readonly validator: PromptingValidator;
  readonly axon: AxonOptions;
  readonly dendrite: DendriteOptions;
  /** The subnet as the running validator sees it now. */
  readonly metagraph: () => Metagraph | Promise<Metagraph>;
  /** The chain's best block. */
  readonly block: () => number;
  readonly self: AccountId;
  readonly uid: () => number;
  /** Settled rewards go into the same averages as those of the rounds. */
  readonly reward: (rewards: readonly Reward[]) => void;
}

/** The door for users' questions: asks the miners, scores all, gives the best first. */
export function promptingQueryAxon(options: PromptingQueryOptions): Axon {
  const { validator, self } = options;
  const dendrite = new Dendrite(options.dendrite);
  return new Axon(options.axon).attach(
    promptingQuery,
    async ({ messages, docs, timeoutMs = 10_000 }) => {
      const graph = await options.metagraph();
      const askedAtBlock = options.block();
      const audience = graph.neurons.filter(
        (neuron) => neuron.hotkey !== self && neuron.axon !== undefined,
      );
      const request = requestForQuestion(messages, docs);
      const asked = await ask(dendrite, audience, { request, timeoutMs });
      const { scores, settled } = validator.scoreQuestion(
        request,
        asked.map(({ neuron, result }) => responseOf(neuron.uid, result)),
      );
      if (settled) options.reward(rewardsOf(asked, scores));
      const chosenUid = chooseBest(scores) ?? null;
      return {
        netuid: graph.netuid,
        askedAtBlock,
        validator: { uid: options.uid(), hotkey: toSs58(self) },
        answers: asked.map(({ neuron, result }, i) => answered(neuron, result, scores[i]!)),
        chosenUid,
      };
    },
  );
}

function answered(
  neuron: Neuron,
  result: CallResult<Record<string, unknown>>,
  scored: Scored,
): PromptingAnswered {
  return {
    uid: neuron.uid,
    hotkey: toSs58(neuron.hotkey),
    backend: scored.answer?.backend ?? null,
    text: scored.answer?.completion ?? "",
    citations: scored.answer?.citations ?? [],
    latencyMs: Math.round(result.elapsedMs),
    status: scored.status,
    score: scored.score,
    reason: scored.reason,
  };
}
