import { I32F32 } from "../fixed/formats.ts";
import { expSafe } from "../fixed/transcendental.ts";
import { EMPTY_ROW, type SparseMatrix, type SparseRow } from "./sparse-matrix.ts";
import type { Vector } from "./vector.ts";

const { one } = I32F32;
const HALF = one >> 1n;
const MINUS_HUNDRED = I32F32.fromInteger(-100);

/** Bounds and slope of liquid alpha, all I32F32. */
export interface LiquidAlphaCurve {
  readonly low: bigint;
  readonly high: bigint;
  /** AlphaSigmoidSteepness as an integer in I32F32. */
  readonly steepness: bigint;
}

// The upper bound first: with low above high, low wins.
function clamp(value: bigint, low: bigint, high: bigint): bigint {
  const capped = value < high ? value : high;
  return capped > low ? capped : low;
}

/**
 * How fast a bond follows its weight: from `low` to `high` along a logistic curve, by how far the
 * weight is above consensus (buying) or below the bond (selling).
 * Source: pallets/subtensor/src/epoch/run_epoch.rs, alpha_sigmoid
 */
export function alphaSigmoid(
  edge: { readonly consensus: bigint; readonly weight: bigint; readonly bond: bigint },
  curve: LiquidAlphaCurve,
): bigint {
  const { weight, bond, consensus } = edge;
  const gap =
    weight >= bond ? I32F32.saturatingSub(weight, consensus) : I32F32.saturatingSub(bond, weight);
  const distance = clamp(gap, 0n, one);
  const slope = I32F32.saturatingDiv(curve.steepness, MINUS_HUNDRED);
  const exponential = expSafe(I32F32.saturatingMul(slope, I32F32.saturatingSub(distance, HALF)));
  const sigmoid = I32F32.saturatingDiv(one, I32F32.saturatingAdd(one, exponential));
  const range = I32F32.saturatingSub(curve.high, curve.low);
  const alpha = I32F32.saturatingAdd(curve.low, I32F32.saturatingMul(sigmoid, range));
  return clamp(alpha, curve.low, curve.high);
}

// Looks values up as the reference does, walking a row once along ascending columns. In a row that
// is not ascending, entries behind a larger uid stay unseen and count as 0.
function ascendingLookup(row: SparseRow, columns: number): bigint[] {
  const seen = new Array<bigint>(columns).fill(0n);
  let k = 0;
  for (let column = 0; column < columns; column++) {
    while (k < row.uids.length && (row.uids[k] as number) < column) k++;
    if (row.uids[k] === column) seen[column] = row.values[k] as bigint;
  }
  return seen;
}

/**
 * Liquid alpha per entry, computed when asked: the reference fills n × n of them, but only those
 * at entries of `weights` reach the moving average.
 * Source: run_epoch.rs, compute_liquid_alpha_values_sparse
 */
export function liquidAlphas(
  weights: SparseMatrix,
  bonds: SparseMatrix,
  consensus: Vector,
  curve: LiquidAlphaCurve,
): (row: number, uid: number) => bigint | undefined {
  const columns = consensus.length;
  let current = -1;
  let weightRow: bigint[] = [];
  let bondRow: bigint[] = [];
  return (row, uid) => {
    if (uid >= columns) return undefined;
    if (row !== current) {
      current = row;
      weightRow = ascendingLookup(weights[row] ?? EMPTY_ROW, columns);
      bondRow = ascendingLookup(bonds[row] ?? EMPTY_ROW, columns);
    }
    const edge = {
      consensus: consensus[uid] as bigint,
      weight: weightRow[uid] as bigint,
      bond: bondRow[uid] as bigint,
    };
    return alphaSigmoid(edge, curve);
  };
}
