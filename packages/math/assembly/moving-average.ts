// Bonds that all move at the same rate.
import { at, clear, put, takeVector } from "./arena";
import { oldBonds } from "./bonds";
import { add, multiply, ONE, subtract } from "./fixed";
import * as input from "./input";
import { Matrix, pushPositive } from "./matrix";

export const averaged = new Matrix();

function addScaled(dense: usize, matrix: Matrix, row: u32, factor: i64): void {
  const end = matrix.end(row);
  for (let k = matrix.start(row); k < end; k++) {
    const uid = matrix.uid(k);
    if (uid >= input.neurons) continue;
    put(dense, uid, add(at(dense, uid), multiply(factor, matrix.value(k))));
  }
}

/** rate · fresh + (1 − rate) · old, positive results ascending. */
export function moveBonds(fresh: Matrix): void {
  const n = input.neurons;
  const rest = subtract(ONE, input.bondsRate);
  const dense = takeVector(n);
  averaged.reserve(n, fresh.count + oldBonds.count);
  for (let row: u32 = 0; row < n; row++) {
    if (fresh.end(row) > fresh.start(row) || oldBonds.end(row) > oldBonds.start(row)) {
      clear(dense, n);
      addScaled(dense, fresh, row, input.bondsRate);
      addScaled(dense, oldBonds, row, rest);
      pushPositive(averaged, dense, n);
    }
    averaged.endRow(row);
  }
}
