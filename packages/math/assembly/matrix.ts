// Sparse matrices: one row per uid; `values[k]` (I32F32) is for `uids[k]`, k from starts[row] to starts[row + 1]. The
// order is that of the stored row, and a uid may come more than once.
import { at, clear, listAt, put, putList, take, takeList, takeVector } from "./arena";
import { add, divide } from "./fixed";

export class Matrix {
  starts: usize = 0;
  uids: usize = 0;
  values: usize = 0;
  /** Entries so far, while it is being filled. */
  count: u32 = 0;

  /** Makes it empty, with room for `entries`. */
  reserve(rows: u32, entries: u32): void {
    this.starts = takeList(rows + 1);
    this.uids = take((<usize>entries) << 1);
    this.values = takeVector(entries);
    this.count = 0;
    putList(this.starts, 0, 0);
  }

  push(uid: u32, value: i64): void {
    const k = this.count;
    store<u16>(this.uids + ((<usize>k) << 1), <u16>uid);
    put(this.values, k, value);
    this.count = k + 1;
  }

  /** Ends a row: the next entries are of the row after. */
  endRow(row: u32): void {
    putList(this.starts, row + 1, this.count);
  }

  start(row: u32): u32 {
    return listAt(this.starts, row);
  }

  end(row: u32): u32 {
    return listAt(this.starts, row + 1);
  }

  uid(k: u32): u32 {
    return load<u16>(this.uids + ((<usize>k) << 1));
  }

  value(k: u32): i64 {
    return at(this.values, k);
  }
}

/** Adds the positive ones of a dense row's values as a row, ascending. */
export function pushPositive(matrix: Matrix, dense: usize, columns: u32): void {
  for (let uid: u32 = 0; uid < columns; uid++) {
    const value = at(dense, uid);
    if (value > 0) matrix.push(uid, value);
  }
}

/** Writes each column's saturating sum. An entry whose uid is no column belongs to none. */
export function sumColumns(sums: usize, matrix: Matrix, columns: u32): void {
  clear(sums, columns);
  for (let k: u32 = 0; k < matrix.count; k++) {
    const uid = matrix.uid(k);
    if (uid < columns) put(sums, uid, add(at(sums, uid), matrix.value(k)));
  }
}

/** Divides each entry by its column's divisor, where there is one that is not 0. */
export function divideColumns(matrix: Matrix, divisors: usize, columns: u32): void {
  for (let k: u32 = 0; k < matrix.count; k++) {
    const uid = matrix.uid(k);
    const divisor = uid < columns ? at(divisors, uid) : 0;
    if (divisor !== 0) put(matrix.values, k, divide(matrix.value(k), divisor));
  }
}
