import { COMPANIES, FAMILY_NAMES, GIVEN_NAMES, RIVERS, TOWNS } from "./names.ts";
import type { Random } from "./random.ts";
import { type Draft, textTruth } from "./task.ts";

type Type = "person" | "town" | "company" | "river";

/**
 * A function from one kind of thing to another.
 * `facts`: ways to state it; `noun`: the value as a noun phrase of its holder; `asks`: ways to ask for it.
 */
type Relation = {
  from: Type;
  to: Type;
  facts: readonly string[];
  noun: readonly string[];
  asks: readonly string[];
};

const role = (name: string): Relation => ({
  from: "person",
  to: "person",
  facts: [`The ${name} of {x} is {y}.`, `{y} is the ${name} of {x}.`, `{x}'s ${name} is {y}.`],
  noun: [`the ${name} of {x}`, `{x}'s ${name}`],
  asks: [`Who is the ${name} of {x}?`],
});

const RELATIONS: readonly Relation[] = [
  role("mother"),
  role("manager"),
  role("teacher"),
  role("neighbour"),
  role("doctor"),
  role("landlord"),
  {
    from: "person",
    to: "town",
    facts: ["{x} lives in {y}.", "{x} has lived in {y} for years."],
    noun: ["the town where {x} lives"],
    asks: ["In which town does {x} live?", "Where does {x} live?"],
  },
  {
    from: "person",
    to: "town",
    facts: ["{x} was born in {y}."],
    noun: ["the town where {x} was born"],
    asks: ["In which town was {x} born?", "Where was {x} born?"],
  },
  {
    from: "person",
    to: "company",
    facts: ["{x} works for {y}.", "{x} has worked for {y} since spring."],
    noun: ["the company that {x} works for", "the company for which {x} works"],
    asks: ["Which company does {x} work for?", "For which company does {x} work?"],
  },
  {
    from: "company",
    to: "town",
    facts: ["The head office of {x} is in {y}.", "{x} has its head office in {y}."],
    noun: ["the town where the head office of {x} is"],
    asks: ["In which town is the head office of {x}?", "Where is the head office of {x}?"],
  },
  {
    from: "company",
    to: "person",
    facts: ["The founder of {x} is {y}.", "{y} is the founder of {x}."],
    noun: ["the founder of {x}"],
    asks: ["Who is the founder of {x}?"],
  },
  {
    from: "town",
    to: "person",
    facts: ["The mayor of {x} is {y}.", "{y} is the mayor of {x}."],
    noun: ["the mayor of {x}", "{x}'s mayor"],
    asks: ["Who is the mayor of {x}?"],
  },
  {
    from: "town",
    to: "river",
    facts: ["{x} lies on the river {y}.", "The river of {x} is the {y}."],
    noun: ["the river of {x}"],
    asks: ["On which river does {x} lie?", "What is the river of {x}?"],
  },
];

const fill = (pattern: string, x: string, y = ""): string =>
  pattern.replace("{x}", () => x).replace("{y}", () => y);

const capital = (sentence: string): string => sentence[0]!.toUpperCase() + sentence.slice(1);

/** A chain of two or three relations over invented facts, among facts about others with the same relations. */
export function multiHopTask(random: Random): Draft {
  const people = random
    .sample(GIVEN_NAMES, 10)
    .map((given, i) => `${given} ${FAMILY_NAMES[(i * 7 + random.int(0, 6)) % 25]}`);
  const pool: Record<Type, string[]> = {
    person: people,
    town: random.sample(TOWNS, 6),
    company: random.sample(COMPANIES, 4),
    river: random.sample(RIVERS, 5),
  };
  const take = (type: Type): string => pool[type].pop()!;

  const hops = random.int(2, 3);
  const chain: Relation[] = [];
  let at: Type = "person";
  for (let i = 0; i < hops; i++) {
    const next = random.pick(
      RELATIONS.filter((relation) => {
        // A river holds nothing, so it may only come last; no relation twice, so that words tell them apart.
        return (
          relation.from === at &&
          !chain.includes(relation) &&
          (relation.to !== "river" || i === hops - 1)
        );
      }),
    );
    chain.push(next);
    at = next.to;
  }
  const stops = [take("person"), ...chain.map((relation) => take(relation.to))];
  const facts = chain.map((relation, i) =>
    fill(random.pick(relation.facts), stops[i]!, stops[i + 1]!),
  );

  // The same relations about others, and other relations of the people on the way.
  for (const relation of chain) {
    const holder = take(relation.from);
    const value = take(relation.to);
    if (holder && value) facts.push(fill(random.pick(relation.facts), holder, value));
  }
  for (const stop of stops.slice(0, -1)) {
    const type = chain[stops.indexOf(stop)]!.from;
    const other = random.pick(
      RELATIONS.filter((relation) => relation.from === type && !chain.includes(relation)),
    );
    const value = take(other.to);
    if (value) facts.push(fill(random.pick(other.facts), stop, value));
  }

  let phrase = stops[0]!;
  for (const relation of chain.slice(0, -1)) {
    // "the town where X was born's mayor" is no English: a possessive follows bare names only.
    const bare = !phrase.startsWith("the ");
    phrase = fill(
      random.pick(relation.noun.filter((noun) => bare || !noun.startsWith("{x}"))),
      phrase,
    );
  }
  const question = fill(random.pick(chain.at(-1)!.asks), phrase);

  const lines = random.sample(facts, facts.length).map(capital);
  const cut = Math.ceil(lines.length / 2);
  return {
    prompt: question,
    docs: [
      { name: "register-a.txt", text: lines.slice(0, cut).join(" ") },
      { name: "register-b.txt", text: lines.slice(cut).join("\n") },
    ],
    truth: textTruth(stops.at(-1)!),
  };
}
