// Bonds that each move at a rate of their own.
import { at, clear, put, takeVector } from "./arena";
import { oldBonds } from "./bonds";
import { exponential } from "./exponential";
import { add, clamp, divide, multiply, ONE, proportion, smaller, subtract } from "./fixed";
import * as input from "./input";
import { Matrix } from "./matrix";
import { averaged } from "./moving-average";
import { consensus } from "./weighted-median";

let low: i64 = 0;
let high: i64 = 0;
let range: i64 = 0;
let slope: i64 = 0;

/** The rate at no distance: of most bonds, where weights were clipped to consensus. */
let resting: i64 = 0;

/** From low to high along a logistic curve. */
function rateAt(distance: i64): i64 {
  const steep = exponential(multiply(slope, distance - (ONE >> 1)));
  const sigmoid = divide(ONE, add(ONE, steep));
  return clamp(add(low, multiply(sigmoid, range)), low, high);
}

/** By how far the weight is above consensus or below the bond. */
function rate(weight: i64, bond: i64, middle: i64): i64 {
  const gap = weight >= bond ? subtract(weight, middle) : subtract(bond, weight);
  return gap <= 0 ? resting : rateAt(smaller(gap, ONE));
}

/** A bond under its own rate, at most 1. */
function moved(fresh: i64, old: i64, alpha: i64): i64 {
  const decayed = multiply(subtract(ONE, alpha), old);
  const gained = multiply(alpha, fresh);
  return smaller(add(decayed, gained > 0 ? gained : 0), ONE);
}

/**
 * Spreads a row as the reference looks values up for the rate: an entry behind a uid that is not smaller stays unseen.
 */
function scatterAscending(dense: usize, matrix: Matrix, row: u32): void {
  clear(dense, input.neurons);
  let least: u32 = 0;
  const end = matrix.end(row);
  for (let k = matrix.start(row); k < end; k++) {
    const uid = matrix.uid(k);
    if (uid < least) continue;
    if (uid >= input.neurons) return;
    put(dense, uid, matrix.value(k));
    least = uid + 1;
  }
}

/** Spreads a row; of a repeated uid the last entry counts. */
function scatterLast(dense: usize, matrix: Matrix, row: u32): void {
  clear(dense, input.neurons);
  const end = matrix.end(row);
  for (let k = matrix.start(row); k < end; k++)
    if (matrix.uid(k) < input.neurons) put(dense, matrix.uid(k), matrix.value(k));
}

/** Only where there is a new weight: an old bond without one is gone at once, and no rate is computed for it. */
export function moveLiquidBonds(fresh: Matrix): void {
  const n = input.neurons;
  low = proportion(input.alphaLow);
  high = proportion(input.alphaHigh);
  range = subtract(high, low);
  slope = ((<i64>input.alphaSigmoidSteepness) << 32) / -100;
  resting = rateAt(0);
  const seenWeights = takeVector(n);
  const seenBonds = takeVector(n);
  const bonds = takeVector(n);
  averaged.reserve(n, fresh.count);
  for (let row: u32 = 0; row < n; row++) {
    const end = fresh.end(row);
    if (end > fresh.start(row)) {
      scatterAscending(seenWeights, fresh, row);
      scatterAscending(seenBonds, oldBonds, row);
      scatterLast(bonds, oldBonds, row);
    }
    for (let k = fresh.start(row); k < end; k++) {
      const uid = fresh.uid(k);
      const alpha = rate(at(seenWeights, uid), at(seenBonds, uid), at(consensus, uid));
      const value = moved(fresh.value(k), at(bonds, uid), alpha);
      if (value > 0) averaged.push(uid, value);
    }
    averaged.endRow(row);
  }
}
