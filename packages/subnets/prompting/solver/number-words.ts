import type { Token } from "./lexer.ts";
import { add, multiply, type Rational, rational } from "./rational.ts";

const UNITS = new Map(
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
    .split(" ")
    .map((word, i) => [word, i]),
);
const TENS = new Map(
  "twenty thirty forty fifty sixty seventy eighty ninety"
    .split(" ")
    .map((word, i) => [word, 10 * (i + 2)]),
);
const SCALES = new Map<string, bigint>([
  ["thousand", 1_000n],
  ["million", 1_000_000n],
  ["billion", 1_000_000_000n],
  ["trillion", 1_000_000_000_000n],
]);
const DOZEN = 12;
/** Denominators of spoken fractions. */
const PARTS = new Map<string, number>([
  ["half", 2],
  ["halves", 2],
  ["third", 3],
  ["thirds", 3],
  ["quarter", 4],
  ["quarters", 4],
  ["fifth", 5],
  ["fifths", 5],
  ["sixth", 6],
  ["sixths", 6],
  ["seventh", 7],
  ["sevenths", 7],
  ["eighth", 8],
  ["eighths", 8],
  ["ninth", 9],
  ["ninths", 9],
  ["tenth", 10],
  ["tenths", 10],
  ["hundredth", 100],
  ["hundredths", 100],
]);
const ORDINALS = new Map(
  "first second third fourth fifth sixth seventh eighth ninth tenth"
    .split(" ")
    .map((word, i) => [word, i + 1]),
);
export const ordinalOf = (word: string): number | undefined => ORDINALS.get(word);

export type NumberRead = { value: Rational; next: number; fraction: boolean };

const word = (tokens: readonly Token[], at: number): string | undefined => {
  const token = tokens[at];
  return token?.kind === "word" ? token.text : undefined;
};

/** 1..99 at `at`, or nothing. */
function belowHundred(
  tokens: readonly Token[],
  at: number,
): { value: number; next: number } | undefined {
  const first = word(tokens, at);
  if (first === undefined) return undefined;
  const tens = TENS.get(first);
  if (tens === undefined) {
    const unit = UNITS.get(first);
    return unit === undefined ? undefined : { value: unit, next: at + 1 };
  }
  const unit = UNITS.get(word(tokens, at + 1) ?? "");
  return unit !== undefined && unit > 0 && unit < 10
    ? { value: tens + unit, next: at + 2 }
    : { value: tens, next: at + 1 };
}

/** 1..999 at `at`: "[n] hundred [and] [n]". */
function belowThousand(
  tokens: readonly Token[],
  at: number,
): { value: number; next: number } | undefined {
  const article = word(tokens, at) === "a" && word(tokens, at + 1) === "hundred";
  const lead = article ? { value: 1, next: at + 1 } : belowHundred(tokens, at);
  if (!lead || word(tokens, lead.next) !== "hundred") return lead;
  const after = lead.next + 1;
  const joint = word(tokens, after) === "and" ? after + 1 : after;
  const rest = belowHundred(tokens, joint);
  return rest && rest.value > 0
    ? { value: 100 * lead.value + rest.value, next: rest.next }
    : { value: 100 * lead.value, next: after };
}

/** The number in digits or words that starts at `at`: "12", "twenty-three", "two thousand and five", "3 million", "two thirds", "half". */
export function readNumber(tokens: readonly Token[], at: number): NumberRead | undefined {
  const token = tokens[at];
  if (token?.kind === "number") {
    if (token.ordinal) return undefined;
    const scale = SCALES.get(word(tokens, at + 1) ?? "");
    if (scale)
      return { value: multiply(token.value, rational(scale)), next: at + 2, fraction: false };
    if (word(tokens, at + 1) === "dozen")
      return { value: multiply(token.value, rational(DOZEN)), next: at + 2, fraction: false };
    return { value: token.value, next: at + 1, fraction: false };
  }
  if (token?.kind !== "word") return undefined;
  const part = PARTS.get(token.text);
  if (part === 2) return { value: rational(1, 2), next: at + 1, fraction: true };
  if (token.text === "a" || token.text === "an") {
    const next = word(tokens, at + 1) ?? "";
    if (next === "dozen") return { value: rational(DOZEN), next: at + 2, fraction: false };
    const den = PARTS.get(next);
    if (den !== undefined) return { value: rational(1, den), next: at + 2, fraction: true };
    const scale = SCALES.get(next);
    if (scale) return { value: rational(scale), next: at + 2, fraction: false };
    if (next !== "hundred") return undefined;
  }
  let total = rational(0);
  let next = at;
  let ceiling: bigint | undefined;
  for (;;) {
    const joint = next > at && word(tokens, next) === "and" ? next + 1 : next;
    const group = belowThousand(tokens, joint);
    if (!group || (joint > next && (group.value >= 100 || ceiling === undefined))) break;
    const scale = SCALES.get(word(tokens, group.next) ?? "");
    // Scales must fall: "two thousand three million" is two numbers.
    if (ceiling !== undefined && (scale ?? 1n) >= ceiling) break;
    total = add(total, rational(BigInt(group.value) * (scale ?? 1n)));
    next = group.next + (scale ? 1 : 0);
    if (!scale) break;
    ceiling = scale;
  }
  if (next === at) return undefined;
  const den = PARTS.get(word(tokens, next) ?? "");
  if (den !== undefined && total.den === 1n && total.num > 0n && total.num < 100n)
    return { value: rational(total.num, den), next: next + 1, fraction: true };
  if (word(tokens, next) === "dozen")
    return { value: multiply(total, rational(DOZEN)), next: next + 1, fraction: false };
  return { value: total, next, fraction: false };
}

const SMALL = [...UNITS.keys()];
const TEN_WORDS = [...TENS.keys()];
/** English words of a whole number below a million in size, else undefined. */
export function inWords(value: Rational): string | undefined {
  if (value.den !== 1n || value.num > 999_999n || value.num < -999_999n) return undefined;
  const n = Number(value.num);
  if (n < 0) return `minus ${inWords(rational(-n))}`;
  const below = (k: number): string => {
    if (k < 20) return SMALL[k]!;
    if (k < 100) return `${TEN_WORDS[Math.floor(k / 10) - 2]}${k % 10 ? `-${SMALL[k % 10]}` : ""}`;
    return `${SMALL[Math.floor(k / 100)]} hundred${k % 100 ? ` and ${below(k % 100)}` : ""}`;
  };
  if (n < 1000) return below(n);
  const rest = n % 1000;
  const tail = rest === 0 ? "" : `${rest < 100 ? " and" : ""} ${below(rest)}`;
  return `${below(Math.floor(n / 1000))} thousand${tail}`;
}
