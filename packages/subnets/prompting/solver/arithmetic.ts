import { readExpression } from "./expression.ts";
import type { Token } from "./lexer.ts";
import { newWork, note, operate, type Reading, readInfix, type Work } from "./operators.ts";
import {
  afterPleas,
  find,
  follow,
  onlyFluff,
  symbolAt,
  takeRounding,
  wordAt,
  wordSet,
} from "./phrase.ts";
import { readQuantity } from "./quantities.ts";
import { divide, multiply, rational, show, showRounded, subtract } from "./rational.ts";
import type { Solved } from "./solved.ts";

const LEAD = wordSet(
  "what what's whats is are's calculate compute evaluate find work out determine how much does do value result answer of to simplify solve equals start begin starting with take think number a the there are",
);
const TAIL = wordSet(
  "what what's is are the result answer number value do does did you i we it get have now final equal equals please exactly total in altogether that come out to at end how much would be left then makes make explain show your working steps briefly thanks thank",
);
const JOINTS = wordSet("then and next finally now afterwards after that lastly");

/** A calculation in symbols, words or steps that takes up the whole question; else undefined, never a guess. */
export function solveArithmetic(question: readonly Token[]): Solved | undefined {
  const rounding = takeRounding(question);
  const { places } = rounding;
  const form = takeForm(rounding.tokens);
  const { tokens } = form;
  const percentage = solvePercentage(tokens, places);
  if (percentage) return percentage;
  const work = newWork();
  const plea = afterPleas(tokens);
  const start = afterLead(tokens, plea);
  let reading =
    readCommand(tokens, plea, work) ?? counted(tokens, plea) ?? readExpression(tokens, start, work);
  // A lone number is no question, unless another form of it is asked for.
  let acted =
    reading !== undefined &&
    (form.as !== undefined || work.steps.length > 0 || reading.next - start > 1);
  while (reading) {
    const next = skipJoints(tokens, reading.next);
    const clause: Reading | undefined = readClause(tokens, next, reading, work);
    if (!clause) break;
    reading = clause;
    acted = true;
  }
  if (!reading && work.byZero)
    return { answer: "undefined", working: "A division by zero has no result.", confidence: 0.9 };
  if (!reading || !acted || !onlyFluff(tokens, reading.next, TAIL)) return undefined;
  if (form.as === "fraction" && !work.inexact)
    return { answer: `${reading.value.num}/${reading.value.den}`, confidence: 0.97 };
  if (form.as === "percentage" && !work.inexact)
    return present({ ...reading, value: multiply(reading.value, rational(100)) }, work, {
      places,
      unit: "%",
    });
  return present(reading, work, { places, unit: "" });
}

/** Takes "as a fraction" out of a question; "as a percentage of" is another question. */
function takeForm(tokens: readonly Token[]): {
  tokens: Token[];
  as?: "fraction" | "decimal" | "percentage";
} {
  const at = find(tokens, "as a fraction|decimal|percentage");
  const word = at === undefined ? undefined : wordAt(tokens, at + 2);
  if (at === undefined || wordAt(tokens, at + 3) === "of") return { tokens: [...tokens] };
  if (word !== "fraction" && word !== "decimal" && word !== "percentage")
    return { tokens: [...tokens] };
  return { tokens: [...tokens.slice(0, at), ...tokens.slice(at + 3)], as: word };
}

/** "How many days are in a leap year?" */
function counted(tokens: readonly Token[], at: number): Reading | undefined {
  const many = follow(tokens, at, "how many");
  const quantity = many === undefined ? undefined : readQuantity(tokens, many);
  return quantity && { value: quantity.value, next: quantity.next };
}

const STARTS: readonly [words: string, op: string, joint: string, swapped?: true][] = [
  ["add", "+", "and|to"],
  ["multiply", "*", "by|and|with"],
  ["divide", "/", "by"],
  ["subtract", "-", "from", true],
];

/** "Multiply 6 by 7", "subtract 3 from 10", at the start of a question. */
function readCommand(tokens: readonly Token[], at: number, work: Work): Reading | undefined {
  for (const [words, op, joint, swapped] of STARTS) {
    const verb = follow(tokens, at, words);
    const first = verb === undefined ? undefined : readExpression(tokens, verb, work, 2);
    const joined = first && follow(tokens, first.next, joint);
    const second = joined === undefined ? undefined : readExpression(tokens, joined, work, 2);
    if (first && second)
      return swapped
        ? operate(op, second, { ...first, next: second.next }, work)
        : operate(op, first, second, work);
  }
  return undefined;
}

function present(
  { value }: Reading,
  work: Work,
  { places, unit }: { places: number | undefined; unit: string },
): Solved {
  const text =
    places !== undefined
      ? showRounded(value, places)
      : work.inexact
        ? `≈ ${showRounded(value, 10)}`
        : show(value);
  const working = work.steps.join("; ");
  return {
    answer: text + unit,
    ...(working.length > 0 && working.length <= 300 ? { working } : {}),
    confidence: work.inexact ? 0.9 : 0.99,
  };
}

function afterLead(tokens: readonly Token[], from: number): number {
  let at = from;
  for (;;) {
    const word = wordAt(tokens, at);
    if (word === undefined) {
      if (at > from && [":", ","].includes(symbolAt(tokens, at) ?? "")) at++;
      else return at;
    } else {
      // "the number of days…" is a value, "the number 14" a lead; "the sum of" is kept by its function.
      if (word === "number" && wordAt(tokens, at + 1) === "of") return at;
      if (!LEAD.has(word) || (word === "a" && !LEAD.has(wordAt(tokens, at + 1) ?? "number")))
        return at;
      at++;
    }
  }
}

function skipJoints(tokens: readonly Token[], from: number): number {
  let at = from;
  while (
    [",", ".", ";"].includes(symbolAt(tokens, at) ?? "") ||
    JOINTS.has(wordAt(tokens, at) ?? "")
  )
    at++;
  return at;
}

const IT = "it|that|this";
function skipIt(tokens: readonly Token[], at: number): number {
  return follow(tokens, at, IT) ?? follow(tokens, at, "the result|answer|number|total") ?? at;
}

const COMMANDS: readonly [words: string, op: string, preposition?: string][] = [
  ["add", "+"],
  ["subtract|deduct", "-"],
  ["take away", "-"],
  ["multiply", "*", "by|with"],
  ["divide", "/", "by"],
  ["increase", "+", "by"],
  ["decrease|reduce|lower", "-", "by"],
  ["raise", "^", "to"],
];
const DONE: readonly [words: string, op: string, by: number][] = [
  ["double", "*", 2],
  ["triple", "*", 3],
  ["halve", "/", 2],
  ["square", "^", 2],
  ["cube", "^", 3],
];

/** A further step on what is there: ", minus 29", "then multiply by 4", "double it". */
function readClause(
  tokens: readonly Token[],
  at: number,
  left: Reading,
  work: Work,
): Reading | undefined {
  const infix = readInfix(tokens, at);
  if (infix && !infix.swapped) {
    const right = readExpression(tokens, infix.next, work, infix.level + 1);
    return right && operate(infix.op, left, right, work);
  }
  for (const [words, op, by] of DONE) {
    const next = follow(tokens, at, words);
    if (next !== undefined)
      return operate(op, left, { value: rational(by), next: skipIt(tokens, next) }, work);
  }
  for (const [words, op, preposition] of COMMANDS) {
    const verb = follow(tokens, at, words);
    if (verb === undefined) continue;
    const object =
      preposition === undefined ? verb : follow(tokens, skipIt(tokens, verb), preposition);
    if (object === undefined) return undefined;
    const operand = follow(tokens, object, "the power of") ?? object;
    const right = readExpression(tokens, operand, work, 2);
    if (!right) return undefined;
    const to = follow(tokens, right.next, "to|from");
    return operate(
      op,
      left,
      { ...right, next: to === undefined ? right.next : skipIt(tokens, to) },
      work,
    );
  }
  return undefined;
}

/** "What percentage of 80 is 20?", "20 is what percent of 80?", "20 as a percentage of 80", "percentage change from 80 to 100". */
function solvePercentage(tokens: readonly Token[], places: number | undefined): Solved | undefined {
  const work = newWork();
  const share = (
    part: Reading | undefined,
    base: Reading | undefined,
    end: number,
  ): Solved | undefined => {
    if (!part || !base || !onlyFluff(tokens, end, TAIL)) return undefined;
    const ratio = divide(multiply(part.value, rational(100)), base.value);
    if (!ratio) return undefined;
    const text = places === undefined ? show(ratio) : showRounded(ratio, places);
    note(work, `${show(part.value)} ÷ ${show(base.value)} × 100`);
    return {
      answer: text.includes("≈") ? text : `${text}%`,
      working: work.steps.join("; "),
      confidence: 0.98,
    };
  };
  const start = afterPleas(tokens);
  const of = find(tokens, "percentage|percent of", start);
  const word = of === undefined ? undefined : wordAt(tokens, of - 1);
  if (of !== undefined && word === "what") {
    if (of - 1 > start) {
      // "20 is what percent of 80?"
      const part = readExpression(tokens, start, work);
      const base =
        part && follow(tokens, part.next, "is") === of - 1
          ? readExpression(tokens, of + 2, work)
          : undefined;
      return share(part, base, base?.next ?? 0);
    }
    const base = readExpression(tokens, of + 2, work);
    const is = base && follow(tokens, base.next, "is|are");
    const part = is === undefined ? undefined : readExpression(tokens, is, work);
    return share(part, base, part?.next ?? 0);
  }
  if (of !== undefined && follow(tokens, of - 2, "as a") === of) {
    const part = readExpression(tokens, afterLead(tokens, start), work);
    const base = part?.next === of - 2 ? readExpression(tokens, of + 2, work) : undefined;
    return share(part, base, base?.next ?? 0);
  }
  const change = find(tokens, "percentage|percent|percental change|increase|decrease from", start);
  if (change === undefined) return undefined;
  const from = readExpression(tokens, change + 3, work);
  const to = from && follow(tokens, from.next, "to");
  const until = to === undefined ? undefined : readExpression(tokens, to, work);
  if (!from || !until) return undefined;
  const falls = wordAt(tokens, change + 1) === "decrease";
  const difference = falls ? subtract(from.value, until.value) : subtract(until.value, from.value);
  return share({ value: difference, next: 0 }, from, until.next);
}
