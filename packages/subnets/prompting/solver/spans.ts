import { entitiesIn } from "./entities.ts";
import { isStopWord, wordsOf } from "./terms.ts";

/** What kind of thing a question asks for; `noun` where it names it ("how many visitors"). */
export type Wanted = {
  kind: "number" | "amount" | "year" | "time" | "when" | "person" | "place" | "colour" | "any";
  noun?: string;
};

const MEASURES = new Set(
  "tall long high heavy old deep wide far big fast large much expensive hot cold thick".split(" "),
);
const PLACES = new Set("town city village place country region state street".split(" "));
const COLOURS = new Set(
  "red blue green yellow orange purple white black grey gray brown pink violet silver golden gold".split(
    " ",
  ),
);

/** Reads the question word. */
export function wantedBy(question: string): Wanted {
  const words = wordsOf(question).map(({ lower }) => lower);
  for (let i = 0; i < words.length; i++) {
    const [word, next, after] = [words[i], words[i + 1] ?? "", words[i + 2]];
    if (word === "how" && next === "many")
      return after === undefined ? { kind: "number" } : { kind: "number", noun: after };
    if (word === "how" && MEASURES.has(next)) return { kind: "amount" };
    if (word === "who" || word === "whom") return { kind: "person" };
    if (word === "where") return { kind: "place" };
    if (word === "when") return { kind: "when" };
    if (word === "which" || word === "what") {
      if (next === "year") return { kind: "year" };
      if (next === "time") return { kind: "time" };
      if (next === "date" || next === "day") return { kind: "when" };
      if (next === "colour" || next === "color") return { kind: "colour" };
      if (PLACES.has(next)) return { kind: "place" };
      return { kind: "any" };
    }
  }
  return { kind: "any" };
}

const YEAR = /(?<![\d.,])[12]\d{3}(?![\d.,]\d|\d)/g;
const TIME = /(?<!\d)\d{1,2}:\d{2}(?!\d)/g;
const DATE =
  /(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)|(?<!\d)\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}/g;
const NUMBER = /(?<![\p{L}\d.,])\d+(?:[.,:]\d+)*/gu;

/** The part of `sentence` that answers `question`, verbatim but for a unit; undefined when nothing of that kind is in it. */
export function spanFor(question: string, sentence: string, wanted: Wanted): string | undefined {
  const fresh = (pattern: RegExp): RegExpExecArray[] =>
    [...sentence.matchAll(pattern)].filter(([text]) => !question.includes(text));
  switch (wanted.kind) {
    case "year":
      return fresh(YEAR)[0]?.[0];
    case "time":
      return fresh(TIME)[0]?.[0];
    case "when":
      return (fresh(DATE)[0] ?? fresh(TIME)[0] ?? fresh(YEAR)[0])?.[0];
    case "number":
    case "amount":
      return numberIn(question, sentence, wanted, fresh(NUMBER));
    case "person": {
      const names = entitiesIn(sentence).filter(({ name }) => !question.includes(name));
      const by = names.find(({ start }) =>
        /\bby (?:the )?$/.test(sentence.slice(Math.max(0, start - 8), start)),
      );
      return (by ?? names.find(({ the }) => !the) ?? names[0])?.name;
    }
    case "place": {
      const names = entitiesIn(sentence).filter(({ name }) => !question.includes(name));
      return names.find(({ start }) =>
        /\b(?:in|at|near|on|from|to) (?:the )?$/.test(
          sentence.slice(Math.max(0, start - 10), start),
        ),
      )?.name;
    }
    case "colour":
      return wordsOf(sentence).find(
        ({ lower }) => COLOURS.has(lower) && !question.toLowerCase().includes(lower),
      )?.raw;
    case "any":
      return residue(question, sentence);
  }
}

function numberIn(
  question: string,
  sentence: string,
  wanted: Wanted,
  numbers: readonly RegExpExecArray[],
): string | undefined {
  const stems = new Set(wordsOf(question).map(({ stem }) => stem));
  const read = numbers.map((match) => {
    const behind = wordsOf(sentence.slice(match.index + match[0].length)).slice(0, 2);
    const fits = behind.some(({ stem, lower }) => stems.has(stem) && !isStopWord(lower));
    return { text: match[0], unit: behind[0], fits };
  });
  const best = read.find(({ fits }) => fits) ?? (read.length === 1 ? read[0] : undefined);
  if (!best) return undefined;
  if (wanted.kind === "number" || !best.unit || isStopWord(best.unit.lower)) return best.text;
  return `${best.text} ${best.unit.raw}`;
}

const SOFT = new Set("called named name known".split(" "));

/** The longest run of words that the question does not hold: what the sentence adds to it. */
function residue(question: string, sentence: string): string | undefined {
  const asked = new Set(wordsOf(question).map(({ stem }) => stem));
  const words = wordsOf(sentence);
  let best: { start: number; end: number; count: number } | undefined;
  for (let i = 0; i < words.length; i++) {
    if (asked.has(words[i]!.stem) || isStopWord(words[i]!.lower) || SOFT.has(words[i]!.lower))
      continue;
    let last = i;
    let count = 1;
    for (let j = i + 1; j < words.length; j++) {
      const gap = sentence.slice(words[j - 1]!.end, words[j]!.start);
      if (/[,;:.!?()"“”]/.test(gap) || asked.has(words[j]!.stem)) break;
      if (isStopWord(words[j]!.lower) || SOFT.has(words[j]!.lower)) continue;
      last = j;
      count++;
    }
    if (!best || count >= best.count)
      best = { start: words[i]!.start, end: words[last]!.end, count };
    i = last;
  }
  return best && sentence.slice(best.start, best.end);
}
