import type { Random } from "@ganglion/sdk";

/** The part by which a loss fell. Not finite if a loss isn't, or there was none to begin with. */
export const improvement = (before: number, after: number): number => (before - after) / before;

/** Others on whose batches an update is tried at most: the work grows with miners, not with their square. */
const MOST_COMPARED = 4;

/** For each miner the others on whose batches its update is tried, drawn by lot. */
export function comparisons(miners: number, draw: Random): readonly (readonly number[])[] {
  const all = Array.from({ length: miners }, (_, i) => i);
  return all.map((i) =>
    draw.sample(
      all.filter((other) => other !== i),
      MOST_COMPARED,
    ),
  );
}

/**
 * How much better an update is on its miner's own batches than on others', batch by batch: what it does to everybody's
 * text is taken off. Nothing to compare with leaves the gain as it is.
 * @param gains by miner: owner of the batches → improvement of each of them
 */
export function ownGaps(
  gains: readonly ReadonlyMap<number, readonly number[]>[],
): readonly (readonly number[])[] {
  return gains.map((row, i) => {
    const elsewhere = [...row].flatMap(([owner, improvements]) =>
      owner === i ? [] : improvements,
    );
    const usual =
      elsewhere.length > 0 ? elsewhere.reduce((sum, each) => sum + each, 0) / elsewhere.length : 0;
    return row.get(i)!.map((gain) => gain - usual);
  });
}
