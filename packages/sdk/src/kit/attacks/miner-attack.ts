import { accountOf } from "@ganglion/crypto";
import { metagraph, type Neuron } from "../../chain/metagraph.ts";
import { Dendrite } from "../../net/dendrite.ts";
import { sleep } from "../../net/env.ts";
import { commitSynapse, revealSynapse } from "../answer-commit.ts";
import { BODY_LIMITS } from "../body-limits.ts";
import type { Answering, AnyQuestionSubnet } from "../question/question-miner.ts";
import { dendriteOf, type MinerPlace, type Route } from "../subnet.ts";

/**
 * FOR DEMONSTRATION AND TESTS ONLY, and refused on any chain but development ones by whoever starts neurons: miners
 * that want to earn without the work.
 * - `copier`: passes each question on to the miner that earns most, and its answer back
 * - `lazy`: the answer that costs nothing
 * - `random`: an answer of the right shape, drawn by lot
 * - `replayer`: works once, and gives that answer for ever
 * - `garbage`: wrong types, broken text, nesting
 * - `bomb`: answers that are too large to be read
 * - `late`: works honestly, and answers just after the deadline
 */
export const MINER_ATTACKS: readonly string[] = [
  "copier",
  "lazy",
  "random",
  "replayer",
  "garbage",
  "bomb",
  "late",
];

interface Attacked {
  readonly subnet: AnyQuestionSubnet;
  readonly place: MinerPlace;
  readonly honest: Answering;
}

/** How a dishonest miner answers. @throws RangeError on a name that isn't one */
export function minerAttack(
  name: string,
  about: Attacked,
): { readonly answering: Answering; readonly routes?: readonly Route[] } {
  const { subnet, place, honest } = about;
  const { env } = place;
  switch (name) {
    case "copier":
      return { answering: copier(about) };
    case "lazy":
      return { answering: async (request) => subnet.attackers?.lazy?.(request) ?? {} };
    case "random":
      return {
        answering: async (request) => subnet.attackers?.random?.(lots(place), request) ?? {},
      };
    case "replayer": {
      let first: Promise<object> | undefined;
      return { answering: (request, context) => (first ??= honest(request, context)) };
    }
    case "garbage": {
      let turn = 0;
      return {
        answering: async (request, context) => {
          const shape = Object.keys(await honest(request, context));
          const junk = JUNK[turn++ % JUNK.length];
          return Object.fromEntries(shape.map((key) => [key, junk]));
        },
      };
    }
    case "bomb": {
      let turn = 0;
      const some = bombs(subnet);
      return { answering: async () => some[turn++ % some.length]!() };
    }
    case "late":
      return {
        answering: async (request, context) => {
          const receivedMs = env.now();
          const answer = await honest(request, context);
          await sleep(env, receivedMs + subnet.deadlineMs + 100 - env.now());
          return answer;
        },
      };
    default:
      throw new RangeError(`no attack "${name}"; known: ${MINER_ATTACKS.join(", ")}`);
  }
}

/** Whole numbers below a bound, from this place's randomness. */
const lots =
  ({ env }: MinerPlace) =>
  (below: number): number => {
    const [a, b, c, d] = env.random(4) as unknown as [number, number, number, number];
    return (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) % below;
  };

const deep = (levels: number): unknown => {
  let value: unknown = "x";
  for (let i = 0; i < levels; i++) value = [value];
  return value;
};
const JUNK: readonly unknown[] = [
  null,
  -1e308,
  true,
  "\ud800",
  deep(200),
  { __proto__: { score: 1 }, constructor: "x", toString: 1 },
  "",
  Array.from({ length: 1_000 }, () => ({})),
];

/** The first is more than is read at all, the others more than is looked at. It is the dearest for the sender too. */
const bombs = ({ limits = BODY_LIMITS }: AnyQuestionSubnet): readonly (() => object)[] => [
  () => ({ text: "x".repeat(12 * limits.bytes + 1_000_000) }),
  ...Array.from({ length: 4 }, () => [
    () => ({ values: new Array(limits.values + 1).fill(0) }),
    () => ({ nested: deep(1_000) }),
    () => ({ text: "x".repeat(limits.bytes + 1) }),
  ]).flat(),
];

const LOOK_AGAIN_MS = 10_000;
/** Validators are among them, and say no at once. */
const TRIED = 10;

/** Asks whoever earns most, as a validator would, and says the same. */
function copier({ subnet, place }: Attacked): Answering {
  const { client, netuid, env, hotkey } = place;
  const dendrite = new Dendrite(dendriteOf(place));
  const self = accountOf(hotkey);
  let victims: readonly Neuron[] = [];
  let lookedMs = Number.NEGATIVE_INFINITY;
  const look = async () => {
    if (env.now() - lookedMs < LOOK_AGAIN_MS) return;
    lookedMs = env.now();
    victims = (await metagraph(client, netuid)).neurons
      .filter((neuron) => neuron.axon !== undefined && neuron.hotkey !== self)
      .sort((a, b) => b.incentive - a.incentive || a.uid - b.uid)
      .slice(0, TRIED);
  };
  const { synapse, deadlineMs } = subnet;
  return async (request) => {
    await look();
    for (const { axon, hotkey: victim } of victims) {
      const target = { ip: axon!.ip, port: axon!.port, hotkey: victim };
      if (subnet.answers === "commit-reveal") {
        const commit = await dendrite.call(target, commitSynapse(synapse), request, {
          timeoutMs: deadlineMs,
        });
        if (!commit.ok) continue;
        const reveal = await dendrite.call(target, revealSynapse(synapse.name), commit.answer, {
          timeoutMs: 2 * deadlineMs,
        });
        if (reveal.ok) return JSON.parse(reveal.answer.answer) as object;
      } else {
        const plain = await dendrite.call(target, synapse, request, { timeoutMs: deadlineMs });
        if (plain.ok) return plain.answer;
      }
    }
    return {};
  };
}
