import type { Token } from "./lexer.ts";
import { follow, symbolAt } from "./phrase.ts";
import {
  add,
  divide,
  isHandy,
  modulo,
  multiply,
  power,
  type Rational,
  showBrief,
  subtract,
} from "./rational.ts";

/** A value and where its expression ended. `percent`: written as one; `part`: a fraction that "of" may follow. */
export type Reading = { value: Rational; next: number; percent?: boolean; part?: boolean };

/** What happens on the way: steps for people, a budget against nesting; `inexact`: a root was cut; `byZero`: someone divided by it. */
export type Work = { steps: string[]; depth: number; inexact: boolean; byZero: boolean };
export const newWork = (): Work => ({ steps: [], depth: 0, inexact: false, byZero: false });
export type Infix = { op: string; level: number; next: number; swapped?: boolean };

const WORD_OPS: readonly [words: string, op: string, level: number][] = [
  ["plus", "+", 1],
  ["minus", "-", 1],
  ["less than", "swap-", 1],
  ["more than", "swap+", 1],
  ["less", "-", 1],
  ["added to", "+", 1],
  ["subtracted from", "swap-", 1],
  ["increased by", "+", 1],
  ["decreased|reduced|lowered by", "-", 1],
  ["times", "*", 2],
  ["x", "*", 2],
  ["multiplied by", "*", 2],
  ["divided by", "/", 2],
  ["over", "/", 2],
  ["mod|modulo", "mod", 2],
  ["to the power of", "^", 5],
  ["raised to the power of", "^", 5],
  ["to the power", "^", 5],
  ["raised to", "^", 5],
];

/** The operator between two values that stands at `at`. */
export function readInfix(tokens: readonly Token[], at: number): Infix | undefined {
  const symbol = symbolAt(tokens, at);
  if (symbol !== undefined) {
    if (symbol === "+" || symbol === "-") return { op: symbol, level: 1, next: at + 1 };
    if (symbol === "*" || symbol === "/") return { op: symbol, level: 2, next: at + 1 };
    if (symbol === "^") return { op: "^", level: 5, next: at + 1 };
    return undefined;
  }
  for (const [words, op, level] of WORD_OPS) {
    const next = follow(tokens, at, words);
    if (next !== undefined)
      return { op: op.replace("swap", ""), level, next, swapped: op.startsWith("swap") };
  }
  return undefined;
}

/** The result of one operation, noted in the work; undefined where there is none (division by zero, too long). */
export function operate(
  op: string,
  left: Reading,
  right: Reading,
  work: Work,
): Reading | undefined {
  const a = left.value;
  // "200 + 10 %" means a tenth of the 200, as on a calculator.
  const b =
    right.percent && !left.percent && (op === "+" || op === "-")
      ? multiply(a, right.value)
      : right.value;
  const results: Record<string, () => Rational | undefined> = {
    "+": () => add(a, b),
    "-": () => subtract(a, b),
    "*": () => multiply(a, b),
    "/": () => divide(a, b),
    "^": () => power(a, b),
    mod: () => modulo(a, b),
  };
  const value = results[op]?.();
  if (!value && b.num === 0n) work.byZero = true;
  if (!value || !isHandy(value)) return undefined;
  const sign = ({ "*": "×", "/": "÷", "-": "−" } as Record<string, string>)[op] ?? op;
  const line = [showBrief(a), sign, showBrief(b), "=", showBrief(value)].join(" ");
  // One sign that it is not exact is enough, before the result.
  const about = line.includes("≈");
  note(work, about ? line.replaceAll("≈ ", "").replace(" = ", " ≈ ") : line);
  return { value, next: right.next };
}

export function note(work: Work, step: string): void {
  if (step.length <= 90 && work.steps.length < 12) work.steps.push(step);
}
