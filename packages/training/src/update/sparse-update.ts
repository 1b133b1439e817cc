/**
 * What a miner sends of a pseudo-gradient: of each chunk of parameters the few largest values, each as a code from −127
 * to 127 of the chunk's scale. Source of the idea: Templar (tplr-ai/templar), chunks of 64 × 64 with 64 values.
 */
export interface SparseUpdate {
  /** Of all parameters that it is about. */
  readonly length: number;
  /** Parameters in one chunk; the last chunk may be shorter. At most 4096. */
  readonly chunk: number;
  /** Values kept of each chunk (all of a shorter one). */
  readonly kept: number;
  /** Positions among all parameters, ascending. */
  readonly index: Uint32Array;
  /** Code of each position. */
  readonly value: Int8Array;
  /** Of each chunk: the value that code 127 stands for. Not negative. */
  readonly scale: Float32Array;
}

export const CHUNK = 4096;
export const KEPT = 64;
export const LARGEST_CODE = 127;

/** Chunks of so many parameters, and how many values are kept of all. */
export function countsOf({
  length,
  chunk,
  kept,
}: Pick<SparseUpdate, "length" | "chunk" | "kept">): { chunks: number; values: number } {
  const whole = Math.floor(length / chunk);
  const rest = length - whole * chunk;
  return {
    chunks: whole + (rest > 0 ? 1 : 0),
    values: whole * Math.min(kept, chunk) + Math.min(kept, rest),
  };
}

/** The value at the i-th kept position. */
export function valueAt({ index, value, scale, chunk }: SparseUpdate, i: number): number {
  return Math.fround((value[i]! / LARGEST_CODE) * scale[Math.floor(index[i]! / chunk)]!);
}

/** All parameters, 0 where nothing was kept. */
export function densify(update: SparseUpdate): Float32Array {
  const out = new Float32Array(update.length);
  for (const [i, at] of update.index.entries()) out[at] = valueAt(update, i);
  return out;
}

/** Euclidean length. */
export function norm(update: SparseUpdate): number {
  let squares = 0;
  for (let i = 0; i < update.index.length; i++) squares += valueAt(update, i) ** 2;
  return Math.sqrt(squares);
}

/** Which part of the positions with a code other than 0 both have, of the one that has fewer. In [0, 1]. */
export function indexOverlap(a: SparseUpdate, b: SparseUpdate): number {
  const positions = ({ index, value }: SparseUpdate): number[] =>
    [...index].filter((_, i) => value[i] !== 0);
  const [first, second] = [new Set(positions(a)), positions(b)];
  const common = second.filter((at) => first.has(at)).length;
  const fewer = Math.min(first.size, second.length);
  return fewer === 0 ? 0 : common / fewer;
}
