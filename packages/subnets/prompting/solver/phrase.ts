import type { Token } from "./lexer.ts";

/** The word at `at`, or undefined for anything else. */
export const wordAt = (tokens: readonly Token[], at: number): string | undefined => {
  const token = tokens[at];
  return token?.kind === "word" ? token.text : undefined;
};

export const symbolAt = (tokens: readonly Token[], at: number): string | undefined => {
  const token = tokens[at];
  return token?.kind === "symbol" ? token.text : undefined;
};

/** Index behind `words` (separated by spaces, alternatives by `|`) when they stand at `at`, else undefined. */
export function follow(tokens: readonly Token[], at: number, words: string): number | undefined {
  let next = at;
  for (const choice of words.split(" ")) {
    const found = wordAt(tokens, next);
    if (found === undefined || !choice.split("|").includes(found)) return undefined;
    next++;
  }
  return next;
}

/** Index of the first place from `from` where `words` stand, else undefined. */
export function find(tokens: readonly Token[], words: string, from = 0): number | undefined {
  for (let i = from; i < tokens.length; i++) if (follow(tokens, i, words) !== undefined) return i;
  return undefined;
}

/** True when every token from `at` on is one of these words or a mark that ends or joins sentences. */
export function onlyFluff(
  tokens: readonly Token[],
  at: number,
  fluff: ReadonlySet<string>,
): boolean {
  for (let i = at; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (
      token.kind === "symbol"
        ? !"?.,:;=!'".includes(token.text)
        : token.kind !== "word" || !fluff.has(token.text)
    )
      return false;
  }
  return true;
}

export const wordSet = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

const POLITE = wordSet(
  "please hi hello hey ok okay so well now can could would will you tell me us give show say know let i need want to like",
);
/** Index of the first token that is no greeting or plea. */
export function afterPleas(tokens: readonly Token[]): number {
  let at = 0;
  while (
    POLITE.has(wordAt(tokens, at) ?? "") ||
    (at > 0 && [",", ":", "!", "."].includes(symbolAt(tokens, at) ?? ""))
  )
    at++;
  return at;
}

const PLACES: Record<string, number> = {
  integer: 0,
  whole: 0,
  unit: 0,
  one: 0,
  tenth: 1,
  tenths: 1,
  hundredth: 2,
  hundredths: 2,
  cent: 2,
  thousandth: 3,
  thousandths: 3,
};
const COUNTS = "zero one two three four five six seven eight nine ten".split(" ");

/** Takes "round(ed) to two decimal places" or "to the nearest tenth" out of a question. */
export function takeRounding(tokens: readonly Token[]): { tokens: Token[]; places?: number } {
  for (let i = 0; i < tokens.length; i++) {
    let next = follow(tokens, i, "round|rounded") ?? (wordAt(tokens, i) === "to" ? i : undefined);
    if (next === undefined) continue;
    next =
      follow(tokens, next, "it|the result|answer") ??
      follow(tokens, next, "it") ??
      follow(tokens, next, "your|the answer|result") ??
      next;
    next = follow(tokens, next, "to") ?? next;
    const nearest = follow(tokens, next, "the nearest") ?? follow(tokens, next, "nearest");
    if (nearest !== undefined) {
      const places = PLACES[wordAt(tokens, nearest) ?? ""];
      if (places === undefined) continue;
      const end = follow(tokens, nearest + 1, "number") ?? nearest + 1;
      return { tokens: [...tokens.slice(0, i), ...tokens.slice(end)], places };
    }
    const token = tokens[next];
    const count =
      token?.kind === "number" && token.value.den === 1n && token.value.num <= 20n
        ? Number(token.value.num)
        : COUNTS.indexOf(wordAt(tokens, next) ?? "-");
    if (count < 0) continue;
    const end = follow(tokens, next + 1, "decimal|decimals") ?? follow(tokens, next + 1, "places");
    if (end === undefined) continue;
    return {
      tokens: [
        ...tokens.slice(0, i),
        ...tokens.slice(follow(tokens, end, "places|place|digits") ?? end),
      ],
      places: count,
    };
  }
  return { tokens: [...tokens] };
}
