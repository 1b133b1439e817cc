import { I32F32 } from "../fixed/formats.ts";
import { EMPTY_ROW, type SparseMatrix } from "./sparse-matrix.ts";
import { normalize, type Vector } from "./vector.ts";

const { saturatingAdd, saturatingSub } = I32F32;

/**
 * The score below which `minority` of the stake lies, by halving the candidates around the middle
 * one. Stake shares are cut to 32 bits, so where they fall on the border the order of the
 * candidates and the side of each comparison decide.
 * @param stake positive shares, summing to about 1
 * @param score one per stake
 * @param total the sum of the shares
 * Source: pallets/subtensor/src/epoch/math.rs, weighted_median
 */
export function weightedMedian(
  stake: Vector,
  score: Vector,
  minority: bigint,
  total: bigint,
): bigint {
  let candidates = [...stake.keys()];
  let low = 0n;
  let high = total;
  while (candidates.length > 1) {
    const pivot = score[candidates[candidates.length >> 1] as number] as bigint;
    const lower: number[] = [];
    const upper: number[] = [];
    let lowerStake = 0n;
    let upperStake = 0n;
    for (const i of candidates) {
      const value = score[i] as bigint;
      if (value < pivot) {
        lowerStake = saturatingAdd(lowerStake, stake[i] as bigint);
        lower.push(i);
      } else if (value > pivot) {
        upperStake = saturatingAdd(upperStake, stake[i] as bigint);
        upper.push(i);
      }
    }
    if (lower.length > 0 && minority < saturatingAdd(low, lowerStake)) {
      high = saturatingAdd(low, lowerStake);
      candidates = lower;
    } else if (upper.length > 0 && saturatingSub(high, upperStake) <= minority) {
      low = saturatingSub(high, upperStake);
      candidates = upper;
    } else {
      return pivot;
    }
  }
  const only = candidates[0];
  return only === undefined ? 0n : (score[only] as bigint);
}

/**
 * Median score of each column over the rows with positive stake, renormalised.
 * @param majority kappa: the part of the stake that must agree, I32F32
 * Source: epoch/math.rs, weighted_median_col_sparse
 */
export function weightedMedianOfColumns(
  stake: Vector,
  scores: SparseMatrix,
  majority: bigint,
  columns: number,
): bigint[] {
  const rows = [...stake.keys()].filter((i) => (stake[i] as bigint) > 0n);
  const shares = normalize(rows.map((i) => stake[i] as bigint));
  const total = I32F32.wrappingSum(shares);
  const minority = saturatingSub(total, majority);

  const byColumn = Array.from({ length: columns }, () => new Array<bigint>(rows.length).fill(0n));
  rows.forEach((i, place) => {
    const { uids, values } = scores[i] ?? EMPTY_ROW;
    for (let k = 0; k < uids.length; k++) {
      const column = byColumn[uids[k] as number];
      if (column !== undefined) column[place] = values[k] as bigint;
    }
  });
  return byColumn.map((column) => weightedMedian(shares, column, minority, total));
}
