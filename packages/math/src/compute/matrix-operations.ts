import { alphaSigmoid } from "../epoch/liquid-alpha.ts";
import { averageValue, movingAverage, movingAverageByEntry } from "../epoch/moving-average.ts";
import {
  clipColumns,
  dotRows,
  interpolate,
  interpolateValue,
  normalizeColumns,
  normalizeRows,
  rowSums,
  type SparseMatrix,
  scaleColumns,
  scaleRows,
  sumOfScaledRows,
  toDense,
  upscaleColumns,
} from "../epoch/sparse-matrix.ts";
import { isTop, isTopNonzero, multiply, normalize, type Vector } from "../epoch/vector.ts";
import { weightedMedianOfColumns } from "../epoch/weighted-median.ts";
import { I32F32, I64F64 } from "../fixed/formats.ts";
import { asBits, asCount, asList, type ComputeDocument, read, readList } from "./document.ts";
import type { MathOperation } from "./fixed-operations.ts";

type Dense = readonly Vector[];

const asI32F32 = asBits(I32F32);

function readVector(document: ComputeDocument, field: string): Vector {
  return readList(document, field, asI32F32);
}

function readMatrix(document: ComputeDocument, field: string): Dense {
  return readList(document, field, (row, name) =>
    asList(row, name).map((value, j) => asI32F32(value, `${name}[${j}]`)),
  );
}

// The reference's own sparse forms leave out zeros.
function toSparse(dense: Dense): SparseMatrix {
  return dense.map((row) => {
    const uids = [...row.keys()].filter((uid) => row[uid] !== 0n);
    return { uids, values: uids.map((uid) => row[uid] as bigint) };
  });
}

function width(dense: Dense): number {
  return dense[0]?.length ?? 0;
}

function sparseDocument(matrix: SparseMatrix): [number, string][][] {
  return matrix.map((row) => row.uids.map((uid, k) => [uid, String(row.values[k])]));
}

function denseDocument(matrix: Dense): string[][] {
  return matrix.map((row) => row.map(String));
}

function filled(matrix: SparseMatrix, columns: number): string[][] {
  return denseDocument(matrix.map((row) => toDense(row, columns)));
}

function zipDense(
  a: Dense,
  b: Dense,
  join: (a: bigint, b: bigint, i: number, j: number) => bigint,
): string[][] {
  return denseDocument(
    a.map((row, i) => row.map((value, j) => join(value, b[i]?.[j] ?? 0n, i, j))),
  );
}

function matMovingAverage(document: ComputeDocument): ComputeDocument {
  const fresh = readMatrix(document, "new");
  const old = readMatrix(document, "old");
  const alphas = readMatrix(document, "alphas");
  const alpha = read(document, "alpha", asI32F32);
  const rest = I32F32.saturatingSub(I32F32.one, alpha);
  const alphaOf = (i: number, j: number): bigint | undefined => alphas[i]?.[j];
  return {
    alpha_dense_out: zipDense(fresh, old, (a, b, i, j) => averageValue(a, b, alphaOf(i, j) ?? 0n)),
    alpha_sparse_out: sparseDocument(movingAverageByEntry(toSparse(fresh), toSparse(old), alphaOf)),
    dense_out: zipDense(fresh, old, (a, b) =>
      I32F32.saturatingAdd(I32F32.saturatingMul(alpha, a), I32F32.saturatingMul(rest, b)),
    ),
    sparse_out: sparseDocument(movingAverage(toSparse(fresh), toSparse(old), alpha)),
  };
}

function products(document: ComputeDocument): ComputeDocument {
  const x = readMatrix(document, "x");
  const v = readVector(document, "v");
  const w = readVector(document, "w");
  const sparse = toSparse(x);
  const sums = sumOfScaledRows(sparse, v, width(x)).map(String);
  return {
    mat_vec_mul_sparse: sparseDocument(scaleColumns(sparse, w)),
    matmul: sums,
    matmul_sparse: sums,
    matmul_t_sparse: dotRows(sparse, w).map(String),
    row_hadamard_sparse: sparseDocument(scaleRows(sparse, v)),
    row_sum_sparse: rowSums(sparse).map(String),
    vec_mul: multiply(v, w).map(String),
  };
}

function sigmoidAlpha(document: ComputeDocument): ComputeDocument {
  const field = (name: string): bigint => read(document, name, asI32F32);
  const alpha = alphaSigmoid(
    { consensus: field("consensus"), weight: field("weight"), bond: field("bond") },
    { low: field("low"), high: field("high"), steepness: field("steepness") },
  );
  return { out: alpha.toString() };
}

/** Operations on vectors and matrices of the epoch. */
export const matrixOperations: Readonly<Record<string, MathOperation>> = {
  alpha_sigmoid: sigmoidAlpha,
  inplace_normalize: (document) => ({ out: normalize(readVector(document, "x")).map(String) }),
  inplace_normalize_64: (document) => {
    const out = normalize(readList(document, "x", asBits(I64F64)), I64F64);
    return {
      out: out.map(String),
      out_i32f32: out.map((value) => I32F32.from(I64F64, value).toString()),
    };
  },
  row_normalize: (document) => {
    const x = readMatrix(document, "x");
    const out = normalizeRows(toSparse(x));
    return { out: filled(out, width(x)), sparse_out: sparseDocument(out) };
  },
  col_normalize: (document) => {
    const x = readMatrix(document, "x");
    const out = normalizeColumns(toSparse(x), width(x));
    return { out: filled(out, width(x)), sparse_out: sparseDocument(out) };
  },
  col_clip: (document) => {
    const clipped = clipColumns(toSparse(readMatrix(document, "x")), readVector(document, "t"));
    return { sparse_out: sparseDocument(clipped) };
  },
  col_max_upscale: (document) => {
    const x = readMatrix(document, "x");
    return { sparse_out: sparseDocument(upscaleColumns(toSparse(x), width(x))) };
  },
  interpolate: (document) => {
    const a = readMatrix(document, "a");
    const b = readMatrix(document, "b");
    const ratio = read(document, "ratio", asI32F32);
    return {
      out: zipDense(a, b, (from, to) => interpolateValue(from, to, ratio)),
      sparse_out: sparseDocument(interpolate(toSparse(a), toSparse(b), ratio, width(a))),
    };
  },
  mat_ema: matMovingAverage,
  matmul: products,
  weighted_median_col: (document) => {
    const score = readMatrix(document, "score");
    const median = weightedMedianOfColumns(
      readVector(document, "stake"),
      toSparse(score),
      read(document, "majority", asI32F32),
      width(score),
    ).map(String);
    return { out: median, out_sparse: median };
  },
  is_topk: (document) => {
    const x = readVector(document, "x");
    const k = read(document, "k", asCount);
    return { is_topk: isTop(x, k), is_topk_nonzero: isTopNonzero(x, k) };
  },
};
