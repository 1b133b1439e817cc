import {
  decimal,
  type Fraction,
  fraction,
  fractionText,
  minus,
  over,
  plus,
  readFraction,
  times,
} from "../tasks/fraction.ts";
import type { Truth } from "../tasks/task.ts";
import { checkUnits } from "./check-units.ts";

/**
 * The validator's own second opinion on users' questions: plain calculation, lengths of months and years,
 * days between dates, weekdays. Written apart from the miner's solver on purpose (the host's calendar, a
 * shunting yard), so that one mistake is not made twice. Understands little and keeps silent on the rest.
 */
export function checkQuestion(question: string): Truth | undefined {
  if (question.length > 600) return undefined;
  const text = question
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[×·]/g, "*")
    .replace(/÷/g, "/")
    .replace(/[−–]/g, "-")
    .replace(/\s+/g, " ")
    .replace(/[\s?.!=]+$/, "")
    .replace(/^(?:hi|hello|hey|please|can you|could you|tell me)[ ,]+/, "")
    .trim();
  return calendar(text) ?? checkUnits(text) ?? calculation(text);
}

const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];
const MONTH = MONTHS.join("|");
const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const DAY_MS = 86_400_000;

/** UTC milliseconds of a day, or undefined where the host's calendar moved it elsewhere. */
function utc(year: number, month: number, day: number): number | undefined {
  const date = new Date(Date.UTC(2000, 0, 1));
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCFullYear() === year &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day
    ? date.getTime()
    : undefined;
}

const number = (value: number): Truth => ({ type: "number", value: String(value) });
const daysIn = (month: number, year: number): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate();

function datesIn(text: string): { times: number[]; rest: string } {
  const times: number[] = [];
  const rest = text.replace(
    new RegExp(
      `\\b(\\d{4})-(\\d{2})-(\\d{2})\\b|\\b(\\d{1,2})(?:st|nd|rd|th)? (?:of )?(${MONTH}),? (\\d{4})\\b|\\b(${MONTH}) (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})\\b`,
      "g",
    ),
    (all, y1, m1, d1, d2, m2, y2, m3, d3, y3) => {
      const time = y1
        ? utc(Number(y1), Number(m1), Number(d1))
        : y2
          ? utc(Number(y2), MONTHS.indexOf(m2) + 1, Number(d2))
          : utc(Number(y3), MONTHS.indexOf(m3) + 1, Number(d3));
      if (time === undefined) return all;
      times.push(time);
      return "#";
    },
  );
  return { times, rest };
}

function calendar(text: string): Truth | undefined {
  const month = new RegExp(
    `^how many days (?:are (?:there )?in|does|did|has|will) (${MONTH})(?:,| of| in)? (\\d{4})(?: have| has)?$`,
  ).exec(text);
  if (month) return number(daysIn(MONTHS.indexOf(month[1]!) + 1, Number(month[2])));
  const leap = /^is (\d{4}) a leap year$/.exec(text);
  if (leap)
    return {
      type: "text",
      value: daysIn(2, Number(leap[1])) === 29 ? "yes" : "no",
      also: [],
      partial: false,
    };
  const { times: found, rest } = datesIn(text);
  const [first, second] = found;
  if (first === undefined) return undefined;
  if (second !== undefined && found.length === 2) {
    const between =
      /^(?:how many|what is the number of) days (?:are (?:there )?|is it |is )?(?:between # and #|from # (?:to|until|till) #|after # is #)$/;
    return between.test(rest) ? number(Math.round(Math.abs(second - first) / DAY_MS)) : undefined;
  }
  if (
    found.length === 1 &&
    /^(?:what|which) (?:day(?: of the week)?|weekday) (?:is|was|will) #(?: be)?$|^on (?:what|which) (?:weekday|day of the week) (?:does|did) # fall$/.test(
      rest,
    )
  ) {
    return {
      type: "text",
      value: WEEKDAYS[new Date(first).getUTCDay()]!,
      also: [],
      partial: false,
    };
  }
  return undefined;
}

const FACTS: readonly [pattern: RegExp, value: (match: string[]) => number][] = [
  [
    new RegExp(`(?:the )?(?:number of )?days in (${MONTH}) (\\d{4})`, "g"),
    ([, month, year]) => daysIn(MONTHS.indexOf(month!) + 1, Number(year)),
  ],
  [
    /(?:the )?(?:number of )?days in (?:the year )?(\d{4})/g,
    ([, year]) => (daysIn(2, Number(year)) === 29 ? 366 : 365),
  ],
  [/(?:the )?(?:number of )?days in a week/g, () => 7],
  [/(?:the )?(?:number of )?months in a year/g, () => 12],
  [/(?:the )?(?:number of )?hours in a day/g, () => 24],
  [/(?:the )?(?:number of )?minutes in an hour/g, () => 60],
];

const WORDS: readonly [RegExp, string][] = [
  [/\bmultiplied by\b|\btimes\b/g, "*"],
  [/\bdivided by\b/g, "/"],
  [/\bplus\b/g, "+"],
  [/\bminus\b/g, "-"],
  [/\bto the power of\b|\*\*/g, "^"],
  [/(\d)\s?(?:%|percent) of (?=[\d(])/g, "$1 / 100 * "],
  [/(\d) ?x ?(?=\d)/g, "$1 * "],
];

function calculation(source: string): Truth | undefined {
  let text = source
    .replace(/^(?:what is|what's|how much is|calculate|compute|evaluate|work out|what does) /, "")
    .replace(/ (?:equal|equals)$/, "");
  for (const [pattern, value] of FACTS)
    text = text.replace(pattern, (...match) => `(${value(match.slice(0, -2) as string[])})`);
  for (const [pattern, sign] of WORDS) text = text.replace(pattern, sign);
  text = text.replace(/(\d),(?=\d{3}(?!\d))/g, "$1");
  // ", minus …" acts on everything before it.
  const clauses = text.split(/,? then |, (?=[-+*/^])/);
  if (clauses.length > 20) return undefined;
  const joined = clauses.reduce((left, right) => `(${left}) ${right}`);
  if (!/[-+*/^]/.test(joined) || !/^[\d\s.+*/^()-]+$/.test(joined)) return undefined;
  const value = shuntingYard(joined);
  return value && { type: "number", value: fractionText(value) };
}

const RANK: Record<string, number> = { "+": 1, "-": 1, "*": 2, "/": 2, "~": 3, "^": 4 };

/** Value of an expression in digits, `+ - * / ^`, brackets; "~" stands for a sign. Undefined for anything broken. */
function shuntingYard(text: string): Fraction | undefined {
  const values: Fraction[] = [];
  const signs: string[] = [];
  let fresh = true; // A value may start here.
  const reduce = (): boolean => {
    const sign = signs.pop()!;
    const right = values.pop();
    if (sign === "~") return right !== undefined && values.push(minus(fraction(0), right)) > 0;
    const left = values.pop();
    const value = left && right && applied(sign, left, right);
    return value !== undefined && values.push(value) > 0;
  };
  for (const token of text.match(/\d+(?:\.\d+)?|\S/g) ?? []) {
    if (/^\d/.test(token)) {
      const value = readFraction(token);
      if (!fresh || !value) return undefined;
      values.push(value);
      fresh = false;
    } else if (token === "(") {
      if (!fresh) return undefined;
      signs.push(token);
    } else if (token === ")") {
      if (fresh) return undefined;
      while (signs.length > 0 && signs.at(-1) !== "(") if (!reduce()) return undefined;
      if (signs.pop() !== "(") return undefined;
    } else if (RANK[token] === undefined || token === "~") {
      return undefined;
    } else if (fresh) {
      if (token !== "-") return undefined;
      signs.push("~");
    } else {
      const rank = RANK[token]!;
      while (
        signs.length > 0 &&
        signs.at(-1) !== "(" &&
        (RANK[signs.at(-1)!]! > rank || (RANK[signs.at(-1)!] === rank && token !== "^"))
      )
        if (!reduce()) return undefined;
      signs.push(token);
      fresh = true;
    }
  }
  if (fresh) return undefined;
  while (signs.length > 0) if (signs.at(-1) === "(" || !reduce()) return undefined;
  return values.length === 1 ? values[0] : undefined;
}

const LONGEST = 10n ** 2_000n;
function applied(sign: string, a: Fraction, b: Fraction): Fraction | undefined {
  if (sign === "/" && b.n === 0n) return undefined;
  if (sign === "^") {
    if (b.d !== 1n || b.n < 0n || b.n > 4_000n || decimal(a, 12) === undefined) return undefined;
    if (a.n.toString().length * Number(b.n) > 4_000) return undefined;
    return fraction(a.n ** b.n, a.d ** b.n);
  }
  const value =
    sign === "+"
      ? plus(a, b)
      : sign === "-"
        ? minus(a, b)
        : sign === "*"
          ? times(a, b)
          : over(a, b);
  return value.n < LONGEST && value.n > -LONGEST && value.d < LONGEST ? value : undefined;
}
