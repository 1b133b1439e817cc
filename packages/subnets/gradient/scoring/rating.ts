/** A player's skill as a normal distribution. */
export interface Rating {
  readonly mu: number;
  readonly sigma: number;
}

/** Of whoever never played. */
export const NEW_RATING: Rating = { mu: 25, sigma: 25 / 3 };
const BETA = 7;
const TAU = 0.1;
/** The least that is left of a variance in one game. */
const KAPPA = 1e-4;

/** What is almost certainly not too much: the mean less three deviations. A newcomer's is 0. */
export const ordinal = ({ mu, sigma }: Rating): number => mu - 3 * sigma;

/**
 * Ratings after one game of everybody against everybody, by the Plackett-Luce model; equal results share their rank.
 * @param results of the players in the same order, larger is better
 * Source: Weng and Lin, A Bayesian Approximation Method for Online Ranking (JMLR 12, 2011), algorithm 4
 */
export function ratingsAfter(
  players: readonly Rating[],
  results: readonly number[],
): readonly Rating[] {
  const wide = players.map(({ mu, sigma }) => ({ mu, variance: sigma * sigma + TAU * TAU }));
  const c = Math.sqrt(wide.reduce((sum, { variance }) => sum + variance + BETA * BETA, 0));
  const strength = wide.map(({ mu }) => Math.exp(mu / c));
  // Of each player: the strength of all who did no better, and how many share its rank.
  const rivals = results.map((result) => ({
    strength: strength.reduce((sum, each, s) => sum + (results[s]! <= result ? each : 0), 0),
    tied: results.filter((other) => other === result).length,
  }));
  return wide.map(({ mu, variance }, i) => {
    let omega = 0;
    let delta = 0;
    rivals.forEach((rival, q) => {
      if (results[q]! < results[i]!) return;
      const chance = strength[i]! / rival.strength;
      omega += ((q === i ? 1 : 0) - chance) / rival.tied;
      delta += (chance * (1 - chance)) / rival.tied;
    });
    const gamma = Math.sqrt(variance) / c;
    const left = Math.max(1 - (variance / (c * c)) * gamma * delta, KAPPA);
    return { mu: mu + (variance / c) * omega, sigma: Math.sqrt(variance * left) };
  });
}
