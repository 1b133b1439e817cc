import { GIVEN_NAMES, NONSENSE } from "./names.ts";
import type { Random } from "./random.ts";
import { ordinalWord } from "./spell.ts";
import { type Draft, textTruth } from "./task.ts";

const UNKNOWN = ["cannot be determined", "can't be determined", "undetermined", "not known"];
const verdict = (value: "yes" | "no" | "unknown") =>
  textTruth(value, value === "unknown" ? UNKNOWN : []);

/** Comparative and superlative, upwards and downwards. */
const SCALES = [
  ["taller", "tallest", "shorter", "shortest"],
  ["older", "oldest", "younger", "youngest"],
  ["faster", "fastest", "slower", "slowest"],
  ["heavier", "heaviest", "lighter", "lightest"],
  ["richer", "richest", "poorer", "poorest"],
] as const;

/** People in a row, known by comparisons of neighbours; sometimes one comparison is missing and the truth is "unknown". */
function ordering(random: Random): Draft {
  const people = random.sample(GIVEN_NAMES, random.int(3, 6)); // From most to least.
  const [more, most, less, least] = random.pick(SCALES);
  const fact = (high: string, low: string): string =>
    random.chance(50) ? `${high} is ${more} than ${low}.` : `${low} is ${less} than ${high}.`;
  const pairs = people.slice(1).map((low, i) => [people[i]!, low] as const);
  const gap = random.chance(20) ? random.int(0, pairs.length - 1) : -1;
  const facts = random
    .sample(
      pairs.filter((_, i) => i !== gap),
      pairs.length,
    )
    .map(([a, b]) => fact(a, b));
  const story = facts.join(" ");
  const yesNo = (a: string, b: string, truth: "yes" | "no" | "unknown"): Draft => ({
    prompt: `${story} Is ${a} ${more} than ${b}? Answer yes, no or unknown.`,
    truth: verdict(truth),
  });
  if (gap >= 0) {
    const [a, b] = random.sample([people[gap]!, people[gap + 1]!], 2) as [string, string];
    return yesNo(a, b, "unknown");
  }
  const high = random.int(0, people.length - 2);
  const far = random.int(high + 1, people.length - 1);
  const rank = random.int(2, people.length);
  return random.pick([
    { prompt: `${story} Who is the ${most}?`, truth: textTruth(people[0]!) },
    { prompt: `${story} Who is the ${least}?`, truth: textTruth(people.at(-1)!) },
    yesNo(people[high]!, people[far]!, "yes"),
    yesNo(people[far]!, people[high]!, "no"),
    {
      prompt: `${story} Who is the ${ordinalWord(rank)} ${most}?`,
      truth: textTruth(people[rank - 1]!),
    },
    {
      prompt: `${story} List everyone from ${most} to ${least}, separated by commas.`,
      truth: textTruth(people.join(", ")),
    },
  ]);
}

const article = (noun: string): string => `${"aeiou".includes(noun[0]!) ? "an" : "a"} ${noun}`;

/** A chain of classes in invented words, one of them shut off from another class. */
function syllogism(random: Random): Draft {
  const nouns = random.sample(NONSENSE, random.int(4, 6));
  const foreign = nouns.pop()!;
  const who = random.pick(GIVEN_NAMES);
  const from = random.int(0, nouns.length - 2); // The member belongs to this class and all above.
  const shut = random.int(0, nouns.length - 1);
  const all = nouns
    .slice(1)
    .map((upper, i) =>
      random.pick([
        `All ${nouns[i]}s are ${upper}s.`,
        `Every ${nouns[i]} is ${article(upper)}.`,
        `Each ${nouns[i]} is ${article(upper)}.`,
      ]),
    );
  const no = random.chance(50)
    ? `No ${nouns[shut]} is ${article(foreign)}.`
    : `No ${foreign}s are ${nouns[shut]}s.`;
  const story = random
    .sample([...all, no, `${who} is ${article(nouns[from]!)}.`], all.length + 2)
    .join(" ");
  const at = random.int(0, nouns.length - 1);
  const lower = random.int(0, nouns.length - 2);
  const upper = random.int(lower + 1, nouns.length - 1);
  const ask = (question: string, truth: "yes" | "no" | "unknown"): Draft => ({
    prompt: `${story} ${question} Answer yes, no or unknown.`,
    truth: verdict(truth),
  });
  return random.pick([
    ask(`Is ${who} ${article(nouns[at]!)}?`, at >= from ? "yes" : "unknown"),
    ask(`Is ${who} ${article(nouns[at]!)}?`, at >= from ? "yes" : "unknown"),
    // Being below the class that is shut off says nothing: only reaching it does.
    ask(`Is ${who} ${article(foreign)}?`, shut >= from ? "no" : "unknown"),
    ask(`Are all ${nouns[lower]}s ${nouns[upper]}s?`, "yes"),
  ]);
}

type Claim = { text: string; holds: (knight: readonly boolean[]) => boolean };

/** Knights tell the truth, knaves lie. Statements are drawn until exactly one assignment fits. */
function knights(random: Random): Draft {
  const people = random.sample(GIVEN_NAMES, random.int(2, 3));
  const kinds = people.map(() => random.chance(50));
  const word = (knight: boolean): string => (knight ? "knight" : "knave");
  const claims = (speaker: number): Claim[] => {
    const [other, third] = random.sample(
      people.map((_, i) => i).filter((i) => i !== speaker),
      2,
    );
    const target = other!;
    const list: Claim[] = [true, false].map((kind) => ({
      text: `${people[target]} is a ${word(kind)}`,
      holds: (k) => k[target] === kind,
    }));
    list.push(
      {
        text: `${people[target]} and I are of the same kind`,
        holds: (k) => k[target] === k[speaker],
      },
      {
        text: `${people[target]} and I are of different kinds`,
        holds: (k) => k[target] !== k[speaker],
      },
      { text: "At least one of us is a knave", holds: (k) => k.includes(false) },
      { text: "All of us are knaves", holds: (k) => !k.includes(true) },
      { text: "Exactly one of us is a knight", holds: (k) => k.filter(Boolean).length === 1 },
    );
    if (third !== undefined)
      list.push({
        text: `${people[target]} and ${people[third]} are both knights`,
        holds: (k) => !!k[target] && !!k[third],
      });
    return list;
  };
  for (let attempt = 0; attempt < 60; attempt++) {
    const said = people.map((_, speaker) => {
      const fitting = claims(speaker).filter((claim) => claim.holds(kinds) === kinds[speaker]);
      return fitting.length > 0 ? random.pick(fitting) : undefined;
    });
    if (said.includes(undefined)) continue;
    const worlds = Array.from({ length: 1 << people.length }, (_, mask) =>
      people.map((_, i) => ((mask >> i) & 1) === 1),
    ).filter((world) => said.every((claim, i) => claim!.holds(world) === world[i]));
    if (worlds.length !== 1) continue;
    const speeches = said.map((claim, i) => `${people[i]} says: "${claim!.text}."`).join(" ");
    const asked = random.int(0, people.length - 1);
    return {
      prompt: `On an island everyone is either a knight, who always tells the truth, or a knave, who always lies. ${speeches} Is ${people[asked]} a knight or a knave?`,
      truth: textTruth(word(kinds[asked]!)),
    };
  }
  return syllogism(random); // Some assignments allow no telling set of statements.
}

/** Order, class membership and liars. */
export function logicTask(random: Random): Draft {
  return random.pick([ordering, ordering, syllogism, knights])(random);
}
