/** Power to which averages are raised: the best should earn clearly more than the next. */
const STEEPNESS = 3;
const U16_MAX = 65_535;

export type WeightOptions = {
  /** A whole number from 1; 3 unless given. */
  steepness?: number;
  /** Takes everything when nobody earned anything. */
  burnUid?: number;
};

/**
 * Weights of averaged rewards: negative and broken ones count as nothing, the rest is raised to a power, the best
 * gets 65,535. Only uids with a weight above zero are listed. Nobody with a positive reward: the burn uid, or none;
 * never the same for all.
 * @param rewards [uid, average reward]
 */
export function weightsFromRewards(
  rewards: Iterable<readonly [uid: number, reward: number]>,
  options: WeightOptions = {},
): [uid: number, weight: number][] {
  const steepness = options.steepness ?? STEEPNESS;
  if (!Number.isInteger(steepness) || steepness < 1)
    throw new RangeError(`steepness is a whole number from 1, got ${steepness}`);
  const powered = [...rewards].map(([uid, reward]) => {
    const earned = Number.isFinite(reward) && reward > 0 ? reward : 0;
    // Repeated multiplication gives the same bits everywhere; Math.pow need not.
    let value = earned;
    for (let i = 1; i < steepness; i++) value *= earned;
    return [uid, value] as const;
  });
  const best = powered.reduce((max, [, value]) => (value > max ? value : max), 0);
  if (best === 0) return options.burnUid === undefined ? [] : [[options.burnUid, U16_MAX]];
  return powered
    .map(([uid, value]): [number, number] => [uid, Math.round((value / best) * U16_MAX)])
    .filter(([, weight]) => weight > 0)
    .sort(([a], [b]) => a - b);
}
