import { I32F32, I64F64 } from "../fixed/formats.ts";
import { saturatingAddU64, saturatingSubUnsigned } from "../unsigned.ts";
import type { EpochInput, EpochParameters } from "./input.ts";
import { liquidAlphas } from "./liquid-alpha.ts";
import { movingAverage, movingAverageByEntry } from "./moving-average.ts";
import {
  dotRows,
  normalizeColumns,
  rowSums,
  type SparseMatrix,
  scaleColumns,
  scaleRows,
  upscaleColumns,
} from "./sparse-matrix.ts";
import { integerFromU16, multiply, normalize, proportionFromU16, type Vector } from "./vector.ts";
import { NO_ENTRIES, rowFromStorage } from "./weights.ts";

export interface BondsAndDividends {
  /** As stored, before the cut to 16 bits. */
  readonly bonds: SparseMatrix;
  /** Sums to about 1. */
  readonly dividends: Vector;
}

const MILLION = I64F64.fromInteger(1_000_000);

// A bond in someone who registered since the last epoch belongs to who was there before.
function storedBonds(input: EpochInput, convert: (value: number) => bigint): SparseMatrix {
  const step = input.lastMechanismStepBlock;
  const lastTempo =
    step === 0n
      ? saturatingSubUnsigned(input.block, BigInt(input.parameters.tempo))
      : saturatingAddU64(step, 1n);
  return input.stake.map((_, uid) =>
    rowFromStorage(
      input.bonds[uid] ?? NO_ENTRIES,
      (other) => lastTempo > (input.blockAtRegistration[other] ?? 0n),
      convert,
    ),
  );
}

/**
 * How far bonds move in an epoch, I32F32: 1 − moving average. The Yuma3 path converts by wrapping,
 * the classic one by clamping; they part only at averages of 2^31 and more, which no call can set
 * but storage could hold.
 */
export function plainAlpha(parameters: EpochParameters): bigint {
  const { yuma3 } = parameters;
  const raw = parameters.bondsMovingAverage << 64n;
  const average = I64F64.safeDiv(yuma3 ? I64F64.wrap(raw) : I64F64.saturate(raw), MILLION);
  const cut = yuma3 ? I32F32.wrap(average >> 32n) : I32F32.saturate(average >> 32n);
  return I32F32.saturatingSub(I32F32.one, cut);
}

function liquidBonds(
  input: EpochInput,
  weights: SparseMatrix,
  bonds: SparseMatrix,
  consensus: Vector,
): SparseMatrix {
  const { parameters } = input;
  const curve = {
    low: proportionFromU16(parameters.alphaLow),
    high: proportionFromU16(parameters.alphaHigh),
    steepness: I32F32.fromInteger(parameters.alphaSigmoidSteepness),
  };
  return movingAverageByEntry(weights, bonds, liquidAlphas(weights, bonds, consensus, curve));
}

function yuma3(input: EpochInput, votes: Votes): BondsAndDividends {
  const n = input.stake.length;
  const { weightsForBonds, consensus } = votes;
  const old = storedBonds(input, proportionFromU16);
  const liquid = input.parameters.liquidAlpha && consensus.some((value) => value !== 0n);
  const bonds = liquid
    ? liquidBonds(input, weightsForBonds, old, consensus)
    : movingAverage(weightsForBonds, old, plainAlpha(input.parameters));
  const owned = rowSums(scaleColumns(normalizeColumns(bonds, n), votes.incentive));
  return { bonds, dividends: normalize(multiply(owned, votes.activeStake)) };
}

function yuma2(input: EpochInput, votes: Votes): BondsAndDividends {
  const n = input.stake.length;
  const old = normalizeColumns(storedBonds(input, integerFromU16), n);
  const fresh = normalizeColumns(scaleRows(votes.weightsForBonds, votes.activeStake), n);
  const average = movingAverage(fresh, old, plainAlpha(input.parameters));
  const bonds = normalizeColumns(average, n);
  const dividends = normalize(dotRows(bonds, votes.incentive));
  return { bonds: upscaleColumns(bonds, n), dividends };
}

/** What the vote on weights has decided, I32F32. */
export interface Votes {
  readonly weightsForBonds: SparseMatrix;
  readonly consensus: Vector;
  readonly incentive: Vector;
  readonly activeStake: Vector;
}

/**
 * New bonds and what they earn. Yuma3 keeps bonds as proportions of 1 and weighs dividends by
 * stake; the classic form weighs bonds by stake and keeps them scaled to the column's largest.
 * Source: pallets/subtensor/src/epoch/run_epoch.rs, epoch_mechanism
 */
export function bondsAndDividends(input: EpochInput, votes: Votes): BondsAndDividends {
  return input.parameters.yuma3 ? yuma3(input, votes) : yuma2(input, votes);
}
