import { fraction, fractionText } from "./fraction.ts";
import type { Random } from "./random.ts";
import { type Draft, textTruth } from "./task.ts";

const MONTHS =
  "January February March April May June July August September October November December".split(
    " ",
  );
const WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" ");

type Day = { year: number; month: number; day: number };

// Gregorian throughout. A walk over months instead of a formula: slow, plain, and nothing like the miner's way.
const leap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
const lengths = (year: number): number[] => [
  31,
  leap(year) ? 29 : 28,
  31,
  30,
  31,
  30,
  31,
  31,
  30,
  31,
  30,
  31,
];
const daysOf = (year: number): number => (leap(year) ? 366 : 365);

/** Days since 1 January 1601, a Monday. */
function serial(date: Day): number {
  let days = date.day - 1;
  for (let year = 1601; year < date.year; year++) days += daysOf(year);
  for (let month = 1; month < date.month; month++) days += lengths(date.year)[month - 1]!;
  return days;
}
function fromSerial(days: number): Day {
  let [rest, year, month] = [days, 1601, 1];
  while (rest >= daysOf(year)) rest -= daysOf(year++);
  while (rest >= lengths(year)[month - 1]!) rest -= lengths(year)[month++ - 1]!;
  return { year, month, day: rest + 1 };
}

const ordinal = (n: number): string =>
  `${n}${n % 10 === 1 && n !== 11 ? "st" : n % 10 === 2 && n !== 12 ? "nd" : n % 10 === 3 && n !== 13 ? "rd" : "th"}`;
const iso = ({ year, month, day }: Day): string =>
  `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
function written(random: Random, date: Day): string {
  const month = MONTHS[date.month - 1]!;
  return random.pick([
    iso(date),
    `${date.day} ${month} ${date.year}`,
    `${month} ${date.day}, ${date.year}`,
    `${ordinal(date.day)} ${month} ${date.year}`,
  ]);
}
function anyDay(random: Random, low = 1700, high = 2199): Day {
  const year = random.int(low, high);
  const month = random.int(1, 12);
  return { year, month, day: random.int(1, lengths(year)[month - 1]!) };
}
const number = (prompt: string, value: number): Draft => ({
  prompt,
  truth: { type: "number", value: fractionText(fraction(value)) },
});
const dated = (prompt: string, date: Day): Draft => ({
  prompt: `${prompt} Answer in the form YYYY-MM-DD.`,
  truth: textTruth(iso(date)),
});

function between(random: Random): Draft {
  const from = anyDay(random, 1900, 2100);
  const gap = random.pick([random.int(1, 60), random.int(1, 800), random.int(100, 30_000)]);
  const to = fromSerial(serial(from) + gap);
  const [a, b] = [written(random, from), written(random, to)];
  return random.pick([
    number(`How many days are there between ${a} and ${b}?`, gap),
    number(`How many days is it from ${a} to ${b}?`, gap),
    number(`What is the number of days from ${a} until ${b}?`, gap),
    number(`How many days after ${a} is ${b}?`, gap),
  ]);
}

function weekday(random: Random): Draft {
  const date = anyDay(random);
  const text = written(random, date);
  const prompt = random.pick([
    `What day of the week is ${text}?`,
    `On which weekday does ${text} fall?`,
    `Which day of the week was ${text}?`,
  ]);
  return { prompt, truth: textTruth(WEEKDAYS[serial(date) % 7]!) };
}

function shifted(random: Random): Draft {
  const date = anyDay(random, 1900, 2100);
  const days = random.int(1, 1500);
  const weeks = random.int(1, 60);
  const text = written(random, date);
  return random.pick([
    dated(`What date is ${days} days after ${text}?`, fromSerial(serial(date) + days)),
    dated(`What date is ${days} days before ${text}?`, fromSerial(serial(date) - days)),
    dated(`Which date comes ${weeks} weeks after ${text}?`, fromSerial(serial(date) + 7 * weeks)),
  ]);
}

function lengthsAndLeaps(random: Random): Draft {
  const year = random.pick([
    random.int(1700, 2199),
    random.int(17, 22) * 100,
    random.int(425, 549) * 4,
  ]);
  const month = random.chance(40) ? 2 : random.int(1, 12);
  const last = year + random.int(5, 150);
  let leaps = 0;
  for (let y = year; y <= last; y++) if (leap(y)) leaps++;
  const date = anyDay(random);
  return random.pick([
    number(`How many days does ${MONTHS[month - 1]} ${year} have?`, lengths(year)[month - 1]!),
    number(`How many days are in ${MONTHS[month - 1]} ${year}?`, lengths(year)[month - 1]!),
    number(`How many days are there in the year ${year}?`, daysOf(year)),
    {
      prompt: `Is ${year} a leap year? Answer yes or no.`,
      truth: textTruth(leap(year) ? "yes" : "no"),
    },
    number(`How many leap years are there from ${year} to ${last}, both included?`, leaps),
    number(
      `What is the number of the day ${written(random, date)} within its year, counting 1 January as 1?`,
      serial(date) - serial({ year: date.year, month: 1, day: 1 }) + 1,
    ),
  ]);
}

function clock(random: Random): Draft {
  const [start, length] = [random.int(0, 1439), random.int(5, 1400)];
  const time = (minutes: number): string => {
    const m = ((minutes % 1440) + 1440) % 1440;
    return `${String(Math.floor(m / 60)).padStart(2, "0")}:${String(m % 60).padStart(2, "0")}`;
  };
  const span =
    length < 60
      ? `${length} minutes`
      : length % 60 === 0
        ? `${length / 60} hours`
        : `${Math.floor(length / 60)} hours and ${length % 60} minutes`;
  return random.pick([
    {
      prompt: `What time is it ${span} after ${time(start)}?`,
      truth: textTruth(time(start + length)),
    },
    {
      prompt: `What time is it ${span} before ${time(start)}?`,
      truth: textTruth(time(start - length)),
    },
    start + length < 1440
      ? number(
          `How many minutes pass between ${time(start)} and ${time(start + length)} on the same day?`,
          length,
        )
      : {
          prompt: `It is ${time(start)}. What time is it ${span} later?`,
          truth: textTruth(time(start + length)),
        },
  ]);
}

/** Calendar and clock. */
export function datesTask(random: Random): Draft {
  return random.pick([between, between, weekday, shifted, lengthsAndLeaps, clock])(random);
}
