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
import type { Random } from "./random.ts";
import type { Draft } from "./task.ts";
import { FAMILIES, type Unit } from "./unit-table.ts";

/** Rounds only where the decimal would not end within six places, and says so in the question. */
function ending(value: Fraction): { value: Fraction; hint: string } {
  if (decimal(value, 6) !== undefined) return { value, hint: "" };
  const small = value.n < 100n * value.d;
  return {
    value: rounded(value, small ? 4 : 2),
    hint: small ? " Round to 4 decimal places." : " Round to 2 decimal places.",
  };
}
const draft = (prompt: string, exact: Fraction): Draft => {
  const { value, hint } = ending(exact);
  return { prompt: prompt + hint, truth: { type: "number", value: fractionText(value) } };
};

function convert(random: Random): Draft {
  const [from, to] = random.sample(random.pick(FAMILIES), 2) as [Unit, Unit];
  const amount = random.chance(70) ? fraction(random.int(2, 500)) : scaled(random.int(11, 4999), 1);
  const text = decimal(amount)!;
  const prompt = random.pick([
    `Convert ${text} ${from.many} to ${to.many}.`,
    `How many ${to.many} are ${text} ${from.many}?`,
    `How many ${to.many} are there in ${text} ${from.many}?`,
    `What is ${text} ${from.sign} in ${to.sign}?`,
    `Express ${text} ${from.many} in ${to.many}.`,
  ]);
  return draft(prompt, over(times(amount, from.size), to.size));
}

function temperature(random: Random): Draft {
  const degrees = random.int(-40, 300);
  const value = fraction(degrees);
  const [f32, ninefifths, kelvin] = [fraction(32), fraction(9, 5), scaled(27315, 2)];
  return random.pick([
    draft(`What is ${degrees} °C in °F?`, plus(times(value, ninefifths), f32)),
    draft(
      `Convert ${degrees} degrees Fahrenheit to degrees Celsius.`,
      over(minus(value, f32), ninefifths),
    ),
    draft(`Convert ${degrees} degrees Celsius to kelvin.`, plus(value, kelvin)),
  ]);
}

function compound(random: Random): Draft {
  const [hours, minutes, seconds] = [random.int(1, 12), random.int(1, 59), random.int(1, 59)];
  const total = hours * 3600 + minutes * 60;
  return random.pick([
    draft(
      `How many minutes are ${hours} hours and ${minutes} minutes?`,
      fraction(hours * 60 + minutes),
    ),
    draft(
      `How many seconds are ${hours} hours, ${minutes} minutes and ${seconds} seconds?`,
      fraction(total + seconds),
    ),
    draft(
      `How many inches are ${hours} feet and ${minutes} inches?`,
      fraction(hours * 12 + minutes),
    ),
    draft(
      `What is the sum of ${minutes} cm and ${hours} m in cm?`,
      fraction(minutes + hours * 100),
    ),
  ]);
}

function speed(random: Random): Draft {
  const [rate, minutes, hours] = [random.int(2, 40) * 6, random.int(1, 30) * 10, random.int(2, 9)];
  return random.pick([
    draft(
      `A train travels at ${rate} km/h for ${minutes} minutes. How many kilometres does it travel?`,
      fraction(rate * minutes, 60),
    ),
    draft(
      `A car covers ${rate * hours} km in ${hours} hours. What is its average speed in km/h?`,
      fraction(rate),
    ),
    draft(`Convert ${rate} km/h to m/s.`, fraction(rate * 5, 18)),
  ]);
}

/** Conversion between units, also with compound amounts, temperatures and speeds. */
export function unitsTask(random: Random): Draft {
  return random.pick([convert, convert, convert, temperature, compound, speed])(random);
}
