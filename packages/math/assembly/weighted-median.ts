// Consensus: of each column the score below which a minority of the stake lies.
import { at, listAt, put, putList, take, takeList, takeVector, takeZeros } from "./arena";
import { add, divide, proportion, subtract } from "./fixed";
import * as input from "./input";
import { activeShares } from "./stake";
import { sumOf } from "./vector";
import { weights } from "./weights";

export let consensus: usize = 0;

/** Uids with stake to vote with, and their shares of it. */
let voters: usize = 0;
let voterShares: usize = 0;
let count: u32 = 0;
let total: i64 = 0;
let minority: i64 = 0;
/** No sum of shares can overflow, so it is the same in any order. */
let exact: bool = true;

/** Candidates as pairs of i64: score and share. One list is read while two are written. */
let candidates: usize = 0;
let lower: usize = 0;
let upper: usize = 0;

/** A column's entries: places of the voters in u32, ascending, and scores. */
let columnStarts: usize = 0;
let columnEnds: usize = 0;
let places: usize = 0;
let scores: usize = 0;

function candidate(list: usize, i: u32, score: i64, share: i64): void {
  const place = list + ((<usize>i) << 4);
  store<i64>(place, score);
  store<i64>(place, share, 8);
}

function scoreOf(list: usize, i: u32): i64 {
  return load<i64>(list + ((<usize>i) << 4));
}

function shareOf(list: usize, i: u32): i64 {
  return load<i64>(list + ((<usize>i) << 4), 8);
}

/** Halves `left` candidates around the middle one until the border lies in one score. `low`: stake below them all. */
function median(left: u32, low: i64): i64 {
  let high = total;
  while (left > 1) {
    const pivot = scoreOf(candidates, left >> 1);
    let lowerCount: u32 = 0;
    let upperCount: u32 = 0;
    let lowerShares: i64 = 0;
    let upperShares: i64 = 0;
    for (let i: u32 = 0; i < left; i++) {
      const score = scoreOf(candidates, i);
      if (score === pivot) continue;
      const share = shareOf(candidates, i);
      if (score < pivot) {
        lowerShares = add(lowerShares, share);
        candidate(lower, lowerCount++, score, share);
      } else {
        upperShares = add(upperShares, share);
        candidate(upper, upperCount++, score, share);
      }
    }
    const read = candidates;
    if (lowerCount > 0 && minority < add(low, lowerShares)) {
      high = add(low, lowerShares);
      candidates = lower;
      lower = read;
      left = lowerCount;
    } else if (upperCount > 0 && subtract(high, upperShares) <= minority) {
      low = subtract(high, upperShares);
      candidates = upper;
      upper = read;
      left = upperCount;
    } else return pivot;
  }
  return left === 0 ? 0 : scoreOf(candidates, 0);
}

/**
 * The median among the scores above 0 alone: all others are 0, and what they hold together lies below. The border
 * doesn't depend on the order in which the candidates are halved, since sums of shares are exact.
 */
function medianOfPositive(from: u32, end: u32): i64 {
  let positive: u32 = 0;
  let held: i64 = 0;
  for (let k = from; k < end; k++) {
    const score = at(scores, k);
    if (score === 0) continue;
    const share = at(voterShares, listAt(places, k));
    held += share;
    candidate(candidates, positive++, score, share);
  }
  if (positive === count) return median(positive, 0);
  const zeros = total - held;
  return minority < zeros ? 0 : median(positive, zeros);
}

/** The median among all voters in their order, where shares are so odd that the order decides. */
function medianOfAll(from: u32, end: u32): i64 {
  for (let place: u32 = 0; place < count; place++)
    candidate(candidates, place, 0, at(voterShares, place));
  for (let k = from; k < end; k++)
    store<i64>(candidates + ((<usize>listAt(places, k)) << 4), at(scores, k));
  return median(count, 0);
}

function findVoters(): void {
  const n = input.neurons;
  voters = takeList(n);
  voterShares = takeVector(n);
  count = 0;
  let sum: i64 = 0;
  for (let uid: u32 = 0; uid < n; uid++) {
    const share = at(activeShares, uid);
    if (share <= 0) continue;
    putList(voters, count, uid);
    put(voterShares, count++, share);
    sum += share;
  }
  exact = true;
  if (sum !== 0)
    for (let i: u32 = 0; i < count; i++) put(voterShares, i, divide(at(voterShares, i), sum));
  total = sumOf(voterShares, count);
  let reached: i64 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const share = at(voterShares, i);
    reached += share;
    if (share < 0 || reached < share) exact = false;
  }
  minority = subtract(total, proportion(input.kappa));
}

/** Turns the voters' rows into columns. Of a uid that a row has twice the last entry counts. */
function sortByColumn(): void {
  const n = input.neurons;
  columnStarts = takeList(n + 1);
  columnEnds = takeList(n);
  memory.fill(columnStarts, 0, (<usize>n + 1) << 2);
  for (let place: u32 = 0; place < count; place++) {
    const row = listAt(voters, place);
    const end = weights.end(row);
    for (let k = weights.start(row); k < end; k++) {
      const next = weights.uid(k) + 1;
      putList(columnStarts, next, listAt(columnStarts, next) + 1);
    }
  }
  for (let uid: u32 = 0; uid < n; uid++) {
    const start = listAt(columnStarts, uid);
    putList(columnStarts, uid + 1, start + listAt(columnStarts, uid + 1));
    putList(columnEnds, uid, start);
  }
  places = takeList(weights.count);
  scores = takeVector(weights.count);
  for (let place: u32 = 0; place < count; place++) {
    const row = listAt(voters, place);
    const end = weights.end(row);
    for (let k = weights.start(row); k < end; k++) {
      const uid = weights.uid(k);
      let cell = listAt(columnEnds, uid);
      if (cell > listAt(columnStarts, uid) && listAt(places, cell - 1) === place) cell--;
      putList(places, cell, place);
      put(scores, cell, weights.value(k));
      putList(columnEnds, uid, cell + 1);
    }
  }
}

export function findConsensus(): void {
  const n = input.neurons;
  consensus = takeZeros(n);
  findVoters();
  if (count === 0) return;
  sortByColumn();
  candidates = take((<usize>count) << 4);
  lower = take((<usize>count) << 4);
  upper = take((<usize>count) << 4);
  for (let uid: u32 = 0; uid < n; uid++) {
    const from = listAt(columnStarts, uid);
    const end = listAt(columnEnds, uid);
    put(consensus, uid, exact ? medianOfPositive(from, end) : medianOfAll(from, end));
  }
}
