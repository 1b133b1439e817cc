import type { Random } from "@ganglion/sdk";
import type { ColourName } from "../solid/palette.ts";

/** A length with the words for it: "1.2 m wide", "a width of 1.2 m". */
export interface Dimension {
  readonly noun: string;
  readonly adjective: string;
  readonly metres: number;
}
/** A part with its colour. */
export interface Paint {
  readonly part: string;
  readonly many: boolean;
  readonly colour: ColourName;
}
/** So many of something. */
export interface Count {
  readonly count: number;
  readonly one: string;
  readonly many: string;
}

/** What a question says, before it has words. */
export interface Said {
  /** Names of the thing; one is picked. */
  readonly names: readonly string[];
  readonly dimensions: readonly Dimension[];
  readonly counts: readonly Count[];
  readonly paints: readonly Paint[];
  /** Whole sentences, each with its other wordings. */
  readonly sentences?: readonly (readonly string[])[];
}

const NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split(" ");

export const numberWord = (random: Random, value: number): string =>
  value < NUMBERS.length && random.chance(60) ? NUMBERS[value]! : String(value);

/** A length in one of the usual units. */
export function lengthWords(random: Random, metres: number): string {
  const trimmed = (value: number) => String(Number(value.toFixed(3)));
  const cm = random.pick([" cm", " centimetres", "cm"]);
  const m = random.pick([" m", " metres", "m"]);
  if (metres < 0.1)
    return random.chance(50) ? `${trimmed(metres * 1_000)} mm` : trimmed(metres * 100) + cm;
  if (metres < 3 && random.chance(50)) return trimmed(metres * 100) + cm;
  return trimmed(metres) + m;
}

const article = (word: string): string => (/^[aeiou]/.test(word) ? "an" : "a");

function joined(random: Random, items: readonly string[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")}${random.pick([" and ", " and ", ", "])}${items.at(-1)}`;
}

const capital = (text: string): string => text[0]!.toUpperCase() + text.slice(1);

/** The words of a question: openers, order, units and sentences vary. */
export function inWords(random: Random, said: Said): string {
  const name = random.pick(said.names);
  const opener = random.pick([
    `${article(name)} ${name}`,
    `Please model ${article(name)} ${name}`,
    `Make ${article(name)} ${name}`,
    `I need ${article(name)} ${name}`,
    `Build me ${article(name)} ${name}`,
  ]);
  const dimensions = random.sample(said.dimensions, said.dimensions.length);
  const asAdjectives = joined(
    random,
    dimensions.map(({ adjective, metres }) => `${lengthWords(random, metres)} ${adjective}`),
  );
  const asNouns = joined(
    random,
    dimensions.map(
      ({ noun, metres }) => `${article(noun)} ${noun} of ${lengthWords(random, metres)}`,
    ),
  );
  const asList = dimensions
    .map(({ noun, metres }) => `${noun} ${lengthWords(random, metres)}`)
    .join(", ");
  const first = capital(
    random.pick([
      `${opener}, ${asAdjectives}.`,
      `${opener} with ${asNouns}.`,
      `${opener}. It is ${asAdjectives}.`,
      `${opener} (${asList}).`,
    ]),
  );
  const facts = [
    ...said.counts.map(({ count, one, many }) => {
      const n = numberWord(random, count);
      const noun = count === 1 ? one : many;
      return random.pick([
        `It has ${n} ${noun}.`,
        `Give it ${n} ${noun}.`,
        `It comes with ${n} ${noun}.`,
        `Number of ${many}: ${count}.`,
      ]);
    }),
    ...said.paints.map(({ part, many, colour }) => {
      const is = many ? "are" : "is";
      return random.pick([
        `The ${part} ${is} ${colour}.`,
        `The ${part} should be ${colour}.`,
        `Colour of the ${part}: ${colour}.`,
        `${capital(colour)} ${part}, please.`,
      ]);
    }),
    ...(said.sentences ?? []).map((wordings) => random.pick(wordings)),
  ];
  return [first, ...random.sample(facts, facts.length)].join(" ");
}
