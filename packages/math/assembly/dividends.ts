// New bonds and what they earn.
import { at, put, takeVector, takeZeros } from "./arena";
import { oldBonds, readBonds, writeBonds } from "./bonds";
import { incentive } from "./clip";
import { add, divide, multiply, multiplyOrZero } from "./fixed";
import * as input from "./input";
import { weightsForBonds } from "./interpolate";
import { moveLiquidBonds } from "./liquid-alpha";
import { divideColumns, Matrix, sumColumns } from "./matrix";
import { averaged, moveBonds } from "./moving-average";
import { activeShares } from "./stake";
import { normalize } from "./vector";
import { consensus } from "./weighted-median";

export let dividends: usize = 0;

const fresh = new Matrix();

function anyConsensus(): bool {
  for (let uid: u32 = 0; uid < input.neurons; uid++) if (at(consensus, uid) !== 0) return true;
  return false;
}

/** Bonds are proportions of 1; dividends are what a row owns of all incentive, times its stake. */
function yuma3(): void {
  const n = input.neurons;
  const weights = weightsForBonds();
  readBonds(true);
  if (input.liquidAlpha && anyConsensus()) moveLiquidBonds(weights);
  else moveBonds(weights);
  const sums = takeVector(n);
  sumColumns(sums, averaged, n);
  for (let row: u32 = 0; row < n; row++) {
    let owned: i64 = 0;
    const end = averaged.end(row);
    for (let k = averaged.start(row); k < end; k++) {
      const uid = averaged.uid(k);
      const sum = at(sums, uid);
      const value = averaged.value(k);
      owned += multiply(sum === 0 ? value : divide(value, sum), at(incentive, uid));
    }
    put(dividends, row, multiplyOrZero(owned, at(activeShares, row)));
  }
  normalize(dividends, n);
}

/** Weights times stake: what classic bonds follow. */
function weighByStake(weights: Matrix): void {
  fresh.reserve(input.neurons, weights.count);
  for (let row: u32 = 0; row < input.neurons; row++) {
    const share = at(activeShares, row);
    const end = weights.end(row);
    for (let k = weights.start(row); k < end; k++)
      fresh.push(weights.uid(k), multiply(weights.value(k), share));
    fresh.endRow(row);
  }
}

/** Writes each column's largest value above 0. */
function largestOfColumns(most: usize, matrix: Matrix): void {
  for (let k: u32 = 0; k < matrix.count; k++) {
    const uid = matrix.uid(k);
    if (matrix.value(k) > at(most, uid)) put(most, uid, matrix.value(k));
  }
}

/** Bonds hold stake: a column sums to 1 for dividends, and is kept scaled to its largest. */
function classic(): void {
  const n = input.neurons;
  const sums = takeVector(n);
  readBonds(false);
  sumColumns(sums, oldBonds, n);
  divideColumns(oldBonds, sums, n);
  weighByStake(weightsForBonds());
  sumColumns(sums, fresh, n);
  divideColumns(fresh, sums, n);
  moveBonds(fresh);
  sumColumns(sums, averaged, n);
  divideColumns(averaged, sums, n);
  for (let row: u32 = 0; row < n; row++) {
    let earned: i64 = 0;
    const end = averaged.end(row);
    for (let k = averaged.start(row); k < end; k++)
      earned = add(earned, multiply(at(incentive, averaged.uid(k)), averaged.value(k)));
    put(dividends, row, earned);
  }
  normalize(dividends, n);
  const most = takeZeros(n);
  largestOfColumns(most, averaged);
  divideColumns(averaged, most, n);
}

export function findDividends(): void {
  dividends = takeVector(input.neurons);
  if (input.yuma3) yuma3();
  else classic();
  writeBonds(averaged);
}
