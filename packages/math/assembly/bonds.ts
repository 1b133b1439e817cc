// Bonds as the chain stored them, and as it will.
import { listAt, putList, takeList } from "./arena";
import { fromInteger, proportion, toU16 } from "./fixed";
import * as input from "./input";
import { Matrix } from "./matrix";
import { registeredAt } from "./neuron";
import { newPermits } from "./stake";

export const oldBonds = new Matrix();

/** New bonds as pairs of u16, uid and value, and which pairs are a row's. */
export let newBondPairs: usize = 0;
export let newBondStarts: usize = 0;

/** A bond in someone who registered since the last epoch belongs to who was there before. */
export function readBonds(asProportions: bool): void {
  const n = input.neurons;
  const step = input.lastMechanismStepBlock;
  const tempo = <u64>input.tempo;
  let lastEpoch = step === u64.MAX_VALUE ? step : step + 1;
  if (step === 0) lastEpoch = input.block > tempo ? input.block - tempo : 0;
  oldBonds.reserve(n, listAt(input.bondStarts, n));
  for (let uid: u32 = 0; uid < n; uid++) {
    const end = listAt(input.bondStarts, uid + 1);
    for (let k = listAt(input.bondStarts, uid); k < end; k++) {
      const pair = listAt(input.bondPairs, k);
      const other = pair & 0xffff;
      if (registeredAt(other) >= lastEpoch) continue;
      const value = pair >> 16;
      oldBonds.push(other, asProportions ? proportion(value) : fromInteger(value));
    }
    oldBonds.endRow(uid);
  }
}

/** Cuts the rows of those with a new permit to 16 bits. Others keep no bonds. */
export function writeBonds(bonds: Matrix): void {
  const n = input.neurons;
  newBondPairs = takeList(bonds.count);
  newBondStarts = takeList(n + 1);
  let count: u32 = 0;
  putList(newBondStarts, 0, 0);
  for (let uid: u32 = 0; uid < n; uid++) {
    if (load<u8>(newPermits + uid) !== 0) {
      const end = bonds.end(uid);
      for (let k = bonds.start(uid); k < end; k++)
        putList(newBondPairs, count++, bonds.uid(k) | (toU16(bonds.value(k)) << 16));
    }
    putList(newBondStarts, uid + 1, count);
  }
}
