import { brotliDecompressSync } from "node:zlib";

/** Texts to train on, one document after the other, and documents that nobody trains on. */
export interface Corpus {
  /** Bytes of each document. A miner's shard is one of them. */
  readonly shards: readonly Uint8Array[];
  readonly heldOut: readonly Uint8Array[];
}

/** Every so many-th document is held out. */
const HELD_OUT_EVERY = 8;

/**
 * Splits documents by document, never by place: a sentence of a held-out text stands in no shard.
 * Documents shorter than `leastBytes` are left out. The order is that of the names.
 * @throws RangeError if too few are left for one held-out document and two shards
 */
export function corpusFromTexts(
  documents: readonly { readonly name: string; readonly text: string }[],
  { leastBytes = 1_024 }: { readonly leastBytes?: number } = {},
): Corpus {
  const encoder = new TextEncoder();
  const texts = [...documents]
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .map(({ text }) => encoder.encode(text))
    .filter(({ length }) => length >= leastBytes);
  const isHeldOut = (i: number): boolean => i % HELD_OUT_EVERY === HELD_OUT_EVERY - 1;
  const heldOut = texts.filter(
    (_, i) => isHeldOut(i) || (texts.length < HELD_OUT_EVERY && i === texts.length - 1),
  );
  const shards = texts.filter((text) => !heldOut.includes(text));
  if (heldOut.length < 1 || shards.length < 2)
    throw new RangeError(
      `a corpus needs three documents of ${leastBytes} bytes, got ${texts.length} of ${documents.length}`,
    );
  return { shards, heldOut };
}

let loaded: Promise<Corpus> | undefined;

/** Addresses on the State of the Union, 1790 to 1859: 62 shards, 8 held out. */
export function loadDefaultCorpus(): Promise<Corpus> {
  loaded ??= import("../../corpus/state-of-the-union.ts").then(({ STATE_OF_THE_UNION }) => {
    const json = brotliDecompressSync(Buffer.from(STATE_OF_THE_UNION, "base64")).toString("utf8");
    return corpusFromTexts(JSON.parse(json) as { name: string; text: string }[]);
  });
  return loaded;
}
