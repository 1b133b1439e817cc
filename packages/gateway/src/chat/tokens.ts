/** Runs of letters, runs of digits, and every other sign by itself; white space counts nothing. */
const TOKEN = /[\p{L}\p{M}]+|\p{N}+|[^\s\p{L}\p{M}\p{N}]/gu;

/**
 * How `usage` counts: words, numbers and signs. No model's tokenizer, since the miners behind one
 * answer may run different models or none.
 */
export const countTokens = (text: string): number => text.match(TOKEN)?.length ?? 0;

/** The longest beginning of a text with so many tokens. */
export function firstTokens(text: string, most: number): string {
  let seen = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (seen++ === most) return text.slice(0, match.index).trimEnd();
  }
  return text;
}

/** A text in the pieces in which it is streamed: words with the white space after them. */
export const streamPieces = (text: string): string[] => text.match(/^\s+|\S+\s*/gu) ?? [];
