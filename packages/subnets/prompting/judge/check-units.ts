import {
  type Fraction,
  fraction,
  fractionText,
  minus,
  over,
  plus,
  readFraction,
  scaled,
  times,
} from "../tasks/fraction.ts";
import type { Truth } from "../tasks/task.ts";
import { FAMILIES, type Unit } from "../tasks/unit-table.ts";

const BY_NAME = new Map<string, { unit: Unit; family: number }>();
FAMILIES.forEach((family, index) => {
  for (const unit of family)
    for (const name of [unit.one, unit.many, unit.sign])
      if (name !== "B") BY_NAME.set(name.toLowerCase(), { unit, family: index });
});

const AMOUNT = "(-?\\d{1,15}(?:\\.\\d{1,10})?) ?([a-z°]{1,12}(?: celsius| fahrenheit| kelvin)?)";
const TARGET = "([a-z°]{1,12}(?: celsius| fahrenheit)?)";
const FORWARD = new RegExp(
  `^(?:convert |express |what is |how much is )?${AMOUNT} (?:to|in|into) ${TARGET}$`,
);
const COUNTED = new RegExp(`^how many ${TARGET} (?:are (?:there )?(?:in )?|is |in )${AMOUNT}$`);

/** The truth of a plain conversion of one amount, from a question in lower case. */
export function checkUnits(text: string): Truth | undefined {
  const forward = FORWARD.exec(text);
  const counted = forward ? null : COUNTED.exec(text);
  const [amount, from, to] = forward
    ? [forward[1], forward[2], forward[3]]
    : [counted?.[2], counted?.[3], counted?.[1]];
  const value = amount === undefined ? undefined : signed(amount);
  if (!value || from === undefined || to === undefined) return undefined;
  const source = BY_NAME.get(from);
  const target = BY_NAME.get(to);
  const result =
    source && target
      ? source.family === target.family
        ? over(times(value, source.unit.size), target.unit.size)
        : undefined
      : warmth(value, from, to);
  return result && { type: "number", value: fractionText(result) };
}

function signed(text: string): Fraction | undefined {
  const read = readFraction(text.replace("-", ""));
  return read && (text.startsWith("-") ? minus(fraction(0), read) : read);
}

const degree = (name: string): "c" | "f" | "k" | undefined =>
  /^(?:°c|celsius|degrees celsius)$/.test(name)
    ? "c"
    : /^(?:°f|fahrenheit|degrees fahrenheit)$/.test(name)
      ? "f"
      : name === "kelvin"
        ? "k"
        : undefined;

function warmth(value: Fraction, from: string, to: string): Fraction | undefined {
  const [source, target] = [degree(from), degree(to)];
  if (!source || !target) return undefined;
  const zero = scaled(27_315, 2);
  const celsius =
    source === "c"
      ? value
      : source === "k"
        ? minus(value, zero)
        : over(minus(value, fraction(32)), fraction(9, 5));
  return target === "c"
    ? celsius
    : target === "k"
      ? plus(celsius, zero)
      : plus(times(celsius, fraction(9, 5)), fraction(32));
}
