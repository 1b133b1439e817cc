import type { Doc, PromptingRequest } from "../protocol.ts";
import type { DocumentIndex } from "./documents.ts";
import { lex } from "./lexer.ts";
import { passagesOf } from "./passages.ts";
import type { Solved } from "./solved.ts";
import { spanFor, wantedBy } from "./spans.ts";
import { solveUnits } from "./units.ts";

/**
 * The weaker grade: sums of digits from left to right, without precedence or brackets; units; capital letters; and
 * out of documents whatever stands in the sentence that shares most words with the question, without a citation.
 */
export function solveWeak(request: PromptingRequest, index?: DocumentIndex): Solved | undefined {
  const question = (request.messages.at(-1) ?? "").slice(0, 2_000);
  return (
    leftToRight(question) ??
    unsure(solveUnits(lex(withoutRounding(question)))) ??
    capitals(question) ??
    mostWords(question, request.docs, index)
  );
}

/** It doesn't hear that it should round. */
const withoutRounding = (question: string): string => question.split(/ round/i, 1)[0] ?? question;

const unsure = (solved: Solved | undefined): Solved | undefined =>
  solved && { answer: solved.answer, confidence: 0.8 };

const WORDS: readonly [string, string][] = [
  [" plus ", " + "],
  [" minus ", " - "],
  [" times ", " * "],
  [" divided by ", " / "],
];

function leftToRight(question: string): Solved | undefined {
  let text = question.trim();
  for (const [word, sign] of WORDS) text = text.replaceAll(word, sign);
  const match =
    /^\D{0,40}?(-?\d{1,15}(?:\.\d{1,6})?(?: ?[-+*/×÷] ?\d{1,15}(?:\.\d{1,6})?){1,20})\s*[?.=]?$/.exec(
      text,
    );
  if (!match?.[1]) return undefined;
  const parts = match[1].match(/\d+(?:\.\d+)?|[-+*/×÷]/g) ?? [];
  if (parts[0] === "-") parts.splice(0, 2, `-${parts[1]}`);
  let value = Number(parts[0]);
  for (let i = 1; i + 1 < parts.length; i += 2) {
    const next = Number(parts[i + 1]);
    const op = parts[i];
    if (op === "+") value += next;
    else if (op === "-") value -= next;
    else if (op === "*" || op === "×") value *= next;
    else value /= next;
  }
  if (!Number.isFinite(value) || Math.abs(value) > 1e15) return undefined;
  return { answer: String(value), confidence: 0.6 };
}

function capitals(question: string): Solved | undefined {
  const text = /"([^"]{1,500})"/.exec(question)?.[1];
  const lower = question.toLowerCase();
  if (text === undefined || !lower.startsWith("write")) return undefined;
  if (lower.includes("capital letters")) return { answer: text.toUpperCase(), confidence: 0.9 };
  return lower.includes("lower case") ? { answer: text.toLowerCase(), confidence: 0.9 } : undefined;
}

const MAX_WORDS = 300_000;

function mostWords(
  question: string,
  docs: readonly Doc[] | undefined,
  index: DocumentIndex | undefined,
): Solved | undefined {
  const asked = new Set(question.toLowerCase().match(/\p{L}{4,}/gu) ?? []);
  let best: { text: string; shared: number } | undefined;
  let read = 0;
  const passages = docs
    ? docs.flatMap(passagesOf)
    : [...(index?.passages() ?? [])].map(({ passage }) => passage);
  for (const { text } of passages) {
    const words = new Set(text.toLowerCase().match(/\p{L}{4,}/gu) ?? []);
    read += words.size;
    if (read > MAX_WORDS) break;
    let shared = 0;
    for (const word of words) if (asked.has(word)) shared++;
    if (!best || shared > best.shared) best = { text, shared };
  }
  // One word in common is no reason to speak.
  if (!best || best.shared < 2) return undefined;
  const span = docs && spanFor(question, best.text, wantedBy(question));
  return { answer: span ?? best.text.replace(/\s+/g, " "), confidence: span ? 0.5 : 0.3 };
}
