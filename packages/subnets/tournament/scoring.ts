import type { Judged } from "@ganglion/sdk";

/** What the next rank gets of the one before it. Source: rayonlabs/G.O.D, tournament rank decay */
const RANK_DECAY = 0.3;

/**
 * Ranks by held-out loss, the lowest first: 1, 0.3, 0.09, … of equal losses the earlier entry is ahead. A training that
 * went to pieces, or left the model no better than one that guesses, earns nothing: what is not distributed is burnt.
 * @param entries loss in bits per byte, and place in the order of commits
 */
export function rankLosses(
  entries: readonly { readonly bits: number; readonly order: number }[],
  guessing: number,
): readonly Judged[] {
  const ranked = entries
    .map((entry, i) => ({ ...entry, i }))
    .filter(({ bits }) => Number.isFinite(bits) && bits < guessing)
    .sort((a, b) => a.bits - b.bits || a.order - b.order)
    .map(({ i }) => i);
  return entries.map(({ bits }, i) => {
    const rank = ranked.indexOf(i);
    if (rank < 0)
      return { score: 0, reason: Number.isFinite(bits) ? "no_better_than_guessing" : "diverged" };
    let score = 1;
    for (let k = 0; k < rank; k++) score *= RANK_DECAY;
    return { score, reason: `rank_${rank + 1}`, data: { bits, rank: rank + 1 } };
  });
}
