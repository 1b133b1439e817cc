// Who counts, who votes, and with what share.
import { at, listAt, put, putList, take, takeList, takeVector } from "./arena";
import * as input from "./input";
import { isOwner, updatedAt } from "./neuron";
import { normalize } from "./vector";
import { narrowed, share } from "./wide";

/** Of everyone at the threshold or above. */
export let shares: usize = 0;
/** Of active validators alone. */
export let activeShares: usize = 0;
/** A byte per uid each. */
export let active: usize = 0;
export let permits: usize = 0;
export let newPermits: usize = 0;

function stakeHigh(uid: u32): i64 {
  return load<i64>(input.stake + ((<usize>uid) << 4), 8);
}

function stakeLow(uid: u32): u64 {
  return load<u64>(input.stake + ((<usize>uid) << 4));
}

/** Whole rao, not below 0. */
export function stakeInRao(uid: u32): u64 {
  const rao = stakeHigh(uid);
  return rao < 0 ? 0 : <u64>rao;
}

function counts(uid: u32): bool {
  return isOwner(uid) || stakeInRao(uid) >= input.stakeThreshold;
}

/** Everyone's part of all stake that counts. The sum wraps at 128 bits. */
function divideStake(): void {
  const n = input.neurons;
  let sumHigh: i64 = 0;
  let sumLow: u64 = 0;
  for (let uid: u32 = 0; uid < n; uid++) {
    if (!counts(uid)) continue;
    const low = sumLow + stakeLow(uid);
    sumHigh += stakeHigh(uid) + <i64>(low < sumLow);
    sumLow = low;
  }
  const nothing = sumHigh === 0 && sumLow === 0;
  for (let uid: u32 = 0; uid < n; uid++) {
    const high = stakeHigh(uid);
    const low = stakeLow(uid);
    let value: i64 = 0;
    if (counts(uid) && (high !== 0 || low !== 0))
      value = nothing ? narrowed(high, low) : share(high, low, sumHigh, sumLow);
    put(shares, uid, value);
  }
}

function markActive(): void {
  const factor = <u64>input.activityCutoffFactorMilli * <u64>input.tempo;
  const cutoff = max<u64>(1, factor / 1_000);
  for (let uid: u32 = 0; uid < input.neurons; uid++) {
    const last = updatedAt(uid) + cutoff;
    const until = last < cutoff ? u64.MAX_VALUE : last;
    store<u8>(active + uid, <u8>(uid < input.knownUpdates && until >= input.block));
  }
}

function markPermits(): void {
  for (let uid: u32 = 0; uid < input.neurons; uid++) {
    const held = isOwner(uid) || load<u8>(input.validatorPermit + uid) !== 0;
    store<u8>(permits + uid, <u8>(uid < input.knownPermits && held));
  }
}

/** By share, then by uid. */
function ranksBelow(a: u32, b: u32): bool {
  const left = at(shares, a);
  const right = at(shares, b);
  return left < right || (left === right && a < b);
}

function siftDown(heap: usize, from: u32, count: u32): void {
  const moved = listAt(heap, from);
  let hole = from;
  while (true) {
    let child: u32 = 2 * hole + 1;
    if (child >= count) break;
    if (child + 1 < count && ranksBelow(listAt(heap, child + 1), listAt(heap, child))) child++;
    if (!ranksBelow(listAt(heap, child), moved)) break;
    putList(heap, hole, listAt(heap, child));
    hole = child;
  }
  putList(heap, hole, moved);
}

/** Who votes in the next epoch: the largest shares that are not 0, of equal ones the higher uid; and the owner. */
function markNewPermits(): void {
  const n = input.neurons;
  let holders: u64 = 0;
  for (let uid: u32 = 0; uid < n; uid++) {
    const value = at(shares, uid);
    // A share below 0 ranks under those that have none.
    holders += value > 0 ? 1 : value < 0 ? <u64>n : 0;
    store<u8>(newPermits + uid, <u8>(value !== 0));
  }
  const most = input.maxAllowedValidators;
  if (holders > most && n > most) {
    // The smallest come off a heap until only as many as may are left.
    const heap = takeList(n);
    for (let uid: u32 = 0; uid < n; uid++) putList(heap, uid, uid);
    for (let i = n >> 1; i > 0; i--) siftDown(heap, i - 1, n);
    for (let left = n; left > most; left--) {
      store<u8>(newPermits + listAt(heap, 0), 0);
      putList(heap, 0, listAt(heap, left - 1));
      siftDown(heap, 0, left - 1);
    }
  }
  for (let uid: u32 = 0; uid < n; uid++) if (isOwner(uid)) store<u8>(newPermits + uid, 1);
}

export function judgeStake(): void {
  const n = input.neurons;
  shares = takeVector(n);
  activeShares = takeVector(n);
  active = take(n);
  permits = take(n);
  newPermits = take(n);
  divideStake();
  markActive();
  markPermits();
  markNewPermits();
  // The mask of an empty list masks nobody: without any permits all active stake counts.
  const unlisted = input.knownPermits === 0;
  for (let uid: u32 = 0; uid < n; uid++) {
    const votes = load<u8>(active + uid) !== 0 && (unlisted || load<u8>(permits + uid) !== 0);
    put(activeShares, uid, votes ? at(shares, uid) : 0);
  }
  normalize(activeShares, n);
}
