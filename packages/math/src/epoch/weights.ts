import { I32F32 } from "../fixed/formats.ts";
import type { EpochInput, StoredRow } from "./input.ts";
import {
  EMPTY_ROW,
  filterUids,
  normalizeRows,
  type SparseMatrix,
  type SparseRow,
} from "./sparse-matrix.ts";

/** A stored row with its 16-bit values as whole numbers in I32F32. */
export function rowFromStorage(row: StoredRow): SparseRow {
  return {
    uids: row.map(([uid]) => uid),
    values: row.map(([, value]) => I32F32.fromInteger(value)),
  };
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
    const updated = input.lastUpdate[uid] ?? 0;
    const committed = input.parameters.commitReveal ? (input.commitBlocks[uid] ?? null) : null;
    return filterUids(rowFromStorage(input.weights[uid] ?? []), (other) => {
      if (other >= n || (other === uid && uid !== ownerUid)) return false;
      const registered = blockAtRegistration[other] ?? 0;
      return updated > registered && (committed === null || committed >= registered);
    });
  });
  return normalizeRows(masked);
}
