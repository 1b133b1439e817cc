// The weights that bonds follow: between the weights as set and the clipped ones, by the penalty.
import { at, clear, put, takeVector } from "./arena";
import { clipped } from "./clip";
import { add, multiply, ONE, proportion, subtract } from "./fixed";
import * as input from "./input";
import { Matrix, pushPositive } from "./matrix";
import { weights } from "./weights";

const between = new Matrix();

function scatter(dense: usize, matrix: Matrix, row: u32): void {
  clear(dense, input.neurons);
  const end = matrix.end(row);
  for (let k = matrix.start(row); k < end; k++) put(dense, matrix.uid(k), matrix.value(k));
}

/** Penalties of 0 and 1 give the one or the other as they are; between them rows come out ascending. */
export function weightsForBonds(): Matrix {
  const ratio = proportion(input.bondsPenalty);
  if (ratio === 0) return weights;
  if (ratio === ONE) return clipped;
  const n = input.neurons;
  const from = takeVector(n);
  const to = takeVector(n);
  between.reserve(n, weights.count);
  for (let row: u32 = 0; row < n; row++) {
    if (weights.end(row) > weights.start(row)) {
      scatter(from, weights, row);
      scatter(to, clipped, row);
      for (let uid: u32 = 0; uid < n; uid++) {
        const value = at(from, uid);
        put(from, uid, add(value, multiply(ratio, subtract(at(to, uid), value))));
      }
      pushPositive(between, from, n);
    }
    between.endRow(row);
  }
  return between;
}
