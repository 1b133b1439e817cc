import {
  decimal,
  type Fraction,
  fraction,
  fractionText,
  minus,
  over,
  plus,
  rounded,
  scaled,
  times,
} from "./fraction.ts";
import { GIVEN_NAMES } from "./names.ts";
import type { Random } from "./random.ts";
import { spelled } from "./spell.ts";
import type { Draft } from "./task.ts";

type Op = "+" | "-" | "*" | "/";
type Tree = { text: string; value: Fraction } | { op: Op; left: Tree; right: Tree };

const draft = (prompt: string, value: Fraction | number | bigint): Draft => ({
  prompt,
  truth: {
    type: "number",
    value: fractionText(typeof value === "object" ? value : fraction(value)),
  },
});

const apply = (op: Op, a: Fraction, b: Fraction): Fraction =>
  op === "+" ? plus(a, b) : op === "-" ? minus(a, b) : op === "*" ? times(a, b) : over(a, b);
const worthOf = (tree: Tree): Fraction =>
  "op" in tree ? apply(tree.op, worthOf(tree.left), worthOf(tree.right)) : tree.value;
const whole = (value: number): Tree => ({ text: String(value), value: fraction(value) });

function tree(random: Random, depth: number): Tree {
  if (depth === 0) return whole(random.int(2, 99));
  const op = random.pick<Op>(["+", "-", "*", "+", "-", "*", "/"]);
  if (op === "/") {
    // Numerator made from the quotient, so that every division comes out even.
    const divisor = random.int(2, 25);
    return { op, left: whole(divisor * random.int(2, 60)), right: whole(divisor) };
  }
  const deep = random.chance(50);
  return {
    op,
    left: tree(random, deep ? depth - 1 : random.int(0, depth - 1)),
    right: tree(random, deep ? random.int(0, depth - 1) : depth - 1),
  };
}

const rank = (node: Tree): number =>
  "op" in node ? (node.op === "+" || node.op === "-" ? 1 : 2) : 3;

function render(node: Tree, sign: (op: Op) => string): string {
  if (!("op" in node)) return node.text;
  const wrap = (child: Tree, tight: boolean): string => {
    const inner = render(child, sign);
    return rank(child) < rank(node) || (tight && rank(child) === rank(node)) ? `(${inner})` : inner;
  };
  return `${wrap(node.left, false)} ${sign(node.op)} ${wrap(node.right, true)}`;
}

const LEADS = [
  "What is #?",
  "Calculate #.",
  "Compute #.",
  "How much is #?",
  "Evaluate #",
  "What does # equal?",
];
const ask = (random: Random, expression: string): string =>
  random.pick(LEADS).replace("#", () => expression);

function expression(random: Random): Draft {
  const node = tree(random, random.int(2, 3));
  const school = random.chance(40);
  const sign = (op: Op): string => (school && op === "*" ? "×" : school && op === "/" ? "÷" : op);
  return draft(ask(random, render(node, sign)), worthOf(node));
}

function decimals(random: Random): Draft {
  const number = (): Tree => {
    const places = random.int(1, 2);
    const value = scaled(random.int(11, 9999), places);
    return { text: decimal(value)!, value };
  };
  const ops = [random.pick<Op>(["+", "-", "*"]), random.pick<Op>(["+", "-"])] as const;
  const node: Tree = {
    op: ops[1],
    left: {
      op: ops[0],
      left: number(),
      right: random.chance(50) ? number() : whole(random.int(2, 30)),
    },
    right: number(),
  };
  return draft(
    ask(
      random,
      render(node, (op) => op),
    ),
    worthOf(node),
  );
}

function words(random: Random): Draft {
  const [a, b] = [random.int(2, 900), random.int(2, 900)];
  const [name, value] = random.pick([
    [`${spelled(a)} plus ${spelled(b)}`, a + b],
    [`${spelled(a)} minus ${spelled(b)}`, a - b],
    [`${spelled(a)} times ${spelled(b)}`, a * b],
    [`${spelled(a * b)} divided by ${spelled(b)}`, a],
    [`the sum of ${spelled(a)} and ${spelled(b)}`, a + b],
    [`the product of ${a} and ${spelled(b)}`, a * b],
  ] as const);
  // Beyond six figures nobody spells a number out.
  return a * b > 999_999 && value === a ? words(random) : draft(ask(random, name), value);
}

const FACTS: readonly [string, number][] = [
  ["the number of days in a week", 7],
  ["the number of months in a year", 12],
  ["the number of hours in a day", 24],
  ["the number of minutes in an hour", 60],
  ["the number of days in January", 31],
  ["the number of days in April 2023", 30],
  ["the number of days in February 2024", 29],
  ["the number of days in February 2023", 28],
  ["the number of days in a leap year", 366],
];

function clauses(random: Random): Draft {
  const [a, b, c] = [random.int(11, 99), random.int(11, 99), random.int(2, 40)];
  const [fact, factValue] = random.pick(FACTS);
  const [last, lastValue] = random.chance(60) ? [fact, factValue] : [String(c), c];
  const [first, value] = random.pick([
    [`${a} * ${b}`, a * b],
    [`${a} times ${b}`, a * b],
    [`${a} plus ${b}`, a + b],
    [`${a + b} minus ${b}`, a],
  ] as const);
  const [join, result] = random.pick([
    [`, minus ${last}`, value - lastValue],
    [`, plus ${last}`, value + lastValue],
    [`, times ${last}`, value * lastValue],
  ] as const);
  return draft(ask(random, first + join), result);
}

function steps(random: Random): Draft {
  let value = fraction(random.int(3, 60));
  const lines: string[] = [];
  const start = fractionText(value);
  for (let i = random.int(2, 5); i > 0; i--) {
    const k = random.int(2, 30);
    const [line, next] = random.pick([
      [`add ${k}`, plus(value, fraction(k))],
      [`subtract ${k}`, minus(value, fraction(k))],
      [`multiply by ${k}`, times(value, fraction(k))],
      ["double it", times(value, fraction(2))],
      ["triple it", times(value, fraction(3))],
      [
        value.n % 2n === 0n ? "halve it" : "double it",
        value.n % 2n === 0n ? over(value, fraction(2)) : times(value, fraction(2)),
      ],
    ] as const);
    lines.push(line);
    value = next;
  }
  const list =
    lines.length > 1 ? `${lines.slice(0, -1).join(", ")} and then ${lines.at(-1)}` : lines[0]!;
  const capital = list[0]!.toUpperCase() + list.slice(1);
  const prompt = random.pick([
    `Start with ${start}. ${capital}. What is the result?`,
    `Take ${start}, ${list}. What do you get?`,
    `I think of the number ${start}. ${capital}. What number do I have now?`,
  ]);
  return draft(prompt, value);
}

function percent(random: Random): Draft {
  const rate = random.pick([5, 10, 12.5, 15, 20, 25, 30, 35, 40, 60, 75, 90, 120]);
  const base = random.int(2, 400) * random.pick([2, 4, 5, 10]);
  const share = fraction(rate * 10, 1000);
  const amount = fraction(base);
  return random.pick([
    draft(ask(random, `${rate}% of ${base}`), times(share, amount)),
    draft(ask(random, `${rate} percent of ${base}`), times(share, amount)),
    draft(`What is ${base} increased by ${rate}%?`, times(amount, plus(fraction(1), share))),
    draft(`What is ${base} decreased by ${rate}%?`, times(amount, minus(fraction(1), share))),
    draft(
      `What percentage of ${base} is ${fractionText(rounded(times(share, amount), 0))}? Round to two decimal places.`,
      rounded(over(times(rounded(times(share, amount), 0), fraction(100)), amount), 2),
    ),
  ]);
}

function big(random: Random): Draft {
  const [a, b] = [random.big(random.int(12, 32)), random.big(random.int(12, 32))];
  const [base, power] = [random.int(2, 15), random.int(10, 60)];
  const value = BigInt(base) ** BigInt(power);
  return random.pick([
    draft(ask(random, `${a} * ${b}`), a * b),
    draft(ask(random, `${a} + ${b}`), a + b),
    draft(ask(random, `${a} - ${b}`), a - b),
    draft(ask(random, `${base}^${power}`), value),
    draft(ask(random, `${base} to the power of ${power}`), value),
  ]);
}

function numberTheory(random: Random): Draft {
  const [a, b, shared] = [random.int(20, 5000), random.int(3, 97), random.int(2, 40)];
  const [p, q] = random.sample([2, 3, 5, 7, 11, 13, 17, 19], 2) as [number, number];
  const n = random.int(4, 20);
  const factorial = Array.from({ length: n }, (_, i) => BigInt(i + 1)).reduce((x, y) => x * y);
  return random.pick([
    draft(`What is the remainder when ${a} is divided by ${b}?`, a % b),
    draft(`What is the greatest common divisor of ${p * shared} and ${q * shared}?`, shared),
    draft(`What is the least common multiple of ${p * shared} and ${q * shared}?`, p * q * shared),
    draft(`What is the square root of ${a * a}?`, a),
    draft(ask(random, `the square of ${a}`), a * a),
    draft(ask(random, `the factorial of ${n}`), factorial),
    draft(ask(random, `${n}!`), factorial),
  ]);
}

function story(random: Random): Draft {
  const [who, other] = random.sample(GIVEN_NAMES, 2) as [string, string];
  const thing = random.pick(["marbles", "apples", "stamps", "coins", "books", "shells"]);
  const start = random.int(20, 200);
  const [gain, loss, packs, each] = [
    random.int(2, 90),
    random.int(2, 19),
    random.int(3, 40),
    random.int(3, 40),
  ];
  return random.pick([
    draft(
      `${who} has ${start} ${thing}. ${who} gives ${loss} ${thing} to ${other} and then buys ${gain} more. How many ${thing} does ${who} have now?`,
      start - loss + gain,
    ),
    draft(
      `${who} has ${start} ${thing}, finds ${gain} more and loses ${loss}. How many ${thing} does ${who} have left?`,
      start + gain - loss,
    ),
    draft(`A box holds ${each} ${thing}. How many ${thing} are in ${packs} boxes?`, each * packs),
    draft(
      `${packs} people share ${packs * each} ${thing} equally. How many ${thing} does each person get?`,
      each,
    ),
  ]);
}

/** Exact calculation, from one line of symbols to a short story. */
export function arithmeticTask(random: Random): Draft {
  const form = random.pick([
    expression,
    expression,
    expression,
    decimals,
    words,
    clauses,
    clauses,
    steps,
    steps,
    percent,
    big,
    numberTheory,
    story,
  ]);
  return form(random);
}
