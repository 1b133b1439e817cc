/** A stored row of Weights or Bonds: uid and 16-bit value, in stored order. */
export type StoredRow = readonly (readonly [uid: number, value: number])[];

/** Hyperparameters as stored; see the reference's storage items of the same names. */
export interface EpochParameters {
  /** Blocks. */
  readonly tempo: number;
  /** Thousandths of a tempo after which a silent neuron is inactive. */
  readonly activityCutoffFactorMilli: number;
  readonly maxAllowedValidators: number;
  /** u16, 65535 = 1.0 */
  readonly kappa: number;
  /** u16, 65535 = 1.0 */
  readonly bondsPenalty: number;
  /** Millionths (u64). */
  readonly bondsMovingAverage: bigint;
  readonly yuma3: boolean;
  /** Acts only with Yuma3. */
  readonly liquidAlpha: boolean;
  /** u16, 65535 = 1.0 */
  readonly alphaLow: number;
  /** u16, 65535 = 1.0 */
  readonly alphaHigh: number;
  /** i16 */
  readonly alphaSigmoidSteepness: number;
  readonly commitReveal: boolean;
  /** Rao of stake weight from which a hotkey counts as validator (u64). */
  readonly stakeThreshold: bigint;
}

/**
 * One mechanism's epoch, before. Lists have one entry per uid; `stake` gives their number, and what
 * the others lack counts as never updated, without permit, without rows. Block numbers are plain
 * numbers, exact below 2^53.
 */
export interface EpochInput {
  readonly parameters: EpochParameters;
  readonly block: number;
  /** LastMechansimStepBlock, 0 if the subnet was never stepped. */
  readonly lastMechanismStepBlock: number;
  /** Alpha the epoch distributes, rao (u64). */
  readonly emission: bigint;
  /** I64F64 bits of rao, as `stakeWeights` gives them. */
  readonly stake: readonly bigint[];
  /** The subnet owner's uid, if its hotkey is registered here. */
  readonly ownerUid: number | null;
  readonly lastUpdate: readonly number[];
  readonly blockAtRegistration: readonly number[];
  readonly validatorPermit: readonly boolean[];
  readonly weights: readonly StoredRow[];
  readonly bonds: readonly StoredRow[];
  /** Block of the uid's earliest unexpired weight commit; read only with commit-reveal. */
  readonly commitBlocks: readonly (number | null)[];
}
