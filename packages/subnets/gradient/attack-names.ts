/**
 * FOR DEMONSTRATION AND TESTS ONLY, and refused on any chain but development ones by whoever starts neurons: miners
 * that want to earn without the work, or to spoil the model.
 * - `copier`: gives the update that the best paid miner showed in the window before as its own
 * - `lazy`: trains a tenth of the steps
 * - `random`: values and places drawn by lot
 * - `replayer`: works once, and gives that update for ever
 * - `garbage`: bytes that are no update, of many kinds
 * - `bomb`: answers that are too large to be read
 * - `late`: works honestly, and commits just after the deadline
 * - `sign-flip`: the honest update, upside down
 * - `noise`: the honest places, the values' signs drawn by lot
 * - `zero`: the honest places, all values zero
 * - `wrong-shard`: trains on another document than the one it was given
 * - `sybil`: all who play it train on the same document, and give the same update
 */
export const GRADIENT_ATTACKS: readonly string[] = [
  "copier",
  "lazy",
  "random",
  "replayer",
  "garbage",
  "bomb",
  "late",
  "sign-flip",
  "noise",
  "zero",
  "wrong-shard",
  "sybil",
];

/** Of validators, for demonstrations only: what they do says the kit. */
export const GRADIENT_VALIDATOR_ATTACKS: readonly string[] = [
  "inverted",
  "collusion",
  "weight-copier",
];
