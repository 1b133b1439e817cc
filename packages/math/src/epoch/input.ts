import { I64F64 } from "../fixed/formats.ts";
import { U64_MAX } from "../unsigned.ts";

/**
 * A stored row of Weights or Bonds as the chain's bytes have it: uid, value, uid, value…, in stored order. Nothing
 * keeps a uid from coming twice, out of order, or from naming nobody.
 */
export type StoredRow = Uint16Array;

/** A row of `[uid, value]`. @throws RangeError if one of them is no u16 */
export function storedRow(pairs: readonly (readonly [uid: number, value: number])[]): StoredRow {
  const flat = pairs.flat();
  const row = Uint16Array.from(flat);
  flat.forEach((value, k) => {
    if (row[k] !== value) throw new RangeError(`${value} is no u16`);
  });
  return row;
}

/** A stored row as `[uid, value]`. */
export function pairsOf(row: StoredRow): [uid: number, value: number][] {
  return Array.from({ length: row.length >> 1 }, (_, k) => [
    row[2 * k] as number,
    row[2 * k + 1] as number,
  ]);
}

/** Hyperparameters as stored; see the reference's storage items of the same names. */
export interface EpochParameters {
  /** Blocks (u16). */
  readonly tempo: number;
  /** Thousandths of a tempo after which a silent neuron is inactive (u32). */
  readonly activityCutoffFactorMilli: number;
  /** u16 */
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
 * the others lack counts as never updated, without permit, without rows. No list of permits at all
 * keeps nobody's stake from counting. Block numbers are u64.
 */
export interface EpochInput {
  readonly parameters: EpochParameters;
  readonly block: bigint;
  /** LastMechansimStepBlock, 0 if the subnet was never stepped. */
  readonly lastMechanismStepBlock: bigint;
  /** Alpha the epoch distributes, rao (u64). */
  readonly emission: bigint;
  /** I64F64 bits of rao, as `stakeWeights` gives them. */
  readonly stake: readonly bigint[];
  /** The subnet owner's uid (u16), if its hotkey is registered here. */
  readonly ownerUid: number | null;
  readonly lastUpdate: readonly bigint[];
  readonly blockAtRegistration: readonly bigint[];
  readonly validatorPermit: readonly boolean[];
  readonly weights: readonly StoredRow[];
  readonly bonds: readonly StoredRow[];
  /** Block of the uid's earliest unexpired weight commit; read only with commit-reveal. */
  readonly commitBlocks: readonly (bigint | null)[];
}

/** Uids are u16. */
export const MOST_NEURONS = 65_536;

type Names<T> = {
  [K in keyof EpochParameters]: EpochParameters[K] extends T ? K : never;
}[keyof EpochParameters];
const RANGES: Readonly<Record<Names<number>, readonly [min: number, max: number]>> = {
  tempo: [0, 0xffff],
  activityCutoffFactorMilli: [0, 0xffff_ffff],
  maxAllowedValidators: [0, 0xffff],
  kappa: [0, 0xffff],
  bondsPenalty: [0, 0xffff],
  alphaLow: [0, 0xffff],
  alphaHigh: [0, 0xffff],
  alphaSigmoidSteepness: [-0x8000, 0x7fff],
};

function check(holds: boolean, what: string, value: unknown, expected: string): void {
  if (!holds) throw new RangeError(`epoch: ${what} is ${value}, expected ${expected}`);
}

const isU64 = (value: bigint): boolean => value >= 0n && value <= U64_MAX;

function checkBlocks(what: string, blocks: readonly (bigint | null)[]): void {
  for (let uid = 0; uid < blocks.length; uid++) {
    const block = blocks[uid] as bigint | null;
    if (block !== null && !isU64(block)) check(false, `${what} of uid ${uid}`, block, "a u64");
  }
}

function checkRows(what: string, rows: readonly StoredRow[]): void {
  for (let uid = 0; uid < rows.length; uid++) {
    const { length } = rows[uid] as StoredRow;
    if (length % 2 === 1) check(false, `${what} of uid ${uid}`, `${length} numbers`, "pairs");
  }
}

/**
 * Holds an input to the types of the chain's storage, within which every kernel gives the same bits.
 * @throws RangeError
 */
export function checkEpochInput(input: EpochInput): void {
  const { parameters, stake, ownerUid } = input;
  check(stake.length <= MOST_NEURONS, "the number of neurons", stake.length, "as many as uids");
  for (const [name, [min, max]] of Object.entries(RANGES)) {
    const value = parameters[name as Names<number>];
    check(Number.isInteger(value) && value >= min && value <= max, name, value, `${min}..${max}`);
  }
  const amounts = {
    block: input.block,
    lastMechanismStepBlock: input.lastMechanismStepBlock,
    emission: input.emission,
    bondsMovingAverage: parameters.bondsMovingAverage,
    stakeThreshold: parameters.stakeThreshold,
  };
  for (const [name, value] of Object.entries(amounts)) check(isU64(value), name, value, "a u64");
  const owned = ownerUid === null || (Number.isInteger(ownerUid) && ownerUid >= 0);
  check(owned && (ownerUid ?? 0) < MOST_NEURONS, "ownerUid", ownerUid, "a u16 or null");
  for (let uid = 0; uid < stake.length; uid++) {
    const bits = stake[uid] as bigint;
    if (!I64F64.fits(bits)) check(false, `stake of uid ${uid}`, bits, "bits of I64F64");
  }
  checkBlocks("lastUpdate", input.lastUpdate);
  checkBlocks("blockAtRegistration", input.blockAtRegistration);
  if (parameters.commitReveal) checkBlocks("commitBlocks", input.commitBlocks);
  checkRows("weights", input.weights);
  checkRows("bonds", input.bonds);
}
