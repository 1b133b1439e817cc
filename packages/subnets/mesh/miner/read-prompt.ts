import { COLOUR_WORDS, COUNTED, PARTS, THINGS } from "./words.ts";
import type { Colour } from "./workbench.ts";

/** What a prompt asks for, as the builtin miner understood it. */
export interface Wish {
  /** The thing's name, one of this miner's; absent if it knows none of the words. */
  readonly thing?: string;
  /** Metres, by `part.kind`, the whole thing's part being empty: `.width`, `top.thickness`. */
  readonly lengths: ReadonlyMap<string, number>;
  /** By part: `leg`. */
  readonly counts: ReadonlyMap<string, number>;
  /** By part; the whole thing's is empty. */
  readonly colours: ReadonlyMap<string, Colour>;
  readonly words: ReadonlySet<string>;
}

const NUMBER_WORDS = new Map(
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    .split(" ")
    .map((word, value) => [word, value]),
);
const UNITS: Readonly<Record<string, number>> = {
  m: 1,
  metre: 1,
  metres: 1,
  meter: 1,
  meters: 1,
  cm: 0.01,
  centimetre: 0.01,
  centimetres: 0.01,
  centimeter: 0.01,
  centimeters: 0.01,
  mm: 0.001,
  millimetre: 0.001,
  millimetres: 0.001,
  millimeter: 0.001,
  millimeters: 0.001,
};
const AFTER: Readonly<Record<string, string>> = {
  wide: "width",
  deep: "depth",
  high: "height",
  tall: "height",
  long: "length",
  thick: "thickness",
  across: "diameter",
  above: "above",
};
const NOUNS = new Set(["width", "depth", "height", "length", "diameter", "thickness"]);

const tokensOf = (sentence: string): string[] =>
  sentence.match(/\d+(?:\.\d+)?|[a-z]+|[:,()×]/g) ?? [];

const numberOf = (token: string | undefined): number | undefined => {
  if (token === undefined) return undefined;
  return /^\d/.test(token) ? Number(token) : NUMBER_WORDS.get(token);
};

/** Reads lengths, counts and colours out of English sentences, each with the part that stands nearest. */
export function readPrompt(prompt: string): Wish {
  const text = prompt.toLowerCase().replace(/colored|coloured/g, "");
  const lengths = new Map<string, number>();
  const counts = new Map<string, number>();
  const colours = new Map<string, Colour>();
  const sentences = text.split(/[.;!?](?!\d)\s*/).map(tokensOf);
  for (const tokens of sentences) {
    readLengths(tokens, lengths);
    readCounts(tokens, counts);
    readColours(tokens, colours);
  }
  const words = new Set(sentences.flat());
  const thing = thingOf(sentences.flat());
  return { ...(thing ? { thing } : {}), lengths, counts, colours, words };
}

/** The last known name in the first phrase that has one: in "a stone bridge with a tower" the bridge. */
function thingOf(tokens: readonly string[]): string | undefined {
  const stop = new Set(["with", "of", ",", "(", "that", "on", "near", "made"]);
  let found: string | undefined;
  for (const token of tokens) {
    if (found && stop.has(token)) return found;
    found = THINGS[token] ?? found;
  }
  return found;
}

/** The part that a word names; "picket" in "a picket fence" names none. */
const partAt = (tokens: readonly string[], at: number): string | undefined =>
  THINGS[tokens[at + 1] ?? ""] ? undefined : PARTS[tokens[at] ?? ""];

function partBefore(tokens: readonly string[], at: number): string {
  for (let i = at; i >= 0; i--) {
    const part = partAt(tokens, i);
    if (part) return part;
  }
  return "";
}

function readLengths(tokens: readonly string[], lengths: Map<string, number>): void {
  for (let i = 0; i + 1 < tokens.length; i++) {
    const value = numberOf(tokens[i]);
    const unit = UNITS[tokens[i + 1]!];
    if (value === undefined || unit === undefined) continue;
    const metres = value * unit;
    const part = partBefore(tokens, i);
    const next = tokens[i + 2] ?? "";
    const nextNoun = next === "in" && tokens[i + 3] === "diameter" ? "diameter" : AFTER[next];
    const before = [tokens[i - 1], tokens[i - 2]].find((token) => NOUNS.has(token ?? ""));
    const kind = nextNoun ?? before ?? (tokens[i - 1] === "at" ? "at" : undefined);
    if (kind === undefined) continue;
    const key = `${part}.${kind}`;
    if (!lengths.has(key)) lengths.set(key, metres);
    // "A 4 cm thick top": the part comes after.
    const later = nextNoun ? PARTS[tokens[i + 3] ?? ""] : undefined;
    if (later && part === "") {
      lengths.set(`${later}.${kind}`, metres);
      lengths.delete(key);
    }
  }
}

function readCounts(tokens: readonly string[], counts: Map<string, number>): void {
  for (const [i, token] of tokens.entries()) {
    if (token === "number" && tokens[i + 1] === "of") {
      const noun = tokens.slice(i + 2, i + 6).find((each) => COUNTED[each]);
      const value = tokens
        .slice(i + 3, i + 8)
        .map(numberOf)
        .find((each) => each !== undefined);
      if (noun && value !== undefined) counts.set(COUNTED[noun]!, value);
      continue;
    }
    const value = numberOf(token);
    if (value === undefined || UNITS[tokens[i + 1] ?? ""] !== undefined) continue;
    for (const noun of tokens.slice(i + 1, i + 5)) {
      if (!/^[a-z]/.test(noun)) break;
      const part = COUNTED[noun];
      if (!part) continue;
      if (!counts.has(part)) counts.set(part, value);
      break;
    }
  }
}

function readColours(tokens: readonly string[], colours: Map<string, Colour>): void {
  const named = tokens.flatMap((token, i) => (COLOUR_WORDS[token] ? [i] : []));
  const parts = tokens.flatMap((_, i) => (partAt(tokens, i) ? [i] : []));
  for (const at of named) {
    const colour = COLOUR_WORDS[tokens[at]!]!;
    const put = (part: string) => {
      if (!colours.has(part)) colours.set(part, colour);
    };
    if (parts.length === 0) put("");
    else if (named.length === 1 && tokens[0] !== "a" && tokens[0] !== "an")
      for (const part of parts) put(PARTS[tokens[part]!]!);
    else {
      // Several colours in a sentence: each belongs to the part right behind it, or else before it.
      const behind = parts.find((part) => part > at && part - at <= 3);
      const before = [...parts].reverse().find((part) => part < at && at - part <= 5);
      const part = behind ?? before;
      put(part === undefined ? "" : PARTS[tokens[part]!]!);
    }
  }
}
