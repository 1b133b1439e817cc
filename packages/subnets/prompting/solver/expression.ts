import type { Token } from "./lexer.ts";
import { ordinalOf, readNumber } from "./number-words.ts";
import { type Infix, note, operate, type Reading, readInfix, type Work } from "./operators.ts";
import { follow, symbolAt, wordAt } from "./phrase.ts";
import { readQuantity } from "./quantities.ts";
import {
  add,
  compare,
  divide,
  factorial,
  gcd,
  isHandy,
  isWhole,
  multiply,
  negate,
  power,
  type Rational,
  rational,
  showBrief,
  showRounded,
  squareRoot,
  subtract,
} from "./rational.ts";

const MAX_DEPTH = 80;

/** The expression at `at` whose operators bind at `level` or tighter: 1 sums, 2 products, 3 "of", 4 signs, 5 powers. */
export function readExpression(
  tokens: readonly Token[],
  at: number,
  work: Work,
  level = 1,
): Reading | undefined {
  if (++work.depth > MAX_DEPTH) return undefined;
  let left = readPrefix(tokens, at, work);
  while (left) {
    const here = left.next;
    const of = (left.percent || left.part) && level <= 3 ? follow(tokens, here, "of") : undefined;
    const off = left.percent && level <= 3 ? follow(tokens, here, "off") : undefined;
    if (off !== undefined) left = { ...left, value: subtract(rational(1), left.value) };
    const share = of ?? off;
    const infix: Infix | undefined =
      share === undefined ? readInfix(tokens, here) : { op: "*", level: 3, next: share };
    if (!infix || infix.level < level) break;
    // Powers group to the right, everything else to the left.
    const right = readExpression(tokens, infix.next, work, infix.op === "^" ? 4 : infix.level + 1);
    if (!right) {
      // "5 and then divide": the operator belongs to someone else.
      break;
    }
    const joined: Reading | undefined = infix.swapped
      ? operate(infix.op, right, { ...left, next: right.next }, work)
      : operate(infix.op, left, right, work);
    left = joined && { ...joined, next: right.next, part: infix.op === "/" && infix.level === 2 };
  }
  work.depth--;
  return left;
}

function readPrefix(tokens: readonly Token[], at: number, work: Work): Reading | undefined {
  const symbol = symbolAt(tokens, at);
  if (symbol === "-" || symbol === "+" || follow(tokens, at, "minus|negative") !== undefined) {
    const inner = readExpression(tokens, at + 1, work, 4);
    return (
      inner && { ...inner, value: symbol === "+" ? inner.value : negate(inner.value), part: false }
    );
  }
  if (symbol === "(") {
    const inner = readExpression(tokens, at + 1, work);
    if (!inner || symbolAt(tokens, inner.next) !== ")") return undefined;
    return readPostfix(tokens, { value: inner.value, next: inner.next + 1 }, work);
  }
  if (symbol === "√") return root(tokens, at + 1, work);
  const quantity = readQuantity(tokens, at);
  if (quantity) {
    note(work, `${quantity.name} = ${showBrief(quantity.value)}`);
    return { value: quantity.value, next: quantity.next };
  }
  const named = readFunction(tokens, follow(tokens, at, "the") ?? at, work);
  if (named) return readPostfix(tokens, named, work);
  const number = readNumber(tokens, at);
  return (
    number &&
    readPostfix(tokens, { value: number.value, next: number.next, part: number.fraction }, work)
  );
}

function readPostfix(tokens: readonly Token[], read: Reading, work: Work): Reading | undefined {
  let current: Reading | undefined = read;
  while (current) {
    const { value, next }: Reading = current;
    const touches = tokens[next]?.start === tokens[next - 1]?.end;
    if ((symbolAt(tokens, next) === "!" && touches) || wordAt(tokens, next) === "factorial") {
      const product = factorial(value);
      current = product && { value: product, next: next + 1 };
    } else if (
      symbolAt(tokens, next) === "%" &&
      (tokens[next + 1]?.kind === "number" || symbolAt(tokens, next + 1) === "(")
    ) {
      const right = readExpression(tokens, next + 1, work, 3);
      current = right && operate("mod", current, right, work);
    } else if (symbolAt(tokens, next) === "%" || follow(tokens, next, "percent") !== undefined) {
      current = { value: multiply(value, rational(1, 100)), next: next + 1, percent: true };
    } else if (follow(tokens, next, "per cent") !== undefined) {
      current = { value: multiply(value, rational(1, 100)), next: next + 2, percent: true };
    } else if (follow(tokens, next, "squared|cubed") !== undefined) {
      const raised = power(value, rational(wordAt(tokens, next) === "squared" ? 2 : 3));
      current = raised && { value: raised, next: next + 1 };
    } else {
      const ordinal = ordinalPower(tokens, next);
      if (!ordinal) return current;
      const raised = power(value, ordinal.value);
      current = raised && { value: raised, next: ordinal.next };
    }
  }
  return undefined;
}

/** "to the 10th (power)", "to the tenth". */
function ordinalPower(
  tokens: readonly Token[],
  at: number,
): { value: Rational; next: number } | undefined {
  const start = follow(tokens, at, "to the") ?? follow(tokens, at, "raised to the");
  const token = start === undefined ? undefined : tokens[start];
  if (start === undefined || !token) return undefined;
  const word = token.kind === "word" ? ordinalOf(token.text) : undefined;
  const value =
    token.kind === "number" && token.ordinal
      ? token.value
      : word === undefined
        ? undefined
        : rational(word);
  return value && { value, next: follow(tokens, start + 1, "power") ?? start + 1 };
}

function root(tokens: readonly Token[], at: number, work: Work): Reading | undefined {
  const inner = readExpression(tokens, at, work, 5);
  const found = inner && squareRoot(inner.value);
  if (!found) return undefined;
  if (!found.exact) work.inexact = true;
  const shown = found.exact ? `= ${showBrief(found.value)}` : `≈ ${showRounded(found.value, 10)}`;
  note(work, `√${showBrief(inner.value)} ${shown}`);
  return { value: found.value, next: inner.next };
}

type Unary = (value: Rational) => Rational | undefined;
const UNARY: readonly [words: string, apply: Unary][] = [
  ["square of", (v) => power(v, rational(2))],
  ["cube of", (v) => power(v, rational(3))],
  ["factorial of", factorial],
  ["half of", (v) => divide(v, rational(2))],
  ["half", (v) => divide(v, rational(2))],
  ["double|twice", (v) => multiply(v, rational(2))],
  ["triple|thrice", (v) => multiply(v, rational(3))],
  ["absolute value of", (v) => (v.num < 0n ? negate(v) : v)],
];

const whole = (values: readonly Rational[]): boolean => values.every(isWhole);
const total = (values: readonly Rational[]): Rational => values.reduce(add);
const LISTS: readonly [words: string, apply: (values: Rational[]) => Rational | undefined][] = [
  ["sum|total of", total],
  ["product of", (v) => v.reduce(multiply)],
  [
    "difference between|of",
    (v) =>
      v.length === 2
        ? subtract(
            compare(v[0]!, v[1]!) > 0 ? v[0]! : v[1]!,
            compare(v[0]!, v[1]!) > 0 ? v[1]! : v[0]!,
          )
        : undefined,
  ],
  ["quotient of", (v) => (v.length === 2 ? divide(v[0]!, v[1]!) : undefined)],
  ["average|mean of", (v) => divide(total(v), rational(v.length))],
  [
    "greatest|highest|largest common divisor|factor of",
    (v) => (whole(v) ? rational(v.map((x) => x.num).reduce(gcd)) : undefined),
  ],
  ["gcd|hcf|gcf of", (v) => (whole(v) ? rational(v.map((x) => x.num).reduce(gcd)) : undefined)],
  ["least|lowest|smallest common multiple of", (v) => lcm(v)],
  ["lcm of", (v) => lcm(v)],
  ["maximum|largest|greatest|biggest of", (v) => v.reduce((a, b) => (compare(a, b) >= 0 ? a : b))],
  ["minimum|smallest|least of", (v) => v.reduce((a, b) => (compare(a, b) <= 0 ? a : b))],
];
function lcm(values: readonly Rational[]): Rational | undefined {
  if (!whole(values) || values.some((v) => v.num <= 0n)) return undefined;
  return rational(values.map((v) => v.num).reduce((a, b) => (a / gcd(a, b)) * b));
}

function readFunction(tokens: readonly Token[], at: number, work: Work): Reading | undefined {
  const sqrt = follow(tokens, at, "square root of") ?? follow(tokens, at, "sqrt");
  if (sqrt !== undefined) return root(tokens, sqrt, work);
  const remainder = follow(tokens, at, "remainder when|of|if|from") ?? undefined;
  if (remainder !== undefined) return readRemainder(tokens, remainder, work);
  for (const [words, apply] of LISTS) {
    const next = follow(tokens, at, words) ?? bracketed(tokens, at, words);
    const list = next === undefined ? undefined : readList(tokens, next, work);
    if (!list) continue;
    const value = apply(list.values);
    return value && isHandy(value) ? { value, next: list.next } : undefined;
  }
  for (const [words, apply] of UNARY) {
    const next = follow(tokens, at, words);
    const inner = next === undefined ? undefined : readExpression(tokens, next, work, 5);
    if (!inner) continue;
    const value = apply(inner.value);
    return value && isHandy(value) ? { value, next: inner.next } : undefined;
  }
  return undefined;
}

/** `gcd(12, 18)`: the one-word names may also be called like functions. */
function bracketed(tokens: readonly Token[], at: number, words: string): number | undefined {
  const names = words.split(" ")[0]!;
  if (!/^(gcd|lcm|sum|max|min|mean|average)/.test(names) || symbolAt(tokens, at + 1) !== "(")
    return undefined;
  return follow(tokens, at, names);
}

/** "3, 4 and 5" or "(3, 4, 5)"; two values at least. */
function readList(
  tokens: readonly Token[],
  at: number,
  work: Work,
): { values: Rational[]; next: number } | undefined {
  const open = symbolAt(tokens, at) === "(" && symbolAt(tokens, at + 2) === ",";
  let next = open ? at + 1 : at;
  const values: Rational[] = [];
  for (;;) {
    const item = readExpression(tokens, next, work, 2);
    if (!item) return undefined;
    values.push(item.value);
    next = item.next;
    const comma = symbolAt(tokens, next) === "," ? next + 1 : undefined;
    const joint = follow(tokens, comma ?? next, "and") ?? comma;
    if (joint === undefined || values.length >= 200) break;
    const more =
      readNumber(tokens, joint) ?? symbolAt(tokens, joint) ?? readQuantity(tokens, joint);
    if (!more) break;
    next = joint;
  }
  if (open && symbolAt(tokens, next) !== ")") return undefined;
  return values.length < 2 ? undefined : { values, next: open ? next + 1 : next };
}

/** "A is divided by B", "A divided by B", "dividing A by B". */
function readRemainder(tokens: readonly Token[], at: number, work: Work): Reading | undefined {
  const dividing = follow(tokens, at, "dividing|you divide") ?? follow(tokens, at, "you divide");
  const first = readExpression(tokens, dividing ?? at, work, 3);
  if (!first) return undefined;
  const by =
    dividing === undefined
      ? (follow(tokens, first.next, "is divided by") ?? follow(tokens, first.next, "divided by"))
      : follow(tokens, first.next, "by");
  const second = by === undefined ? undefined : readExpression(tokens, by, work, 3);
  return second && operate("mod", first, second, work);
}
