import type { CallContext } from "../../net/axon.ts";
import { validatorsOnly } from "../../neuron/validators-only.ts";
import { commitSynapse, revealSynapse } from "../answer-commit.ts";
import { minerAttack } from "../attacks/miner-attack.ts";
import type { Engine } from "../backend.ts";
import { type KitOption, numberBetween } from "../option.ts";
import { type MinerParts, type MinerPlace, type Route, route } from "../subnet.ts";
import { Commitments } from "./commitments.ts";
import type { QuestionSubnet } from "./declaration.ts";
import { asRefusal, engineFor } from "./engine.ts";

// biome-ignore lint/suspicious/noExplicitAny: any question subnet; what belongs together was checked where it was declared
export type AnyQuestionSubnet = QuestionSubnet<any, any, any, any, any>;

/** How a miner answers one question. */
export type Answering = (request: object, context: CallContext) => Promise<object>;

const MIN_STAKE_SHARE: KitOption = {
  name: "min-stake-share",
  placeholder: "share",
  what: "answers validators alone, who hold this share of the subnet's stake; 0 answers anyone",
  default: "0.01",
  parse: numberBetween(0, 1),
};

/** Options of a question subnet's miners: its own, and those that its way of answering brings. */
export const minerOptions = ({ answers, minerOptions = [] }: AnyQuestionSubnet): KitOption[] =>
  answers === "plain" ? [...minerOptions, MIN_STAKE_SHARE] : [...minerOptions];

/** The miner's part: its routes with an engine behind them. */
export async function startQuestionMiner(
  subnet: AnyQuestionSubnet,
  place: MinerPlace,
): Promise<MinerParts> {
  const engine: Engine<object, object> = await engineFor(subnet.backends, place);
  const honest: Answering = async (request, { signal }) => {
    try {
      return { backend: engine.name, ...(await engine.answer(request, { signal })) };
    } catch (error) {
      throw asRefusal(error);
    }
  };
  const attacked = place.attack
    ? minerAttack(place.attack.name, { subnet, place, honest })
    : undefined;
  return {
    backend: attacked ? `attack:${place.attack!.name}` : engine.name,
    routes: attacked?.routes ?? questionRoutes(subnet, place, attacked?.answering ?? honest),
    stop: async () => engine.stop?.(),
  };
}

/** The synapse itself, and with commit-reveal the two that go before it. */
function questionRoutes(
  subnet: AnyQuestionSubnet,
  place: MinerPlace,
  answering: Answering,
): Route[] {
  const { synapse, deadlineMs } = subnet;
  const { env } = place;
  if (subnet.answers === "plain") {
    const share = place.options[MIN_STAKE_SHARE.name] as number;
    return [
      route(synapse, async (request, context) => (await answering(request, context)) as never, {
        blacklist: validatorsOnly(place, share),
      }),
    ];
  }
  const commitments = new Commitments({ env, lockMs: deadlineMs });
  return [
    route(commitSynapse(synapse), async (request, context) => {
      const receivedMs = env.now();
      const answer = await answering(request, context);
      return commitments.commit(context.hotkey, answer, { receivedMs });
    }),
    route(revealSynapse(synapse.name), ({ hash }, { hotkey, signal }) =>
      commitments.reveal(hotkey, hash, signal),
    ),
    // For those who know the plain synapse only. It is locked as long: else copiers would ask here.
    route(synapse, async (request, context) => {
      const receivedMs = env.now();
      const answer = await answering(request, context);
      await commitments.untilOpen(receivedMs + deadlineMs, context.signal);
      return answer as never;
    }),
  ];
}
