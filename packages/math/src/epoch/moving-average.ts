import { I32F32 } from "../fixed/formats.ts";
import { EMPTY_ROW, positiveEntries, type SparseMatrix, type SparseRow } from "./sparse-matrix.ts";

const { saturatingAdd, saturatingMul, saturatingSub, one } = I32F32;

function addScaled(into: bigint[], row: SparseRow, factor: bigint): void {
  for (let k = 0; k < row.uids.length; k++) {
    const uid = row.uids[k] as number;
    if (uid >= into.length) continue;
    const product = saturatingMul(factor, row.values[k] as bigint);
    into[uid] = saturatingAdd(into[uid] as bigint, product);
  }
}

/**
 * alpha · fresh + (1 − alpha) · old over the columns of both, positive results ascending.
 * Source: pallets/subtensor/src/epoch/math.rs, mat_ema_sparse
 */
export function movingAverage(fresh: SparseMatrix, old: SparseMatrix, alpha: bigint): SparseMatrix {
  const rest = saturatingSub(one, alpha);
  return fresh.map((row, i) => {
    const sums = new Array<bigint>(fresh.length).fill(0n);
    addScaled(sums, row, alpha);
    addScaled(sums, old[i] ?? EMPTY_ROW, rest);
    return positiveEntries(sums);
  });
}

/** One entry of a moving average with its own alpha, clamped to 0..1. */
export function averageValue(fresh: bigint, old: bigint, alpha: bigint): bigint {
  const decayed = saturatingMul(saturatingSub(one, alpha), old);
  const gained = saturatingMul(alpha, fresh);
  const value = saturatingAdd(decayed, gained > 0n ? gained : 0n);
  return value < one ? value : one;
}

/**
 * A moving average with an alpha per entry. Only entries of `fresh` survive: an old bond without
 * a new weight is gone at once.
 * @param alphaOf alpha at a row and a uid; asked only where it counts. Undefined = no such column
 * Source: epoch/math.rs, mat_ema_alpha_sparse
 */
export function movingAverageByEntry(
  fresh: SparseMatrix,
  old: SparseMatrix,
  alphaOf: (row: number, uid: number) => bigint | undefined,
): SparseMatrix {
  return fresh.map((row, i) => {
    const oldRow = old[i] ?? EMPTY_ROW;
    const before = new Map<number, bigint>();
    oldRow.uids.forEach((uid, k) => {
      before.set(uid, oldRow.values[k] as bigint);
    });
    const uids: number[] = [];
    const values: bigint[] = [];
    for (let k = 0; k < row.uids.length; k++) {
      const uid = row.uids[k] as number;
      const alpha = alphaOf(i, uid);
      if (alpha === undefined) continue;
      const value = averageValue(row.values[k] as bigint, before.get(uid) ?? 0n, alpha);
      if (value <= 0n) continue;
      uids.push(uid);
      values.push(value);
    }
    return { uids, values };
  });
}
