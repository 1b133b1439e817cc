import type { Judged } from "@ganglion/sdk";

/** What the next rank gets of the one before it. Source: rayonlabs/G.O.D, tournament rank decay */
const RANK_DECAY = 0.3;
/** Who learned less than this part of what the best learned earns nothing, whatever its rank: a step or two is no training. */
const LEAST_OF_BEST = 0.5;

/**
 * Ranks by held-out loss, the lowest first: 1, 0.3, 0.09, … of equal losses the earlier entry is ahead. A training that
 * went to pieces, or left the model no better than one that guesses, earns nothing: what is not distributed is burnt.
 * @param entries loss in bits per byte, and place in the order of commits
 */
export function rankLosses(
  entries: readonly { readonly bits: number; readonly order: number }[],
  guessing: number,
): readonly Judged[] {
  const learned = (bits: number): number => (Number.isFinite(bits) ? guessing - bits : 0);
  const least = LEAST_OF_BEST * Math.max(0, ...entries.map(({ bits }) => learned(bits)));
  const ranked = entries
    .map((entry, i) => ({ ...entry, i }))
    .filter(({ bits }) => learned(bits) > 0 && learned(bits) >= least)
    .sort((a, b) => a.bits - b.bits || a.order - b.order)
    .map(({ i }) => i);
  return entries.map(({ bits }, i) => {
    const rank = ranked.indexOf(i);
    if (!Number.isFinite(bits)) return { score: 0, reason: "diverged" };
    if (rank < 0)
      return {
        score: 0,
        reason: bits < guessing ? "learned_too_little" : "no_better_than_guessing",
      };
    let score = 1;
    for (let k = 0; k < rank; k++) score *= RANK_DECAY;
    return { score, reason: `rank_${rank + 1}`, data: { bits, rank: rank + 1 } };
  });
}
