import { fraction, readFraction } from "../tasks/fraction.ts";
import type { JsonValue, Truth } from "../tasks/task.ts";
import {
  answerLine,
  normalText,
  normalTokens,
  readNumber,
  sameNumber,
  tokenF1,
} from "./read-answer.ts";

/** How right an answer is, in [0, 1], and why, for machines. */
export type Grade = { correctness: number; reason: string };

const right: Grade = { correctness: 1, reason: "correct" };
const wrong = (reason = "wrong"): Grade => ({ correctness: 0, reason });

/** Room for decimals that stop: a billionth. */
const TOLERANCE = fraction(1, 1_000_000_000);

/** Holds a completion against a known truth. Depends on nothing but the two. */
export function gradeAgainst(truth: Truth, completion: string, tolerance = TOLERANCE): Grade {
  switch (truth.type) {
    case "number": {
      const read = readNumber(completion);
      const goal = readFraction(truth.value);
      if (!goal) throw new RangeError(`a number truth is n or n/d, got "${truth.value}"`);
      if ("problem" in read) return wrong(read.problem);
      return sameNumber(read.value, goal, tolerance) ? right : wrong();
    }
    case "text":
      return gradeText(truth, completion);
    case "verbatim":
      return unquoted(completion) === truth.value ? right : wrong("format_violated");
    case "json":
      return gradeJson(truth.value, completion);
    case "words": {
      const words = normalTokens(completion);
      const allowed = new Set(truth.from.flatMap((word) => normalTokens(word)));
      // Articles are words here, so the raw count decides.
      const count = completion.trim().split(/\s+/).filter(Boolean).length;
      return count === truth.count &&
        words.every((word) => allowed.has(word)) &&
        completion.length < 4_096
        ? right
        : wrong("format_violated");
    }
  }
}

function gradeText(truth: Truth & { type: "text" }, completion: string): Grade {
  const line = answerLine(completion);
  const answer = normalTokens(line);
  const goals = [truth.value, ...truth.also].map(normalText);
  // "Yes, since …": the first clause may be the answer.
  const clause = normalText(line.split(/[,;(.:–—](?:\s|$)/, 1)[0] ?? "");
  if (goals.includes(answer.join(" ")) || goals.includes(clause)) return right;
  if (!truth.partial) return wrong();
  const f1 = Math.max(...goals.map((goal) => tokenF1(answer, goal.split(" "))));
  return f1 > 0 ? { correctness: f1, reason: "partly_correct" } : wrong();
}

/** Outer white space and one pair of outer quotation marks or backticks are no part of an answer. */
function unquoted(completion: string): string {
  const text = completion.trim();
  const [first, last] = [text[0], text.at(-1)];
  return text.length > 1 && first === last && (first === '"' || first === "`")
    ? text.slice(1, -1)
    : text;
}

function gradeJson(truth: JsonValue, completion: string): Grade {
  const text = completion
    .trim()
    .replace(/^```(?:json)?\s*/, "")
    .replace(/\s*```$/, "");
  if (text.length > 16_384) return wrong("format_violated");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return wrong("format_violated"); // Not JSON is the finding itself.
  }
  return sameJson(value, truth, 0) ? right : wrong();
}

function sameJson(a: unknown, b: JsonValue, depth: number): boolean {
  if (depth > 8) return false;
  if (Array.isArray(b))
    return (
      Array.isArray(a) &&
      a.length === b.length &&
      b.every((item, i) => sameJson(a[i], item, depth + 1))
    );
  if (typeof b === "object") {
    if (typeof a !== "object" || a === null || Array.isArray(a)) return false;
    const keys = Object.keys(b);
    return (
      Object.keys(a).length === keys.length &&
      keys.every(
        (key) =>
          Object.hasOwn(a, key) &&
          sameJson((a as Record<string, unknown>)[key], b[key]!, depth + 1),
      )
    );
  }
  return a === b;
}
