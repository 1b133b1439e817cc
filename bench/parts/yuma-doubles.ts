// The steps of one Yuma epoch in ordinary doubles over typed arrays: what arithmetic costs in this
// engine if nobody asks for the chain's exact bits. Dense, row-major [validators × neurons].

/** What the steps take: weights of any scale, stake summing to 1, old bonds. */
export interface DoublesInput {
  readonly validators: number;
  readonly neurons: number;
  readonly weights: Float64Array;
  readonly stake: Float64Array;
  readonly bonds: Float64Array;
  /** 0 to 1. */
  readonly kappa: number;
  readonly alpha: number;
}

export interface DoublesOutput {
  readonly consensus: Float64Array;
  readonly incentive: Float64Array;
  readonly dividends: Float64Array;
  readonly bonds: Float64Array;
}

export function epochInDoubles(input: DoublesInput): DoublesOutput {
  const { validators: v, neurons: n, stake, kappa, alpha } = input;
  const weights = rowsNormalised(input.weights, v, n);
  const consensus = new Float64Array(n);
  const column = new Float64Array(v);
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < v; i++) column[i] = weights[i * n + j]!;
    consensus[j] = weightedMedian(column, stake, kappa);
  }
  const ranks = new Float64Array(n);
  for (let i = 0; i < v; i++)
    for (let j = 0; j < n; j++) {
      const at = i * n + j;
      if (weights[at]! > consensus[j]!) weights[at] = consensus[j]!;
      ranks[j]! += stake[i]! * weights[at]!;
    }
  const incentive = normalised(ranks);
  const bonds = new Float64Array(v * n);
  const sums = new Float64Array(n);
  for (let i = 0; i < v; i++)
    for (let j = 0; j < n; j++) sums[j]! += stake[i]! * weights[i * n + j]!;
  const averaged = new Float64Array(n);
  for (let i = 0; i < v; i++)
    for (let j = 0; j < n; j++) {
      const at = i * n + j;
      const fresh = sums[j]! > 0 ? (stake[i]! * weights[at]!) / sums[j]! : 0;
      bonds[at] = alpha * fresh + (1 - alpha) * input.bonds[at]!;
      averaged[j]! += bonds[at]!;
    }
  const dividends = new Float64Array(v);
  for (let i = 0; i < v; i++)
    for (let j = 0; j < n; j++) {
      const at = i * n + j;
      if (averaged[j]! > 0) bonds[at]! /= averaged[j]!;
      dividends[i]! += bonds[at]! * incentive[j]!;
    }
  return { consensus, incentive, dividends: normalised(dividends), bonds };
}

function normalised(values: Float64Array): Float64Array {
  let sum = 0;
  for (const value of values) sum += value;
  return sum > 0 ? values.map((value) => value / sum) : values;
}

function rowsNormalised(matrix: Float64Array, rows: number, columns: number): Float64Array {
  const out = new Float64Array(matrix.length);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += matrix[i * columns + j]!;
    if (sum > 0)
      for (let j = 0; j < columns; j++) out[i * columns + j] = matrix[i * columns + j]! / sum;
  }
  return out;
}

/** The largest score that at least `kappa` of the stake gives. */
function weightedMedian(score: Float64Array, stake: Float64Array, kappa: number): number {
  const order = Array.from(score.keys()).sort((a, b) => score[b]! - score[a]!);
  let agreed = 0;
  for (const i of order) {
    agreed += stake[i]!;
    if (agreed >= kappa) return score[i]!;
  }
  return 0;
}
