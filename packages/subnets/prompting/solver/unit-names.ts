import type { Token } from "./lexer.ts";
import { wordAt } from "./phrase.ts";
import { divide, multiply, type Rational, rational } from "./rational.ts";

/** `size` and `zero` in the base unit of the dimension: value in base = value × size + zero. */
export type Unit = { dimension: string; size: Rational; zero: Rational; name: string };

type Row = readonly [names: string, num: number, den?: number];
// Inch, pound and gallon by their legal definitions; the US gallon, fluid and not.
const TABLE: Record<string, readonly Row[]> = {
  length: [
    ["mm millimetre millimeter", 1, 1000],
    ["cm centimetre centimeter", 1, 100],
    ["dm decimetre decimeter", 1, 10],
    ["m metre meter", 1],
    ["km kilometre kilometer", 1000],
    ["μm micrometre micrometer micron", 1, 1_000_000],
    ["in inch inches", 254, 10_000],
    ["ft foot feet", 3048, 10_000],
    ["yd yard", 9144, 10_000],
    ["mi mile", 1_609_344, 1000],
    ["nmi", 1852],
  ],
  mass: [
    ["mg milligram", 1, 1000],
    ["g gram gramme", 1],
    ["kg kilo kilogram", 1000],
    ["t tonne", 1_000_000],
    ["lb lbs pound", 45_359_237, 100_000],
    ["oz ounce", 28_349_523_125, 1_000_000_000],
    ["stone", 635_029_318, 100_000],
  ],
  time: [
    ["ms millisecond", 1, 1000],
    ["s sec second", 1],
    ["min minute", 60],
    ["h hr hour", 3600],
    ["d day", 86_400],
    ["wk week", 604_800],
    ["fortnight", 1_209_600],
  ],
  volume: [
    ["ml millilitre milliliter", 1, 1000],
    ["cl centilitre centiliter", 1, 100],
    ["dl decilitre deciliter", 1, 10],
    ["l litre liter", 1],
    ["hl hectolitre hectoliter", 100],
    ["gallon gal", 3_785_411_784, 1_000_000_000],
    ["quart", 946_352_946, 1_000_000_000],
    ["pint", 473_176_473, 1_000_000_000],
    ["cup", 2_365_882_365, 10_000_000_000],
  ],
  data: [
    ["bit", 1, 8],
    ["B byte", 1],
    ["kB kilobyte", 1000],
    ["MB megabyte", 1_000_000],
    ["GB gigabyte", 1_000_000_000],
    ["TB terabyte", 1_000_000_000_000],
    ["KiB kibibyte", 1024],
    ["MiB mebibyte", 1_048_576],
    ["GiB gibibyte", 1_073_741_824],
    ["TiB tebibyte", 1_099_511_627_776],
  ],
  angle: [
    ["degree deg", 1],
    ["turn", 360],
  ],
  months: [
    ["month", 1],
    ["year", 12],
    ["decade", 120],
    ["century centuries", 1200],
  ],
  tao: [
    ["rao", 1, 1_000_000_000],
    ["tao", 1],
  ],
};

const NAMES = new Map<string, Unit>();
for (const [dimension, rows] of Object.entries(TABLE))
  for (const [names, num, den] of rows) {
    const all = names.split(" ");
    const unit: Unit = {
      dimension,
      size: rational(num, den ?? 1),
      zero: rational(0),
      name: all[0]!,
    };
    for (const name of all) {
      // "b" alone could be a bit as well: only a capital one counts, see readUnit.
      if (name !== "B") NAMES.set(name.toLowerCase(), unit);
      if (name.length > 2 && !name.endsWith("s")) NAMES.set(`${name.toLowerCase()}s`, unit);
    }
  }

const kelvin = (size: Rational, zero: Rational, name: string): Unit => ({
  dimension: "temperature",
  size,
  zero,
  name,
});
const TEMPERATURES: Record<string, Unit> = {
  celsius: kelvin(rational(1), rational(27_315, 100), "°C"),
  fahrenheit: kelvin(rational(5, 9), rational(45_967 * 5, 900), "°F"),
  kelvin: kelvin(rational(1), rational(0), "K"),
};

export type UnitRead = { unit: Unit; next: number };

/** The unit that starts at `at`, also "km/h", "metres per second", "mph", "°C", "degrees Fahrenheit". */
export function readUnit(tokens: readonly Token[], at: number): UnitRead | undefined {
  const warm = readTemperature(tokens, at);
  if (warm) return warm;
  const word = wordAt(tokens, at);
  if (word === undefined) return undefined;
  if (word === "mph") return { unit: speed("mi", "h"), next: at + 1 };
  if (word === "kmh" || word === "kph") return { unit: speed("km", "h"), next: at + 1 };
  const unit = NAMES.get(word);
  if (!unit && tokens[at]?.raw === "B") return { unit: NAMES.get("byte")!, next: at + 1 };
  if (!unit) return undefined;
  const token = tokens[at + 1];
  const per = (token?.kind === "symbol" && token.text === "/") || wordAt(tokens, at + 1) === "per";
  const below = per ? NAMES.get(wordAt(tokens, at + 2) ?? "") : undefined;
  return below && unit.dimension === "length" && below.dimension === "time"
    ? { unit: speed(unit.name, below.name), next: at + 3 }
    : { unit, next: at + 1 };
}

function speed(length: string, time: string): Unit {
  const size = divide(NAMES.get(length)!.size, NAMES.get(time)!.size)!;
  return { dimension: "speed", size, zero: rational(0), name: `${length}/${time}` };
}

function readTemperature(tokens: readonly Token[], at: number): UnitRead | undefined {
  let next = at;
  const token = tokens[at];
  const degrees =
    token?.kind === "symbol"
      ? token.text === "°"
      : wordAt(tokens, at) === "degrees" || wordAt(tokens, at) === "degree";
  if (degrees) next++;
  const word = wordAt(tokens, next);
  if (word === undefined) return undefined;
  const letter = degrees
    ? ({ c: "celsius", f: "fahrenheit", k: "kelvin" } as Record<string, string>)[word]
    : undefined;
  const capital = ({ C: "celsius", F: "fahrenheit", K: "kelvin" } as Record<string, string>)[
    tokens[next]?.raw ?? ""
  ];
  const unit = TEMPERATURES[letter ?? capital ?? word];
  return unit && { unit, next: next + 1 };
}

export const toBase = (value: Rational, unit: Unit): Rational => {
  const scaled = multiply(value, unit.size);
  return {
    ...rational(
      scaled.num * unit.zero.den + unit.zero.num * scaled.den,
      scaled.den * unit.zero.den,
    ),
  };
};
export const fromBase = (base: Rational, unit: Unit): Rational => {
  const shifted = rational(
    base.num * unit.zero.den - unit.zero.num * base.den,
    base.den * unit.zero.den,
  );
  return divide(shifted, unit.size)!;
};
