import { type Fraction, fraction, readFraction } from "../tasks/fraction.ts";

/** Only this much of a completion is looked at for the answer; the rest is working. */
const MAX_ANSWER = 8_192;

/** The first line that says something, without Markdown's dress. */
export function firstLine(completion: string): string {
  for (const line of completion.slice(0, MAX_ANSWER).split("\n", 50)) {
    const bare = line
      .trim()
      .replace(/^(?:[-*>#]{1,3}\s)?/, "")
      .replace(/[*_`$]/g, "")
      .trim();
    if (bare) return bare;
  }
  return "";
}

const LEADS = [
  "the final answer is",
  "the answer is",
  "final answer:",
  "answer:",
  "result:",
  "the result is",
  "it is",
  "it's",
  "that is",
  "that's",
];

/** The first line without a lead such as "The answer is". */
export function answerLine(completion: string): string {
  const line = firstLine(completion);
  const lower = line.toLowerCase();
  const lead = LEADS.find(
    (words) => lower.startsWith(`${words} `) || (words.endsWith(":") && lower.startsWith(words)),
  );
  return lead === undefined ? line : line.slice(lead.length).trim();
}

/** Lower-case words and numbers without articles and punctuation; dates, times and decimals stay whole. */
export function normalTokens(text: string): string[] {
  const tokens =
    text
      .slice(0, MAX_ANSWER)
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+(?:[.:,'’-](?=[\p{L}\p{N}])[\p{L}\p{M}\p{N}]+)*/gu) ?? [];
  return tokens
    .filter((token) => token !== "a" && token !== "an" && token !== "the")
    .map((token) => token.replaceAll("’", "'"));
}
export const normalText = (text: string): string => normalTokens(text).join(" ");

/** F1 over tokens with multiplicity, in [0, 1]. */
export function tokenF1(answer: readonly string[], truth: readonly string[]): number {
  const left = new Map<string, number>();
  for (const token of truth) left.set(token, (left.get(token) ?? 0) + 1);
  let shared = 0;
  for (const token of answer) {
    const count = left.get(token) ?? 0;
    if (count > 0) {
      shared++;
      left.set(token, count - 1);
    }
  }
  return shared === 0 ? 0 : (2 * shared) / (answer.length + truth.length);
}

export type NumberRead = { value: Fraction } | { problem: "no_number" | "ambiguous_answer" };

/**
 * The one number that the first line states. Several numbers are no answer: whoever lists candidates states none.
 * "17 * 23 - 29 = 362" states what stands behind the last "=", "10/3 ≈ 3.33" what stands before "≈".
 */
export function readNumber(completion: string): NumberRead {
  let line = answerLine(completion);
  const about = line.indexOf("≈");
  if (about > 0) line = line.slice(0, about);
  const equals = line.lastIndexOf("=");
  if (equals >= 0) line = line.slice(equals + 1);
  const numbers = numbersIn(line);
  const [only] = numbers;
  if (!only) return { problem: "no_number" };
  return numbers.length === 1 ? { value: only } : { problem: "ambiguous_answer" };
}

function numbersIn(line: string): Fraction[] {
  const out: Fraction[] = [];
  const text = line.replaceAll("−", "-");
  for (const match of text.matchAll(/\d[\d,]*(?:\.\d+)?(?:e[+-]?\d{1,3})?(?:\s?\/\s?\d+)?/gi)) {
    const before = text[match.index - 1] ?? "";
    // A digit inside a name ("m2") is no number of its own.
    if (/\p{L}/u.test(before)) continue;
    const [mantissa = "", exponent = "0"] = match[0].replace(/\s/g, "").toLowerCase().split("e");
    const digits = mantissa.replace(/,$/, "");
    if (digits.includes(",") && !/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(digits)) return [];
    const read = readFraction(digits.replaceAll(",", ""));
    if (!read) return [];
    const power = Number(exponent);
    const scale = 10n ** BigInt(Math.abs(power));
    const value = power < 0 ? fraction(read.n, read.d * scale) : fraction(read.n * scale, read.d);
    const sign = before === "-" && !/[\p{L}\p{N}]/u.test(text[match.index - 2] ?? "") ? -1n : 1n;
    out.push(fraction(sign * value.n, value.d));
  }
  return out;
}

/**
 * Whole truths want the exact number. A truth with decimals forgives a relative difference of `tolerance`,
 * since an answer in decimals may have to stop somewhere.
 */
export function sameNumber(answer: Fraction, truth: Fraction, tolerance: Fraction): boolean {
  if (answer.n * truth.d === truth.n * answer.d) return true;
  if (truth.d === 1n) return false;
  const difference = answer.n * truth.d - truth.n * answer.d;
  const size = difference < 0n ? -difference : difference;
  // |a − t| ≤ tolerance × |t|, multiplied by both denominators.
  const allowed = (truth.n < 0n ? -truth.n : truth.n) * answer.d * tolerance.n;
  return size * tolerance.d <= allowed;
}

const DECLINES = [
  "i can't answer",
  "i cannot answer",
  "i can not answer",
  "i don't know",
  "i do not know",
  "i'm not able to answer",
  "i am not able to answer",
  "i am unable to answer",
  "i'm unable to answer",
  "no answer",
];

/** True for an answer that says plainly that it is none. */
export function isDecline(completion: string): boolean {
  const line = firstLine(completion).toLowerCase().replaceAll("’", "'");
  return DECLINES.some((words) => line.startsWith(words));
}
