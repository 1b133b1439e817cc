import type { Token } from "./lexer.ts";

/** A day of the Gregorian calendar, also before it was in use. `month` and `day` count from 1. */
export type CivilDay = { year: number; month: number; day: number };

const MONTHS =
  "january february march april may june july august september october november december".split(
    " ",
  );
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

export const monthName = (month: number): string =>
  MONTHS[month - 1]!.replace(/^./, (letter) => letter.toUpperCase());

/** 1..12 of a month's name, its three-letter form or "sept". "may" counts only where `sure`: it is also a verb. */
export function monthOf(word: string | undefined): number | undefined {
  if (word === undefined || word.length < 3) return undefined;
  const at = MONTHS.findIndex(
    (name) => name === word || (word.length <= 4 && name.startsWith(word)),
  );
  return at < 0 ? undefined : at + 1;
}

export const isLeap = (year: number): boolean =>
  year % 400 === 0 || (year % 4 === 0 && year % 100 !== 0);
export const daysInMonth = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : MONTH_DAYS[month - 1]!;
export const daysInYear = (year: number): number => (isLeap(year) ? 366 : 365);
export const isDay = ({ year, month, day }: CivilDay): boolean =>
  year >= 1 &&
  year <= 9999 &&
  month >= 1 &&
  month <= 12 &&
  day >= 1 &&
  day <= daysInMonth(year, month);

/** Days since 1 March of year 0: the leap day then stands at the end of its year. */
export function dayNumber({ year, month, day }: CivilDay): number {
  const shifted = month <= 2 ? year - 1 : year;
  const index = (month + 9) % 12;
  return (
    365 * shifted +
    Math.floor(shifted / 4) -
    Math.floor(shifted / 100) +
    Math.floor(shifted / 400) +
    Math.floor((153 * index + 2) / 5) +
    (day - 1)
  );
}

export function dayOfNumber(days: number): CivilDay {
  const era = Math.floor(days / 146_097);
  const inEra = days - era * 146_097;
  const yearOfEra = Math.floor(
    (inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36_524) - Math.floor(inEra / 146_096)) /
      365,
  );
  const inYear =
    inEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const index = Math.floor((5 * inYear + 2) / 153);
  const month = index < 10 ? index + 3 : index - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: inYear - Math.floor((153 * index + 2) / 5) + 1,
  };
}

/** 1 March of year 0 was a Wednesday. */
export const weekdayOf = (date: CivilDay): string =>
  WEEKDAYS[(((dayNumber(date) + 2) % 7) + 7) % 7]!;
export const weekdayIndex = (word: string): number =>
  WEEKDAYS.findIndex((name) => name.toLowerCase() === word);

/** Months added; a day beyond the month's end becomes its last. */
export function addMonths(date: CivilDay, months: number): CivilDay {
  const total = date.year * 12 + (date.month - 1) + months;
  const year = Math.floor(total / 12);
  const month = (total % 12) + 1;
  return { year, month, day: Math.min(date.day, daysInMonth(year, month)) };
}

export const isoOf = ({ year, month, day }: CivilDay): string =>
  `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
export const longOf = (date: CivilDay): string =>
  `${date.day} ${monthName(date.month)} ${date.year}`;

const small = (token: Token | undefined, limit: number): number | undefined =>
  token?.kind === "number" &&
  token.value.den === 1n &&
  token.value.num >= 0n &&
  token.value.num <= limit
    ? Number(token.value.num)
    : undefined;
const isComma = (token: Token | undefined): boolean =>
  token?.kind === "symbol" && token.text === ",";
const wordAt = (tokens: readonly Token[], at: number): string | undefined => {
  const token = tokens[at];
  return token?.kind === "word" ? token.text : undefined;
};

/** The date that starts at `at`: 2024-02-29, 29 February 2024, the 29th of February, 2024, February 29th 2024. Invalid days are none. */
export function readDate(
  tokens: readonly Token[],
  at: number,
): { date: CivilDay; next: number } | undefined {
  const token = tokens[at];
  const found = (
    year: number | undefined,
    month: number,
    day: number | undefined,
    next: number,
  ) => {
    if (year === undefined || day === undefined) return undefined;
    const date = { year, month, day };
    return isDay(date) ? { date, next } : undefined;
  };
  if (token?.kind === "date") return found(token.year, token.month, token.day, at + 1);
  const skipComma = (i: number): number => (isComma(tokens[i]) ? i + 1 : i);
  const month = monthOf(wordAt(tokens, at));
  if (month !== undefined) {
    const year = skipComma(at + 2);
    return found(small(tokens[year], 9999), month, small(tokens[at + 1], 31), year + 1);
  }
  const lead = wordAt(tokens, at) === "the" ? at + 1 : at;
  const day = small(tokens[lead], 31);
  if (day === undefined) return undefined;
  const middle = wordAt(tokens, lead + 1) === "of" ? lead + 2 : lead + 1;
  const later = monthOf(wordAt(tokens, middle));
  if (later === undefined) return undefined;
  const year = skipComma(middle + 1);
  return found(small(tokens[year], 9999), later, day, year + 1);
}
