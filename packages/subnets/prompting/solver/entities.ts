import { isStopWord, wordsOf } from "./terms.ts";

/** A name in a text: capital words side by side, an article before them left off. `the`: there was one. */
export type Entity = { name: string; start: number; end: number; the: boolean };

const isCapital = (raw: string): boolean => /^\p{Lu}/u.test(raw);

/**
 * The names in a sentence. One capital word at its start is a name only if `proper` knows it,
 * since every sentence starts with a capital.
 */
export function entitiesIn(text: string, proper?: ReadonlySet<string>): Entity[] {
  const words = wordsOf(text);
  const out: Entity[] = [];
  for (let i = 0; i < words.length; i++) {
    if (!isCapital(words[i]!.raw) || isStopWord(words[i]!.lower)) continue;
    let last = i;
    while (
      words[last + 1] &&
      isCapital(words[last + 1]!.raw) &&
      text.slice(words[last]!.end, words[last + 1]!.start) === " "
    )
      last++;
    const start = words[i]!.start;
    const initial = text.slice(0, start).trim() === "";
    if (!(initial && last === i && proper && !proper.has(words[i]!.lower)))
      out.push({
        name: text.slice(start, words[last]!.end),
        start,
        end: words[last]!.end,
        the: words[i - 1]?.lower === "the",
      });
    i = last;
  }
  return out;
}

/** Words that stand capital within a sentence, which makes them names at its start as well. */
export function properWords(texts: Iterable<string>): Set<string> {
  const out = new Set<string>();
  for (const text of texts)
    for (const word of wordsOf(text))
      if (isCapital(word.raw) && !isStopWord(word.lower) && text.slice(0, word.start).trim() !== "")
        out.add(word.lower);
  return out;
}
