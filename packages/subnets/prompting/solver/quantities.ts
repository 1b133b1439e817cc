import { daysInMonth, daysInYear, monthName, monthOf } from "./calendar.ts";
import type { Token } from "./lexer.ts";
import { follow, wordAt } from "./phrase.ts";
import { type Rational, rational } from "./rational.ts";

export type Quantity = { value: Rational; next: number; name: string };

const PERIODS: Record<string, Record<string, number>> = {
  seconds: { minute: 60, hour: 3600, day: 86_400, week: 604_800 },
  minutes: { hour: 60, day: 1440, week: 10_080 },
  hours: { day: 24, week: 168 },
  days: { week: 7, fortnight: 14 },
  weeks: { fortnight: 2 },
  months: { year: 12, decade: 120 },
  years: { decade: 10, century: 100, millennium: 1000 },
  items: { dozen: 12 },
};

/**
 * "(the number of) days in February 2024", "days in a leap year", "minutes in an hour", at `at`.
 * February without a year is no known number; a year of 365 days is said only of a common year.
 */
export function readQuantity(tokens: readonly Token[], at: number): Quantity | undefined {
  let next = follow(tokens, at, "the number of") ?? follow(tokens, at, "number of") ?? at;
  const what = wordAt(tokens, next);
  const sizes = what === undefined ? undefined : PERIODS[what];
  if (!sizes) return undefined;
  next =
    follow(tokens, next + 1, "there are") ??
    follow(tokens, next + 1, "are there") ??
    follow(tokens, next + 1, "are") ??
    next + 1;
  const inside = follow(tokens, next, "in|of|per|during");
  if (inside === undefined) return undefined;
  next =
    follow(tokens, inside, "the month of") ??
    follow(tokens, inside, "a|an|one|each|every|the") ??
    inside;
  const noun = wordAt(tokens, next);
  if (noun === undefined) {
    const year = what === "days" ? yearAt(tokens, next) : undefined;
    return year === undefined
      ? undefined
      : { value: rational(daysInYear(year)), next: next + 1, name: `days in ${year}` };
  }
  if (sizes[noun] !== undefined)
    return { value: rational(sizes[noun]), next: next + 1, name: `${what} in a ${noun}` };
  if (what !== "days") return undefined;
  if (noun === "year") {
    const year = yearAt(tokens, next + 1);
    if (year !== undefined)
      return { value: rational(daysInYear(year)), next: next + 2, name: `days in ${year}` };
    return undefined;
  }
  for (const [kind, days] of [
    ["leap", 366],
    ["common", 365],
    ["regular", 365],
    ["normal", 365],
  ] as const)
    if (noun === kind && wordAt(tokens, next + 1) === "year")
      return { value: rational(days), next: next + 2, name: `days in a ${kind} year` };
  const month = monthOf(noun);
  if (month === undefined) return undefined;
  const comma = follow(tokens, next + 1, "of|in") ?? next + 1;
  const year = yearAt(tokens, comma);
  if (year !== undefined)
    return {
      value: rational(daysInMonth(year, month)),
      next: comma + 1,
      name: `days in ${monthName(month)} ${year}`,
    };
  const leap = follow(tokens, next + 1, "in|of a leap year");
  if (month === 2)
    return leap === undefined
      ? undefined
      : { value: rational(29), next: leap, name: "days in February of a leap year" };
  return {
    value: rational(daysInMonth(2001, month)),
    next: next + 1,
    name: `days in ${monthName(month)}`,
  };
}

export function yearAt(tokens: readonly Token[], at: number): number | undefined {
  const token = tokens[at];
  return token?.kind === "number" &&
    token.value.den === 1n &&
    token.value.num >= 1n &&
    token.value.num <= 9999n &&
    !token.ordinal
    ? Number(token.value.num)
    : undefined;
}
