import type { EpochInput, StoredRow } from "./input.ts";
import { EMPTY_ROW, normalizeRows, type SparseMatrix, type SparseRow } from "./sparse-matrix.ts";
import { integerFromU16 } from "./vector.ts";

export const NO_ENTRIES: StoredRow = new Uint16Array();

/** The entries of a stored row whose uid counts, their values converted to I32F32. */
export function rowFromStorage(
  row: StoredRow,
  keep: (uid: number) => boolean,
  convert: (value: number) => bigint,
): SparseRow {
  const uids: number[] = [];
  const values: bigint[] = [];
  for (let k = 0; k < row.length; k += 2) {
    const uid = row[k] as number;
    if (!keep(uid)) continue;
    uids.push(uid);
    values.push(convert(row[k + 1] as number));
  }
  return { uids, values };
}

/**
 * The weights that count: of permitted validators, not of oneself (the owner's self-weight stays),
 * set after the other's registration and, with commit-reveal, not committed before it. Rows sum
 * to about 1.
 * Source: pallets/subtensor/src/epoch/run_epoch.rs, epoch_mechanism
 */
export function maskedWeights(input: EpochInput, permits: readonly boolean[]): SparseMatrix {
  const { ownerUid, blockAtRegistration } = input;
  const n = input.stake.length;
  const masked = permits.map((permit, uid) => {
    if (!permit) return EMPTY_ROW;
    const updated = input.lastUpdate[uid] ?? 0n;
    const committed = input.parameters.commitReveal ? (input.commitBlocks[uid] ?? null) : null;
    const counts = (other: number): boolean => {
      if (other >= n || (other === uid && uid !== ownerUid)) return false;
      const registered = blockAtRegistration[other] ?? 0n;
      return updated > registered && (committed === null || committed >= registered);
    };
    return rowFromStorage(input.weights[uid] ?? NO_ENTRIES, counts, integerFromU16);
  });
  return normalizeRows(masked);
}
