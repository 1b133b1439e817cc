import { lex, type Token } from "./lexer.ts";
import { inWords, readNumber } from "./number-words.ts";
import { find, follow, symbolAt, wordAt } from "./phrase.ts";
import { rational } from "./rational.ts";
import type { Solved } from "./solved.ts";

/** Solves the question inside a demand for a form. */
export type Inner = (question: string) => Solved | undefined;

const exact = (answer: string): Solved => ({ answer, confidence: 0.97 });
const MAX_FORM = 8_000;

const quotes = (tokens: readonly Token[]): string[] =>
  tokens.flatMap((token) => (token.kind === "quote" ? [token.text] : []));
const has = (tokens: readonly Token[], words: string): boolean => find(tokens, words) !== undefined;

/** Questions whose point is the form of the answer: JSON, counts, order, case, lists. The answer then stands alone. */
export function solveFormat(question: string, inner: Inner): Solved | undefined {
  if (question.length > MAX_FORM) return undefined;
  const tokens = lex(question);
  return (
    json(question, tokens, inner) ??
    repeated(tokens) ??
    takenWords(tokens) ??
    counted(tokens) ??
    recased(tokens) ??
    backwards(tokens) ??
    listed(question, tokens) ??
    wrapped(question, tokens, inner)
  );
}

const INSTRUCTION = /^(?:answer|reply|respond|put|write|give|use|return|output|round|numbers)\b/i;

/** The question without its sentences that only say how to answer. */
export function withoutInstructions(question: string): string {
  const sentences = question.slice(0, MAX_FORM).split(/(?<=[.?!])\s+/);
  // What rounds changes the number and stays.
  const kept = sentences.filter(
    (sentence, i) => i === 0 || !INSTRUCTION.test(sentence) || /^round/i.test(sentence),
  );
  return kept.join(" ");
}

function json(question: string, tokens: readonly Token[], inner: Inner): Solved | undefined {
  if (!has(tokens, "json")) return undefined;
  const mark = find(tokens, "key|keys|field|fields");
  const keys = mark === undefined ? [] : quotes(tokens.slice(mark));
  if (keys.length === 0) return undefined;
  const text = withoutInstructions(question);
  const facts = factsIn(text);
  const found = keys.map((key) => [key, facts.get(key.toLowerCase())] as const);
  if (found.every(([, value]) => value !== undefined))
    return exact(
      JSON.stringify(Object.fromEntries(found.map(([key, value]) => [key, jsonValue(value!)]))),
    );
  const [only] = keys;
  const solved = keys.length === 1 && only !== undefined ? inner(text) : undefined;
  return (
    solved && {
      ...solved,
      answer: JSON.stringify({ [only!]: jsonValue(solved.answer) }),
      working: "",
    }
  );
}

const jsonValue = (text: string): string | number =>
  /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?$/.test(text) ? Number(text) : text;

/** "The name is Mira, the age is 34 and …" or "name: Mira; age: 34". */
function factsIn(text: string): Map<string, string> {
  const facts = new Map<string, string>();
  const body = text.trim().replace(/[.;\s]+$/, "");
  for (const part of body.split(/[;,]\s+|\s+and\s+(?=the\s)|\.\s+/)) {
    const clause = part.trim();
    const colon = clause.indexOf(": ");
    const verb = clause.indexOf(" is ");
    if (colon > 0 && colon < 40)
      facts.set(clause.slice(0, colon).toLowerCase(), clause.slice(colon + 2).trim());
    else if (verb > 0 && verb < 60) {
      const key = clause.slice(0, verb).replace(/^(?:and\s+)?(?:the|her|his|its|their)\s+/i, "");
      facts.set(key.toLowerCase(), clause.slice(verb + 4).trim());
    }
  }
  return facts;
}

const SEPARATORS: Record<string, string> = {
  comma: ",",
  commas: ",",
  space: " ",
  spaces: " ",
  hyphen: "-",
  hyphens: "-",
  dash: "-",
  dashes: "-",
  semicolons: ";",
  newlines: "\n",
};

function repeated(tokens: readonly Token[]): Solved | undefined {
  const verb = find(tokens, "repeat|write|say");
  const [word] = quotes(tokens);
  const times = find(tokens, "times");
  if (verb === undefined || word === undefined || times === undefined || !has(tokens, "repeat"))
    return undefined;
  const count = numberBefore(tokens, times);
  if (count === undefined || count < 1 || count * (word.length + 1) > 20_000) return undefined;
  const by = find(tokens, "separated by");
  const separator = by === undefined ? " " : separatorAt(tokens, by + 2);
  return separator === undefined ? undefined : exact(Array(count).fill(word).join(separator));
}

function separatorAt(tokens: readonly Token[], at: number): string | undefined {
  const token = tokens[at];
  if (token?.kind === "quote") return token.text;
  return SEPARATORS[wordAt(tokens, follow(tokens, at, "a|single") ?? at) ?? ""];
}

function numberBefore(tokens: readonly Token[], end: number): number | undefined {
  for (let at = Math.max(0, end - 4); at < end; at++) {
    const read = readNumber(tokens, at);
    if (read?.next === end && read.value.den === 1n && read.value.num < 10_000n)
      return Number(read.value.num);
  }
  return undefined;
}

function takenWords(tokens: readonly Token[]): Solved | undefined {
  const at = find(tokens, "words");
  const text = quotes(tokens).at(-1);
  if (at === undefined || text === undefined || !has(tokens, "exactly")) return undefined;
  if (!has(tokens, "taken from") && !has(tokens, "from this|the sentence|text")) return undefined;
  const count = numberBefore(tokens, at);
  const words = text.split(/\s+/).filter(Boolean);
  return count === undefined || count < 1 || count > words.length
    ? undefined
    : exact(words.slice(0, count).join(" "));
}

function counted(tokens: readonly Token[]): Solved | undefined {
  const list = quotes(tokens);
  const many = find(tokens, "how many");
  const text = list.at(-1);
  if (many === undefined || text === undefined) return undefined;
  if (list.length === 1 && wordAt(tokens, many + 2) === "words")
    return exact(String(text.split(/\s+/).filter(Boolean).length));
  const letters = find(tokens, "letter");
  if (letters === undefined) {
    const all = list.length === 1 && wordAt(tokens, many + 2) === "letters";
    return all ? exact(String([...text].filter((char) => /\p{L}/u.test(char)).length)) : undefined;
  }
  const mark = list.length === 2 ? list[0] : wordAt(tokens, letters + 1);
  if (mark === undefined || [...mark].length !== 1 || text === mark) return undefined;
  return exact(
    String([...text.toLowerCase()].filter((char) => char === mark.toLowerCase()).length),
  );
}

function recased(tokens: readonly Token[]): Solved | undefined {
  const list = quotes(tokens);
  const [text] = list;
  if (text === undefined || list.length !== 1) return undefined;
  const asks = (words: string[]): boolean => words.some((each) => has(tokens, each));
  if (!asks(["write", "convert", "put", "rewrite", "turn", "change"])) return undefined;
  if (asks(["capital letters", "upper case", "uppercase", "capitals", "all caps"]))
    return exact(text.toUpperCase());
  if (asks(["lower case", "lowercase", "small letters"])) return exact(text.toLowerCase());
  return undefined;
}

function backwards(tokens: readonly Token[]): Solved | undefined {
  const list = quotes(tokens);
  const [text] = list;
  if (text === undefined || list.length !== 1 || text.length > 2_000) return undefined;
  const spelled =
    has(tokens, "spell|write|reverse") &&
    (has(tokens, "backwards|backward") || has(tokens, "reverse the word|string|letters"));
  return spelled ? exact([...text].reverse().join("")) : undefined;
}

/** Items after "these words: a, b, c." or "the items a, b and c as", in the order asked for. */
function listed(question: string, tokens: readonly Token[]): Solved | undefined {
  const numbered = has(tokens, "numbered list");
  const sorts = has(tokens, "sort|order|arrange") || has(tokens, "alphabetically");
  const reversed = has(tokens, "reverse order") || has(tokens, "reversed order");
  if (!numbered && !sorts && !reversed) return undefined;
  const colon = tokens.findIndex((_, i) => symbolAt(tokens, i) === ":");
  const start = colon >= 0 ? tokens[colon]!.end : tokens[find(tokens, "items|words") ?? -1]?.end;
  if (start === undefined) return undefined;
  const rest = question.slice(start);
  const end = rest.search(/\.(?:\s|$)|\sas a\s|\?|\n/);
  const items = rest
    .slice(0, end < 0 ? undefined : end)
    .split(/\s*,\s*(?:and\s+)?|\s+and\s+/)
    .map((item) => item.trim().replace(/^["']|["']$/g, ""))
    .filter(Boolean);
  if (items.length < 2 || items.length > 500) return undefined;
  if (numbered) return exact(items.map((item, i) => `${i + 1}. ${item}`).join("\n"));
  const by = find(tokens, "separated by");
  const separator = (by === undefined ? ", " : separatorAt(tokens, by + 2)) ?? ", ";
  if (reversed) return exact([...items].reverse().join(separator));
  if (!has(tokens, "alphabetically") && !has(tokens, "alphabetical")) return undefined;
  const key = (item: string): string => item.toLowerCase();
  const order = [...items].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
  return exact((has(tokens, "reverse|descending") ? order.reverse() : order).join(separator));
}

/** "Answer with the number only", "in square brackets", "in English words": solves the rest, then dresses it. */
function wrapped(question: string, tokens: readonly Token[], inner: Inner): Solved | undefined {
  const asks = (words: string): boolean => has(tokens, words);
  const words = asks("in english words") || asks("answer in words") || asks("spelled out");
  const brackets = asks("in square brackets");
  const only =
    asks("number only") ||
    asks("only the number") ||
    asks("answer only") ||
    asks("nothing else") ||
    asks("just the number") ||
    asks("without explanation") ||
    asks("no explanation");
  if (!words && !brackets && !only) return undefined;
  const text = withoutInstructions(question);
  const solved = text === question ? undefined : inner(text);
  if (!solved) return undefined;
  let answer = solved.answer;
  if (words) {
    const spelled = /^-?\d{1,6}$/.test(answer) ? inWords(rational(BigInt(answer))) : undefined;
    if (spelled === undefined) return undefined;
    answer = spelled;
  }
  if (asks("number only") || asks("only the number") || asks("just the number"))
    answer = /^-?[\d.]+/.exec(answer)?.[0] ?? answer;
  if (brackets) answer = `[${answer}]`;
  return { ...solved, answer, working: "" };
}
