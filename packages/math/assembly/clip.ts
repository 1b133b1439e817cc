// Weights cut to consensus, and what they give: trust to validators, rank to miners.
import { at, put, takeVector, takeZeros } from "./arena";
import { add, multiply } from "./fixed";
import * as input from "./input";
import { Matrix } from "./matrix";
import { activeShares } from "./stake";
import { normalize } from "./vector";
import { consensus } from "./weighted-median";
import { weights } from "./weights";

export const clipped = new Matrix();
export let trust: usize = 0;
export let incentive: usize = 0;

/** An entry above a cap of 0 goes away; one of 0 stays. */
export function clip(): void {
  const n = input.neurons;
  clipped.reserve(n, weights.count);
  trust = takeVector(n);
  incentive = takeZeros(n);
  for (let row: u32 = 0; row < n; row++) {
    const share = at(activeShares, row);
    const end = weights.end(row);
    let sum: i64 = 0;
    for (let k = weights.start(row); k < end; k++) {
      const uid = weights.uid(k);
      const cap = at(consensus, uid);
      let value = weights.value(k);
      if (cap < value) {
        if (cap <= 0) continue;
        value = cap;
      }
      clipped.push(uid, value);
      sum += value;
      put(incentive, uid, add(at(incentive, uid), multiply(share, value)));
    }
    clipped.endRow(row);
    put(trust, row, sum);
  }
  normalize(incentive, n);
}
