import { gzipSync } from "node:zlib";

// What a model has to beat: codes for the held-out text that need no neurons. All in bits per byte.

const BYTES = 256;

const total = (texts: readonly Uint8Array[]): number =>
  texts.reduce((sum, { length }) => sum + length, 0);

/** Each byte by how often it was in the training text, with one more of each (Laplace). */
export function unigramBitsPerByte(
  training: readonly Uint8Array[],
  heldOut: readonly Uint8Array[],
): number {
  const counts = new Float64Array(BYTES).fill(1);
  for (const text of training) for (const byte of text) counts[byte]!++;
  const all = total(training) + BYTES;
  let bits = 0;
  for (const text of heldOut) for (const byte of text) bits -= Math.log2(counts[byte]! / all);
  return bits / total(heldOut);
}

/** What followed a context: how often each byte, how many in all, how many different ones. */
interface Followers {
  readonly counts: Map<number, number>;
  all: number;
}

/**
 * Each byte by the `order` bytes before it, mixed with what all shorter contexts say (Witten and Bell, 1991): a context
 * that was followed by n bytes, d of them different, has weight n / (n + d).
 */
export function ngramBitsPerByte(
  training: readonly Uint8Array[],
  heldOut: readonly Uint8Array[],
  order = 3,
): number {
  const tables = Array.from({ length: order + 1 }, () => new Map<number, Followers>());
  const contextOf = (text: Uint8Array, at: number, length: number): number => {
    let context = 0;
    for (let i = at - length; i < at; i++) context = context * BYTES + text[i]!;
    return context;
  };
  for (const text of training)
    for (let at = 0; at < text.length; at++)
      for (let length = 0; length <= Math.min(order, at); length++) {
        const context = contextOf(text, at, length);
        const table = tables[length]!;
        const known = table.get(context) ?? { counts: new Map(), all: 0 };
        table.set(context, known);
        known.counts.set(text[at]!, (known.counts.get(text[at]!) ?? 0) + 1);
        known.all++;
      }
  let bits = 0;
  for (const text of heldOut)
    for (let at = 0; at < text.length; at++) {
      let probability = 1 / BYTES;
      for (let length = 0; length <= Math.min(order, at); length++) {
        const known = tables[length]!.get(contextOf(text, at, length));
        if (!known) break;
        const { counts, all } = known;
        const seen = counts.get(text[at]!) ?? 0;
        probability = (seen + counts.size * probability) / (all + counts.size);
      }
      bits -= Math.log2(probability);
    }
  return bits / total(heldOut);
}

/** gzip -9 of the held-out text alone, all documents in one. It sees no training text. */
export function gzipBitsPerByte(heldOut: readonly Uint8Array[]): number {
  return (8 * gzipSync(Buffer.concat(heldOut), { level: 9 }).length) / total(heldOut);
}
