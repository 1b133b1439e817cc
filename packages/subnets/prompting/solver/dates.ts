import {
  addMonths,
  type CivilDay,
  dayNumber,
  dayOfNumber,
  daysInMonth,
  daysInYear,
  isLeap,
  isoOf,
  longOf,
  monthName,
  monthOf,
  readDate,
  weekdayIndex,
  weekdayOf,
} from "./calendar.ts";
import type { Token } from "./lexer.ts";
import { readNumber } from "./number-words.ts";
import { find, follow, onlyFluff, wordAt, wordSet } from "./phrase.ts";
import { yearAt } from "./quantities.ts";
import type { Solved } from "./solved.ts";

const WORDS = wordSet(
  "what what's which how many much long is was will be are were does did do it the a an of in on at to from until till between and after before later earlier than prior plus minus past following since ago through by date dates day days weekday week weeks fortnight fortnights month months year years leap number number's count counting both included including inclusive inclusively falls fall fell comes come came lie lies first last next that this there have has had please tell me can could you give find know within its as calendar long ahead pass passed passes elapsed elapse then when i need so hi hello hey exactly current ends end begins begin starts start would if half",
);
/** Every word must be one of the calendar's: "how many days did it rain between …" is another question. */
const isAboutDates = (tokens: readonly Token[]): boolean =>
  tokens.every(
    (token, at) =>
      (token.kind === "word" &&
        (WORDS.has(token.text) ||
          monthOf(token.text) !== undefined ||
          weekdayIndex(token.text) >= 0 ||
          readNumber(tokens, at) !== undefined ||
          (at > 0 && readNumber(tokens, at - 1) !== undefined))) ||
      token.kind === "number" ||
      token.kind === "date" ||
      (token.kind === "symbol" && ",.?!:;()'-".includes(token.text)),
  );

type Found = { date: CivilDay; at: number; next: number };
type Span = { count: number; unit: string; at: number; next: number };

function findDates(tokens: readonly Token[]): Found[] {
  const dates: Found[] = [];
  for (let at = 0; at < tokens.length; ) {
    const read = readDate(tokens, at);
    if (read) dates.push({ date: read.date, at, next: read.next });
    at = read?.next ?? at + 1;
  }
  return dates;
}

const UNITS: Record<string, string> = {
  day: "day",
  days: "day",
  week: "week",
  weeks: "week",
  fortnight: "fortnight",
  fortnights: "fortnight",
  month: "month",
  months: "month",
  year: "year",
  years: "year",
};

function findSpan(tokens: readonly Token[]): Span | undefined {
  for (let at = 0; at < tokens.length; at++) {
    const read = readNumber(tokens, at);
    const unit = read && UNITS[wordAt(tokens, read.next) ?? ""];
    if (read && unit && read.value.den === 1n && read.value.num <= 4_000_000n)
      return { count: Number(read.value.num), unit, at, next: read.next + 1 };
  }
  return undefined;
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
const sure = (answer: string, working: string): Solved => ({ answer, working, confidence: 0.98 });

/** Days, weekdays and leap years of the Gregorian calendar; only questions that name their dates. */
export function solveDates(tokens: readonly Token[]): Solved | undefined {
  if (tokens.length > 80 || !isAboutDates(tokens)) return undefined;
  const dates = findDates(tokens);
  const has = (words: string): boolean => find(tokens, words) !== undefined;
  const asksWeekday =
    has("weekday") || has("day of the week") || (has("what|which day") && !has("day of the year"));
  if (dates.length === 2) return difference(tokens, dates[0]!, dates[1]!);
  if (dates.length === 1) {
    const only = dates[0]!;
    const shifted = shift(tokens, only);
    if (shifted)
      return asksWeekday
        ? sure(weekdayOf(shifted), longOf(shifted))
        : sure(isoOf(shifted), `${weekdayOf(shifted)}, ${longOf(shifted)}`);
    if (findSpan(tokens)) return undefined;
    if (dayWithinYear(tokens)) {
      const start = { year: only.date.year, month: 1, day: 1 };
      return sure(
        String(dayNumber(only.date) - dayNumber(start) + 1),
        `${longOf(only.date)}, counting 1 January as 1`,
      );
    }
    const named = tokens.findIndex((_, i) => weekdayIndex(wordAt(tokens, i) ?? "") >= 0);
    if (named >= 0 && follow(tokens, 0, "is|was|does|did") !== undefined) {
      const real = weekdayOf(only.date);
      return sure(
        real.toLowerCase() === wordAt(tokens, named) ? "yes" : "no",
        `${longOf(only.date)} is a ${real}`,
      );
    }
    if (asksWeekday)
      return sure(weekdayOf(only.date), `${longOf(only.date)} is a ${weekdayOf(only.date)}`);
    return undefined;
  }
  return dates.length === 0 ? (leapYears(tokens) ?? monthLength(tokens)) : undefined;
}

const dayWithinYear = (tokens: readonly Token[]): boolean =>
  [
    "day of the year",
    "day number",
    "number of the day",
    "day within its year",
    "day of its year",
  ].some((words) => find(tokens, words) !== undefined);

function difference(tokens: readonly Token[], a: Found, b: Found): Solved | undefined {
  const [first, second] = [dayNumber(a.date), dayNumber(b.date)];
  const has = (words: string): boolean => find(tokens, words) !== undefined;
  const line = (extra = ""): string => `from ${longOf(a.date)} to ${longOf(b.date)}${extra}`;
  const gap = Math.abs(second - first);
  if (
    has("which|what date|day is|was|comes|came|falls earlier|first|later|last") ||
    has("earlier|later")
  )
    return sure(isoOf(has("later|last") === second > first ? b.date : a.date), line());
  if (has("how many weeks") || has("number of weeks"))
    return gap % 7 === 0
      ? sure(String(gap / 7), line())
      : sure(
          `${plural(Math.floor(gap / 7), "week")} and ${plural(gap % 7, "day")}`,
          `${gap} days ${line()}`,
        );
  if (has("how many years|months") || has("number of years|months")) {
    const [from, to] = first <= second ? [a.date, b.date] : [b.date, a.date];
    let months = 12 * (to.year - from.year) + (to.month - from.month);
    if (dayNumber(addMonths(from, months)) > dayNumber(to)) months--;
    return sure(String(has("years") ? Math.floor(months / 12) : months), line());
  }
  if (!has("days") && !has("how long")) return undefined;
  const both = [
    "inclusive",
    "inclusively",
    "both included",
    "including both",
    "counting both",
  ].some(has);
  const answer = sure(String(gap + (both ? 1 : 0)), line(both ? ", both days counted" : ""));
  return has("how long") && !has("days") ? { ...answer, answer: plural(gap, "day") } : answer;
}

/** The date that lies a span before or after another. */
function shift(tokens: readonly Token[], from: Found): CivilDay | undefined {
  const span = findSpan(tokens);
  if (!span) return undefined;
  // "90 days after <date>", "<date> plus 90 days", "90 days before/prior to/earlier than", "<date>, 3 weeks later".
  const between =
    span.next <= from.at ? tokens.slice(span.next, from.at) : tokens.slice(from.next, span.at);
  const behind = span.next <= from.at ? [] : tokens.slice(span.next);
  const says = (words: string): boolean =>
    find(between, words) !== undefined || find(behind, words) !== undefined;
  const back = says("before") || says("earlier") || says("prior") || says("minus") || says("ago");
  const on =
    says("after") ||
    says("later") ||
    says("from") ||
    says("plus") ||
    says("following") ||
    says("past");
  if (back === on) return undefined;
  const count = back ? -span.count : span.count;
  if (span.unit === "month" || span.unit === "year") {
    const moved = addMonths(from.date, span.unit === "year" ? 12 * count : count);
    return moved.year >= 1 && moved.year <= 9999 ? moved : undefined;
  }
  const days = { day: 1, week: 7, fortnight: 14 }[span.unit] ?? 1;
  const moved = dayOfNumber(dayNumber(from.date) + days * count);
  return moved.year >= 1 && moved.year <= 9999 ? moved : undefined;
}

function yearsIn(tokens: readonly Token[]): number[] {
  return tokens.flatMap((_, i) => {
    const year = yearAt(tokens, i);
    return year !== undefined && year >= 100 ? [year] : [];
  });
}

function leapYears(tokens: readonly Token[]): Solved | undefined {
  const at = find(tokens, "leap year|years");
  if (at === undefined) return undefined;
  const years = yearsIn(tokens);
  const counts = find(tokens, "how many leap years") ?? find(tokens, "number of leap years");
  if (counts !== undefined && years.length === 2) {
    const [low, high] = [Math.min(...years), Math.max(...years)];
    const until = (year: number): number =>
      Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
    return sure(
      String(until(high) - until(low - 1)),
      `leap years from ${low} to ${high}, both counted`,
    );
  }
  const year = years[0];
  if (counts !== undefined || years.length !== 1 || year === undefined) return undefined;
  const next = find(tokens, "next leap year") ?? find(tokens, "first leap year after");
  if (next !== undefined) {
    let found = year + 1;
    while (!isLeap(found)) found++;
    return sure(String(found), `the first leap year after ${year}`);
  }
  const place = tokens.findIndex((_, i) => yearAt(tokens, i) === year);
  if (
    (follow(tokens, place + 1, "a leap year") ?? follow(tokens, place + 1, "be a leap year")) ===
    undefined
  )
    return undefined;
  const why = isLeap(year)
    ? year % 400 === 0
      ? "divisible by 400"
      : "divisible by 4 and not by 100"
    : year % 100 === 0
      ? "divisible by 100 and not by 400"
      : "not divisible by 4";
  return sure(isLeap(year) ? "yes" : "no", `${year} is ${why}`);
}

const LEAD = wordSet(
  "what what's is are the please tell me can could you do know and so hi hello hey",
);

/** "How many days does February 2024 have?", "How many days are there in (the year) 2024?" */
function monthLength(tokens: readonly Token[]): Solved | undefined {
  const at = find(tokens, "how many days") ?? find(tokens, "number of days");
  if (at === undefined || !onlyFluff(tokens.slice(0, at), 0, LEAD)) return undefined;
  const rest = tokens
    .slice(at + 3)
    .filter((token) => token.kind === "word" || token.kind === "number");
  const known = new Set(
    "are there does do did will have has had in the year month of it a".split(" "),
  );
  const month = rest.map((_, i) => monthOf(wordAt(rest, i))).find((found) => found !== undefined);
  const years = yearsIn(rest);
  // Every word must be understood: "how many days in May 2024 did it rain" is another question.
  const understood = rest.every(
    (token) =>
      token.kind === "number" ||
      (token.kind === "word" && (known.has(token.text) || monthOf(token.text) !== undefined)),
  );
  if (
    !understood ||
    years.length > 1 ||
    rest.filter((token) => token.kind === "number").length !== years.length
  )
    return undefined;
  const year = years[0];
  if (month !== undefined) {
    if (year === undefined && month === 2) return sure("28", "29 in a leap year");
    const days = daysInMonth(year ?? 2001, month);
    return sure(
      String(days),
      `${monthName(month)}${year === undefined ? "" : ` ${year}`} has ${days} days`,
    );
  }
  return year === undefined
    ? undefined
    : sure(String(daysInYear(year)), `${year} is ${isLeap(year) ? "a" : "no"} leap year`);
}
