import type { Scored } from "./scoring.ts";
import type { PromptingValidator } from "./validator.ts";

/**
 * FOR DEMONSTRATION ONLY: validators that lie about what they saw, to show that consensus clips them. They are
 * refused on any chain but the dev and demo ones by whoever starts them; nothing in this package picks them by itself.
 */
export type Malice =
  /** Pays the wrong answers and starves the right ones. */
  | { attack: "inverted" }
  /** Gives everything to one uid, whatever it answered. */
  | { attack: "collusion"; uid: number };

/** `honest`, with every score replaced by a lie. The reasons say so. */
export function maliciousValidator(honest: PromptingValidator, malice: Malice): PromptingValidator {
  const lie = (scored: Scored): Scored => {
    const reward =
      malice.attack === "inverted"
        ? 1 - Math.min(1, Math.max(0, scored.reward))
        : scored.uid === malice.uid
          ? 1
          : 0;
    return { ...scored, score: reward, reward, reason: `malicious_${malice.attack}` };
  };
  return {
    ...honest,
    variant:
      malice.attack === "collusion"
        ? `malicious: collusion with uid ${malice.uid}`
        : "malicious: inverted",
    scoreTask: (task, responses) => honest.scoreTask(task, responses).map(lie),
    scoreQuestion: (request, responses) => ({
      scores: honest.scoreQuestion(request, responses).scores.map(lie),
      settled: true,
    }),
  };
}
