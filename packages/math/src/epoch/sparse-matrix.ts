import { I32F32 } from "../fixed/formats.ts";
import type { Vector } from "./vector.ts";

/**
 * One validator's entries: `values[k]` (I32F32 raw bits) is for `uids[k]`. The order is that of
 * the stored row, not sorted, and a uid may appear more than once.
 */
export interface SparseRow {
  readonly uids: readonly number[];
  readonly values: Vector;
}

/** One row per uid. */
export type SparseMatrix = readonly SparseRow[];

export const EMPTY_ROW: SparseRow = { uids: [], values: [] };

const { saturatingAdd, saturatingMul, safeDiv, one } = I32F32;

export function mapValues(
  row: SparseRow,
  change: (value: bigint, uid: number) => bigint,
): SparseRow {
  const { uids } = row;
  return { uids, values: row.values.map((value, k) => change(value, uids[k] as number)) };
}

/** A dense row, its positive values alone. */
export function positiveEntries(dense: Vector): SparseRow {
  const uids: number[] = [];
  const values: bigint[] = [];
  for (let uid = 0; uid < dense.length; uid++) {
    const value = dense[uid] as bigint;
    if (value <= 0n) continue;
    uids.push(uid);
    values.push(value);
  }
  return { uids, values };
}

/** Spreads a row over `columns` places; of a repeated uid the last entry counts. */
export function toDense(row: SparseRow, columns: number): bigint[] {
  const dense = new Array<bigint>(columns).fill(0n);
  row.uids.forEach((uid, k) => {
    if (uid < columns) dense[uid] = row.values[k] as bigint;
  });
  return dense;
}

/** Wrapping sum of each row. Source: epoch/math.rs, row_sum_sparse */
export function rowSums(matrix: SparseMatrix): bigint[] {
  return matrix.map((row) => I32F32.wrappingSum(row.values));
}

/** Rows over their sum, where that is positive. Source: inplace_row_normalize_sparse */
export function normalizeRows(matrix: SparseMatrix): SparseMatrix {
  return matrix.map((row) => {
    const sum = I32F32.wrappingSum(row.values);
    return sum > 0n ? mapValues(row, (value) => safeDiv(value, sum)) : row;
  });
}

function divideColumns(matrix: SparseMatrix, divisors: Vector): SparseMatrix {
  return matrix.map((row) =>
    mapValues(row, (value, uid) => {
      const divisor = divisors[uid] ?? 0n;
      return divisor === 0n ? value : safeDiv(value, divisor);
    }),
  );
}

/** Columns over their saturating sum, where that is not 0. Source: inplace_col_normalize_sparse */
export function normalizeColumns(matrix: SparseMatrix, columns: number): SparseMatrix {
  const sums = new Array<bigint>(columns).fill(0n);
  for (const { uids, values } of matrix) {
    for (let k = 0; k < uids.length; k++) {
      const uid = uids[k] as number;
      if (uid < columns) sums[uid] = saturatingAdd(sums[uid] as bigint, values[k] as bigint);
    }
  }
  return divideColumns(matrix, sums);
}

/** Columns over their largest positive value. Source: inplace_col_max_upscale_sparse */
export function upscaleColumns(matrix: SparseMatrix, columns: number): SparseMatrix {
  const most = new Array<bigint>(columns).fill(0n);
  for (const { uids, values } of matrix) {
    for (let k = 0; k < uids.length; k++) {
      const uid = uids[k] as number;
      const value = values[k] as bigint;
      if (uid < columns && value > (most[uid] as bigint)) most[uid] = value;
    }
  }
  return divideColumns(matrix, most);
}

/** Each row times the row's factor. Source: row_hadamard_sparse */
export function scaleRows(matrix: SparseMatrix, factors: Vector): SparseMatrix {
  return matrix
    .slice(0, factors.length)
    .map((row, i) => mapValues(row, (value) => saturatingMul(value, factors[i] as bigint)));
}

/** result_j = Σ_i factor_i · m_ij, saturating. Source: matmul_sparse */
export function sumOfScaledRows(matrix: SparseMatrix, factors: Vector, columns: number): bigint[] {
  const result = new Array<bigint>(columns).fill(0n);
  matrix.forEach(({ uids, values }, i) => {
    const factor = factors[i] ?? 0n;
    if (factor === 0n) return;
    for (let k = 0; k < uids.length; k++) {
      const uid = uids[k] as number;
      if (uid >= columns) continue;
      const product = saturatingMul(factor, values[k] as bigint);
      result[uid] = saturatingAdd(result[uid] as bigint, product);
    }
  });
  return result;
}

/** result_i = Σ_j factor_j · m_ij, saturating. Source: matmul_transpose_sparse */
export function dotRows(matrix: SparseMatrix, factors: Vector): bigint[] {
  return matrix.map(({ uids, values }) => {
    let sum = 0n;
    for (let k = 0; k < uids.length; k++) {
      const product = saturatingMul(factors[uids[k] as number] ?? 0n, values[k] as bigint);
      sum = saturatingAdd(sum, product);
    }
    return sum;
  });
}

/** m_ij · factor_j, without the entries that come out 0. Source: mat_vec_mul_sparse */
export function scaleColumns(matrix: SparseMatrix, factors: Vector): SparseMatrix {
  return matrix.map((row) => {
    const uids: number[] = [];
    const values: bigint[] = [];
    for (let k = 0; k < row.uids.length; k++) {
      const uid = row.uids[k] as number;
      const product = saturatingMul(row.values[k] as bigint, factors[uid] ?? 0n);
      if (product === 0n) continue;
      uids.push(uid);
      values.push(product);
    }
    return { uids, values };
  });
}

/** Caps each column; an entry above a cap of 0 or less goes away. Source: col_clip_sparse */
export function clipColumns(matrix: SparseMatrix, caps: Vector): SparseMatrix {
  return matrix.map((row) => {
    const uids: number[] = [];
    const values: bigint[] = [];
    for (let k = 0; k < row.uids.length; k++) {
      const uid = row.uids[k] as number;
      const value = row.values[k] as bigint;
      const cap = caps[uid] ?? 0n;
      const clipped = cap < value ? cap : value;
      if (cap < value && cap <= 0n) continue;
      uids.push(uid);
      values.push(clipped);
    }
    return { uids, values };
  });
}

/** a + ratio · (b − a). */
export function interpolateValue(a: bigint, b: bigint, ratio: bigint): bigint {
  return saturatingAdd(a, saturatingMul(ratio, I32F32.saturatingSub(b, a)));
}

/**
 * a + ratio · (b − a) per entry, positive results in ascending uid order; ratio 0 and 1 give a
 * and b as they are.
 * Source: interpolate_sparse
 */
export function interpolate(
  a: SparseMatrix,
  b: SparseMatrix,
  ratio: bigint,
  columns: number,
): SparseMatrix {
  if (ratio === 0n) return a;
  if (ratio === one || a.length !== b.length) return b;
  return a.map((row, i) => {
    const from = toDense(row, columns);
    const to = toDense(b[i] ?? EMPTY_ROW, columns);
    return positiveEntries(
      from.map((value, uid) => interpolateValue(value, to[uid] as bigint, ratio)),
    );
  });
}
