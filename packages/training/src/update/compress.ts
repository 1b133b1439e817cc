import {
  CHUNK,
  countsOf,
  KEPT,
  LARGEST_CODE,
  type SparseUpdate,
  valueAt,
} from "./sparse-update.ts";

export interface CompressOptions {
  /** Parameters in one chunk, up to 4096. */
  readonly chunk?: number;
  /** Values kept of each chunk. */
  readonly kept?: number;
  /** What of the error of the windows before goes on; 0.95 unless given. */
  readonly decay?: number;
}

/**
 * Makes an update small. What it leaves out is not lost: it goes on into the next window's as error feedback (Seide et
 * al., 2014; Karimireddy et al., 2019).
 * @param errorFeedback of the window before; all zeros in the first
 * @returns the update, and the error feedback for the next window
 */
export function compress(
  pseudoGradient: Float32Array,
  errorFeedback: Float32Array,
  { chunk = CHUNK, kept = KEPT, decay = 0.95 }: CompressOptions = {},
): { update: SparseUpdate; errorFeedback: Float32Array } {
  const { length } = pseudoGradient;
  if (errorFeedback.length !== length)
    throw new RangeError(`${length} values with an error feedback of ${errorFeedback.length}`);
  const rest = new Float32Array(length);
  for (let i = 0; i < length; i++) rest[i] = decay * errorFeedback[i]! + pseudoGradient[i]!;
  const { chunks, values } = countsOf({ length, chunk, kept });
  const update: SparseUpdate = {
    length,
    chunk,
    kept,
    index: new Uint32Array(values),
    value: new Int8Array(values),
    scale: new Float32Array(chunks),
  };
  let next = 0;
  for (let i = 0; i < chunks; i++) {
    const from = i * chunk;
    const largest = largestOf(rest, { from, to: Math.min(from + chunk, length), kept });
    const most = largest.reduce((top, at) => Math.max(top, Math.abs(rest[at]!)), 0);
    update.scale[i] = most;
    for (const at of largest) {
      update.index[next] = at;
      update.value[next] = most === 0 ? 0 : Math.round((rest[at]! / most) * LARGEST_CODE);
      rest[at] = rest[at]! - valueAt(update, next);
      next++;
    }
  }
  return { update, errorFeedback: rest };
}

/** Positions of the largest values, ascending; of equal ones the earlier. */
function largestOf(
  values: Float32Array,
  { from, to, kept }: { readonly from: number; readonly to: number; readonly kept: number },
): number[] {
  const all = Array.from({ length: to - from }, (_, i) => from + i);
  const size = (at: number): number => Math.abs(values[at]!);
  return all
    .sort((a, b) => size(b) - size(a) || a - b)
    .slice(0, kept)
    .sort((a, b) => a - b);
}
