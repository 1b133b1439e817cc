import type { Solved } from "./solved.ts";
import { isName, type Statement } from "./statements.ts";

type World = ReadonlyMap<string, boolean>;
type Claim = (world: World) => boolean;
const MAX_PEOPLE = 10;
const COUNTS: Record<string, number> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  "1": 1,
  "2": 2,
  "3": 3,
  "4": 4,
};

const kindOf = (word: string | undefined): boolean | undefined =>
  word === undefined
    ? undefined
    : /^knights?$/.test(word)
      ? true
      : /^knaves?$|^liars?$/.test(word)
        ? false
        : undefined;

/** The meaning of what someone said; undefined when it isn't understood. */
function meaning(
  words: readonly string[],
  names: readonly string[],
  speaker: string,
): Claim | undefined {
  if (words.length > 40) return undefined;
  const text = words.filter((word) => word !== "," && word !== "that");
  const who = names.filter((name) => name !== "," && name !== "that");
  const people = text.flatMap((word, i) =>
    word === "i"
      ? [speaker]
      : isName(who[i]) && i < text.length && !SKIP.has(word)
        ? [who[i]!]
        : [],
  );
  const kind = kindOf(text.at(-1));
  const count = (world: World, wanted: boolean): number =>
    [...world.values()].filter((value) => value === wanted).length;
  const joined = text.join(" ");
  const [a, b] = people;
  if (a && b && / (?:are|is) (?:of )?(?:the )?same (?:kind|type)$/.test(joined))
    return (world) => world.get(a) === world.get(b);
  if (a && b && / are (?:of )?different (?:kinds|types)$/.test(joined))
    return (world) => world.get(a) !== world.get(b);
  if (kind === undefined) return undefined;
  const amount = /^(at least|at most|exactly|only) (\w+) of us (?:is|are) (?:a )?\w+$/.exec(joined);
  if (amount) {
    const limit = COUNTS[amount[2]!];
    if (limit === undefined) return undefined;
    const mode = amount[1]!;
    return (world) => {
      const found = count(world, kind);
      return mode === "at least"
        ? found >= limit
        : mode === "at most"
          ? found <= limit
          : found === limit;
    };
  }
  if (/^(?:all of us|we|we all|everyone|everybody) (?:are|is) (?:all )?(?:a )?\w+$/.test(joined))
    return (world) => count(world, !kind) === 0;
  if (/^(?:none of us|nobody|no one) (?:are|is) (?:a )?\w+$/.test(joined))
    return (world) => count(world, kind) === 0;
  if (people.length === 2 && a && b) {
    if (/ and .* are (?:both )?\w+$/.test(joined))
      return (world) => world.get(a) === kind && world.get(b) === kind;
    if (/ or .* is a \w+$/.test(joined))
      return (world) => world.get(a) === kind || world.get(b) === kind;
    return undefined;
  }
  if (people.length === 1 && a) {
    if (/^\w+ (?:is|am) (?:a|an) \w+$/.test(joined)) return (world) => world.get(a) === kind;
    if (/^\w+ (?:is|am) not (?:a|an) \w+$/.test(joined)) return (world) => world.get(a) !== kind;
  }
  return undefined;
}
const SKIP = new Set([
  "at",
  "all",
  "exactly",
  "only",
  "none",
  "we",
  "everyone",
  "everybody",
  "nobody",
  "no",
]);

/** Who tells the truth and who lies: tries every assignment and answers only what holds in all that fit. */
export function solveKnights(sentences: readonly Statement[]): Solved | undefined {
  const text = sentences.flatMap(({ words }) => words);
  if (!text.some((word) => kindOf(word) !== undefined)) return undefined;
  const people = new Set<string>();
  const said: { speaker: string; claim: Claim }[] = [];
  for (const { words, names, asks } of sentences) {
    const verb = words.findIndex((word) => word === "says" || word === "said" || word === "claims");
    if (asks || verb !== 1 || !isName(names[0])) continue;
    const speaker = names[0]!;
    const start = words.findIndex(
      (word, i) => i > verb && word !== ":" && word !== "," && word !== "“" && word !== "that",
    );
    if (start < 0) return undefined;
    const claim = meaning(words.slice(start), names.slice(start), speaker);
    if (!claim) return undefined;
    people.add(speaker);
    for (let i = start; i < words.length; i++)
      if (isName(names[i]) && words[i] !== "i" && !SKIP.has(words[i]!)) people.add(names[i]!);
    said.push({ speaker, claim });
  }
  const question = sentences.find(({ asks }) => asks);
  const list = [...people];
  if (!question || said.length === 0 || list.length > MAX_PEOPLE) return undefined;
  const worlds: World[] = [];
  for (let mask = 0; mask < 1 << list.length; mask++) {
    const world = new Map(list.map((person, i) => [person, ((mask >> i) & 1) === 1]));
    if (said.every(({ speaker, claim }) => claim(world) === world.get(speaker))) worlds.push(world);
  }
  const [first] = worlds;
  if (!first)
    return {
      answer: "impossible",
      working: "The statements contradict each other.",
      confidence: 0.9,
    };
  return answer(question, list, worlds, first);
}

function answer(
  { words, names }: Statement,
  people: readonly string[],
  worlds: readonly World[],
  first: World,
): Solved | undefined {
  const certain = (person: string): boolean =>
    worlds.every((world) => world.get(person) === first.get(person));
  const word = (person: string): string =>
    certain(person) ? (first.get(person) ? "knight" : "knave") : "unknown";
  const working = people.map((person) => `${person}: ${word(person)}`).join(", ");
  const asked = names.find((name, i) => i > 0 && people.includes(name));
  if (words[0] === "is" && asked) {
    const kinds = words.flatMap((each) => kindOf(each) ?? []);
    if (kinds.length === 2) return { answer: word(asked), working, confidence: 0.95 };
    if (kinds.length !== 1) return undefined;
    if (!certain(asked)) return { answer: "unknown", working, confidence: 0.9 };
    return { answer: first.get(asked) === kinds[0] ? "yes" : "no", working, confidence: 0.95 };
  }
  if (words[0] === "what" && asked) return { answer: word(asked), working, confidence: 0.95 };
  if (words[0] === "who") {
    const kind = kindOf(words.at(-1));
    if (kind === undefined || !people.every(certain)) return undefined;
    const found = people.filter((person) => first.get(person) === kind);
    return { answer: found.length === 0 ? "nobody" : found.join(", "), working, confidence: 0.95 };
  }
  return undefined;
}
