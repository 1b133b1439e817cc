import type { ModelShape } from "../model/shape.ts";

/**
 * Rows drawn from a text, for `loss` and training.
 * @param unit draws from [0, 1): the same draws, the same batch
 * @returns `rows` rows of context + 1 bytes, one after the other
 * @throws RangeError if the text is shorter than a row
 */
export function sampleBatch(
  text: Uint8Array,
  { context }: ModelShape,
  { rows, unit }: { readonly rows: number; readonly unit: () => number },
): Uint8Array {
  const length = context + 1;
  const places = text.length - length + 1;
  if (places < 1) throw new RangeError(`a row has ${length} bytes, the text ${text.length}`);
  const out = new Uint8Array(rows * length);
  for (let row = 0; row < rows; row++) {
    const from = Math.floor(unit() * places);
    out.set(text.subarray(from, from + length), row * length);
  }
  return out;
}
