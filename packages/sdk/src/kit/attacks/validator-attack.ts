import { accountOf } from "@ganglion/crypto";
import type { Mechanism } from "../../neuron/validator.ts";
import type { Bias } from "../question/question-round.ts";
import type { Attack, NeuronPlace } from "../subnet.ts";

/**
 * FOR DEMONSTRATION ONLY, and refused on any chain but development ones by whoever starts neurons: validators that lie
 * about what they saw, to show that consensus clips them.
 * - `inverted`: pays the wrong answers and starves the right ones
 * - `collusion`: gives everything to one uid (`collusion:UID`), whatever it answered
 * - `weight-copier`: asks nobody and sets the weights of the validator with the most stake
 */
export const VALIDATOR_ATTACKS: readonly string[] = ["inverted", "collusion", "weight-copier"];

/** @throws RangeError on a name that isn't one, or a collusion without a uid */
export function validatorAttack(
  { name, target }: Attack,
  place: NeuronPlace,
): { readonly bias?: Bias; readonly mechanism?: Mechanism } {
  if (name === "weight-copier") return { mechanism: weightCopier(place) };
  if (name === "inverted")
    return { bias: lying((reward) => 1 - Math.min(1, Math.max(0, reward)), "malicious_inverted") };
  if (name === "collusion") {
    if (target === undefined) throw new RangeError("collusion needs a uid: collusion:UID");
    return { bias: lying((_reward, uid) => (uid === target ? 1 : 0), "malicious_collusion") };
  }
  throw new RangeError(`no attack "${name}"; known: ${VALIDATOR_ATTACKS.join(", ")}`);
}

/** Every score replaced by a lie; the reasons say so. */
const lying =
  (lie: (reward: number, uid: number) => number, reason: string): Bias =>
  ({ verdicts }) => ({
    verdicts: verdicts.map((verdict) => {
      const reward = lie(verdict.reward, verdict.reply.neuron.uid);
      return { ...verdict, score: reward, reward, reason };
    }),
    settled: true,
  });

/** A validator that does no work: it repeats what the strongest other one said last. Fits any subnet. */
export function weightCopier({ client, hotkey }: NeuronPlace): Mechanism {
  const self = accountOf(hotkey);
  let copied: ReadonlyMap<number, number> = new Map();
  return {
    async round({ metagraph: graph, netuid }) {
      const others = graph.neurons
        .filter((neuron) => neuron.validatorPermit && neuron.hotkey !== self)
        .sort((a, b) => Number(b.totalStake - a.totalStake));
      for (const { uid } of others) {
        const weights = (await client.api.query.SubtensorModule!.Weights!.getValue(
          netuid,
          uid,
        )) as readonly (readonly [number, number])[];
        if (weights.length === 0) continue;
        copied = new Map(weights.map(([to, value]) => [to, value]));
        break;
      }
      return [];
    },
    shares: () => copied,
  };
}
