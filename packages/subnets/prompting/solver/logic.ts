import { solveKnights } from "./knights.ts";
import { MAX_QUESTION } from "./lexer.ts";
import { solveOrdering } from "./ordering.ts";
import type { Solved } from "./solved.ts";
import { statements } from "./statements.ts";
import { solveSyllogism } from "./syllogism.ts";

/** Puzzles that state their facts: order, classes, liars. */
export function solveLogic(question: string): Solved | undefined {
  if (question.length > MAX_QUESTION) return undefined;
  const sentences = statements(question);
  if (sentences.length < 2 || sentences.length > 200) return undefined;
  return solveKnights(sentences) ?? solveOrdering(sentences) ?? solveSyllogism(sentences);
}
