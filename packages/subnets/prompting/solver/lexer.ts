import { type Rational, rational } from "./rational.ts";

/**
 * One piece of a question.
 * `word`: letters, in lower case; `number`: with its value; `symbol`: one operator or mark; `date`: ISO form;
 * `time`: minutes since midnight; `quote`: the text between quotation marks.
 */
export type Token = { start: number; end: number; raw: string } & (
  | { kind: "word"; text: string }
  | { kind: "number"; value: Rational; ordinal: boolean }
  | { kind: "symbol"; text: string }
  | { kind: "date"; year: number; month: number; day: number }
  | { kind: "time"; minutes: number }
  | { kind: "quote"; text: string }
);

/** Longer questions are prose, not sums; they are left to the reading solvers. */
export const MAX_QUESTION = 12_000;

const isDigit = (char: string | undefined): boolean =>
  char !== undefined && char >= "0" && char <= "9";
const LETTER = /\p{L}/u;
const isLetter = (char: string | undefined): boolean => char !== undefined && LETTER.test(char);

const SAME: Record<string, string> = {
  "×": "*",
  "·": "*",
  "∙": "*",
  "⋅": "*",
  "✕": "*",
  "÷": "/",
  "∕": "/",
  "−": "-",
  "–": "-",
  "—": "-",
  "’": "'",
  "‘": "'",
  "“": '"',
  "”": '"',
  "„": '"',
  "[": "(",
  "]": ")",
};
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const FRACTIONS: Record<string, [number, number]> = {
  "½": [1, 2],
  "⅓": [1, 3],
  "⅔": [2, 3],
  "¼": [1, 4],
  "¾": [3, 4],
  "⅛": [1, 8],
  "⅕": [1, 5],
};

/** Pieces of a text in one pass, each character looked at a bounded number of times. */
export function lex(text: string): Token[] {
  const tokens: Token[] = [];
  const source = text.slice(0, MAX_QUESTION);
  let at = 0;
  const char = (offset = 0): string | undefined => source[at + offset];
  const digits = (from: number): number => {
    let end = from;
    while (isDigit(source[end])) end++;
    return end;
  };
  while (at < source.length) {
    const start = at;
    const first = char()!;
    const push = (token: DistributiveOmit<Token, "start" | "end" | "raw">): void => {
      tokens.push({ ...token, start, end: at, raw: source.slice(start, at) } as Token);
    };
    if (isDigit(first) || (first === "." && isDigit(char(1)) && !isDigit(char(-1)))) {
      const date = isoDate(source, at);
      const time = date ? undefined : clockTime(source, at);
      if (date) {
        at += 10;
        push({ kind: "date", ...date });
      } else if (time) {
        at += time.length;
        push({ kind: "time", minutes: time.minutes });
      } else {
        const number = readNumber(source, at, digits);
        at = number.end;
        push({ kind: "number", value: number.value, ordinal: number.ordinal });
      }
    } else if (isLetter(first)) {
      at++;
      while (isLetter(char()) || ((char() === "'" || char() === "’") && isLetter(char(1)))) at++;
      push({ kind: "word", text: source.slice(start, at).toLowerCase().replaceAll("’", "'") });
      // A hyphen within a word ("twenty-three") only separates.
      if (char() === "-" && isLetter(char(1))) at++;
    } else if (SUPERSCRIPTS.includes(first)) {
      at++;
      tokens.push({ kind: "symbol", text: "^", start, end: at, raw: "^" });
      push({ kind: "number", value: rational(SUPERSCRIPTS.indexOf(first)), ordinal: false });
    } else if (FRACTIONS[first]) {
      at++;
      push({ kind: "number", value: rational(...FRACTIONS[first]), ordinal: false });
    } else if (first === '"' || first === "“" || first === "„") {
      let end = at + 1;
      while (end < source.length && !'"”“'.includes(source[end]!)) end++;
      at = Math.min(end + 1, source.length);
      push({ kind: "quote", text: source.slice(start + 1, end) });
    } else if (first.trim() === "" || ("$€£".includes(first) && isDigit(char(1)))) {
      // A currency's sign before an amount says nothing that a sum needs.
      at++;
    } else {
      at += first === "*" && char(1) === "*" ? 2 : 1;
      push({ kind: "symbol", text: at - start === 2 ? "^" : (SAME[first] ?? first) });
    }
  }
  return tokens;
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

function readNumber(source: string, from: number, digits: (from: number) => number) {
  let end = digits(from);
  let whole = source.slice(from, end);
  // Groups of three after commas, not followed by a fourth digit.
  if (whole.length >= 1 && whole.length <= 3)
    while (source[end] === "," && digits(end + 1) === end + 4) {
      whole += source.slice(end + 1, end + 4);
      end += 4;
    }
  let decimals = "";
  if (source[end] === "." && isDigit(source[end + 1])) {
    const stop = digits(end + 1);
    decimals = source.slice(end + 1, stop);
    end = stop;
  }
  let exponent = 0;
  if (source[end] === "e" || source[end] === "E") {
    const sign = source[end + 1] === "-" ? 1 : source[end + 1] === "+" ? 1 : 0;
    const stop = digits(end + 1 + sign);
    if (stop > end + 1 + sign && stop - end <= 5) {
      exponent = Number(source.slice(end + 1, stop));
      end = stop;
    }
  }
  const value = rational(BigInt(`${whole || "0"}${decimals}`), 10n ** BigInt(decimals.length));
  const scale = 10n ** BigInt(Math.min(Math.abs(exponent), 5000));
  const suffix = source.slice(end, end + 2).toLowerCase();
  const ordinal = ["st", "nd", "rd", "th"].includes(suffix) && !isLetter(source[end + 2]);
  return {
    end: ordinal ? end + 2 : end,
    ordinal,
    value:
      exponent < 0
        ? rational(value.num, value.den * scale)
        : rational(value.num * scale, value.den),
  };
}

function isoDate(
  source: string,
  at: number,
): { year: number; month: number; day: number } | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?!\d)/.exec(source.slice(at, at + 11));
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? { year, month, day } : undefined;
}

function clockTime(source: string, at: number): { length: number; minutes: number } | undefined {
  const match = /^(\d{1,2}):(\d{2})(?![\d:])( ?([ap])\.?m\b\.?)?/i.exec(source.slice(at, at + 11));
  if (!match) return undefined;
  let hours = Number(match[1]);
  const minutes = Number(match[2]);
  const half = match[4]?.toLowerCase();
  if (half && (hours < 1 || hours > 12)) return undefined;
  if (half) hours = (hours % 12) + (half === "p" ? 12 : 0);
  return hours < 24 && minutes < 60
    ? { length: match[0].length, minutes: 60 * hours + minutes }
    : undefined;
}
