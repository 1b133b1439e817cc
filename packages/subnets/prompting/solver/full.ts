import type { Doc, PromptingRequest } from "../protocol.ts";
import { solveArithmetic } from "./arithmetic.ts";
import { solveClock } from "./clock.ts";
import { solveContext } from "./context.ts";
import { solveDates } from "./dates.ts";
import type { DocumentIndex } from "./documents.ts";
import { solveFormat, withoutInstructions } from "./format.ts";
import { lex, MAX_QUESTION } from "./lexer.ts";
import { solveLogic } from "./logic.ts";
import { solvePrime } from "./prime.ts";
import { solveRetrieval } from "./retrieval.ts";
import type { Solved } from "./solved.ts";
import { solveStory } from "./story.ts";
import { solveUnits } from "./units.ts";

/** Calculation, units, calendar and logic: solvers that understand the whole question or keep silent. */
export function solveExact(question: string): Solved | undefined {
  if (question.length > MAX_QUESTION) return undefined;
  const tokens = lex(question);
  return (
    solveDates(tokens) ??
    solveClock(tokens) ??
    solveUnits(tokens) ??
    solveArithmetic(tokens) ??
    solveStory(tokens) ??
    solvePrime(tokens) ??
    solveLogic(question)
  );
}

/** Everything the full grade can do; undefined where it has no answer. */
export function solveFull(request: PromptingRequest, index?: DocumentIndex): Solved | undefined {
  const { question, docs } = splitContext(request);
  if (!question.trim()) return undefined;
  const inner = (text: string): Solved | undefined =>
    solveExact(text) ?? (docs.length > 0 ? solveContext(text, docs) : undefined);
  const plain = withoutInstructions(question);
  return (
    solveFormat(question, inner) ??
    inner(plain) ??
    followUp(request, plain) ??
    (index ? solveRetrieval(plain, index) : undefined)
  );
}

/** The last message, and the documents: those of the request, or a text pasted above "Question:". */
function splitContext(request: PromptingRequest): { question: string; docs: readonly Doc[] } {
  const message = request.messages.at(-1) ?? "";
  const docs = request.docs ?? [];
  const context = /^\s*(?:context|passage|text|document)\s*:/i.exec(message);
  if (!context) return { question: message, docs };
  const marks = [...message.matchAll(/\n\s*question\s*:/gi)];
  const mark = marks.at(-1);
  if (mark?.index === undefined) return { question: message, docs };
  const text = message.slice(context[0].length, mark.index).trim();
  return {
    question: message.slice(mark.index + mark[0].length).trim(),
    docs: text ? [...docs, { name: "context", text }] : docs,
  };
}

/** "Times 2", "now divide that by 4": goes on from the number of the last answer. */
function followUp(request: PromptingRequest, question: string): Solved | undefined {
  const last = request.roles.lastIndexOf("assistant");
  const line = last < 0 ? undefined : request.messages[last]?.split("\n", 1)[0];
  const number = /^-?\d{1,400}(?:\.\d{1,400})?/.exec(line ?? "")?.[0];
  if (number === undefined || question.length > 500) return undefined;
  const tail = question.trim().replace(/^(?:(?:and|now|then|ok|okay)\b[ ,]*){1,3}/i, "");
  return solveArithmetic(lex(`Start with ${number}, then ${tail}`));
}
