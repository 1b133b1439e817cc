// The weights that count, each row summing to about 1.
import { listAt, put } from "./arena";
import { fromInteger } from "./fixed";
import * as input from "./input";
import { Matrix } from "./matrix";
import { isOwner, registeredAt, updatedAt } from "./neuron";
import { permits } from "./stake";

export const weights = new Matrix();

/**
 * Entries of a validator's row: not of itself (the owner's self-weight stays), and set after the other's registration
 * and not committed before it.
 */
function readRow(uid: u32): void {
  const updated = updatedAt(uid);
  if (updated === 0) return;
  const committed = load<u64>(input.commitBlocks + ((<usize>uid) << 3));
  const latest = min<u64>(updated - 1, committed);
  const myself = isOwner(uid) ? u32.MAX_VALUE : uid;
  const end = listAt(input.weightStarts, uid + 1);
  for (let k = listAt(input.weightStarts, uid); k < end; k++) {
    const pair = listAt(input.weightPairs, k);
    const other = pair & 0xffff;
    if (other >= input.neurons || other === myself || registeredAt(other) > latest) continue;
    weights.push(other, fromInteger(pair >> 16));
  }
}

/** Divides a row by its sum, which wraps, where that is more than 0. */
function normalizeRow(from: u32): void {
  let sum: i64 = 0;
  for (let k = from; k < weights.count; k++) sum += weights.value(k);
  if (sum <= 0) return;
  // Values and sum are integers, the values of 16 bits: one division of 64 bits does it.
  const whole = sum >> 32;
  for (let k = from; k < weights.count; k++) put(weights.values, k, weights.value(k) / whole);
}

export function readWeights(): void {
  weights.reserve(input.neurons, listAt(input.weightStarts, input.neurons));
  for (let uid: u32 = 0; uid < input.neurons; uid++) {
    const from = weights.count;
    if (load<u8>(permits + uid) !== 0) readRow(uid);
    normalizeRow(from);
    weights.endRow(uid);
  }
}
