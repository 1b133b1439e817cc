import { ordinalOf } from "./number-words.ts";
import type { Solved } from "./solved.ts";
import { isName, type Statement } from "./statements.ts";

const OPPOSITES = new Map([
  ["short", "tall"],
  ["young", "old"],
  ["slow", "fast"],
  ["light", "heavy"],
  ["poor", "rich"],
  ["small", "big"],
  ["weak", "strong"],
  ["cheap", "expensive"],
  ["cold", "warm"],
  ["low", "high"],
  ["little", "big"],
  ["large", "big"],
  ["near", "far"],
]);
const IRREGULAR = new Map([
  ["bigger", "big"],
  ["biggest", "big"],
  ["better", "good"],
  ["best", "good"],
  ["worse", "bad"],
  ["worst", "bad"],
  ["larger", "large"],
  ["largest", "large"],
  ["elder", "old"],
  ["eldest", "old"],
  ["farther", "far"],
  ["farthest", "far"],
]);

/** The adjective of "taller" or "heaviest"; undefined for words without that ending. */
function adjective(word: string | undefined, ending: "er" | "est"): string | undefined {
  if (word === undefined) return undefined;
  const irregular = IRREGULAR.get(word);
  if (irregular && word.endsWith(ending === "er" ? "r" : "st")) return irregular;
  if (!word.endsWith(ending) || word.length < ending.length + 3) return undefined;
  const stem = word.slice(0, -ending.length);
  return stem.endsWith("i") ? `${stem.slice(0, -1)}y` : stem;
}

type Scale = { name: string; up: boolean };
const scaleOf = (word: string): Scale => {
  const opposite = OPPOSITES.get(word);
  return opposite ? { name: opposite, up: false } : { name: word, up: true };
};

/** Who stands above whom, by scale. */
class Order {
  readonly above = new Map<string, Set<string>>();
  readonly people = new Set<string>();
  add(high: string, low: string): void {
    this.people.add(high).add(low);
    const lower = this.above.get(high) ?? new Set();
    this.above.set(high, lower.add(low));
  }
  /** Everyone known to stand below. */
  below(person: string): Set<string> {
    const seen = new Set<string>();
    const stack = [person];
    for (let next = stack.pop(); next !== undefined; next = stack.pop())
      for (const low of this.above.get(next) ?? [])
        if (!seen.has(low)) {
          seen.add(low);
          stack.push(low);
        }
    return seen;
  }
  /** From top to bottom, when that is certain. */
  line(): string[] | undefined {
    const ranked = [...this.people].map((person) => ({ person, count: this.below(person).size }));
    ranked.sort((a, b) => b.count - a.count);
    const certain = ranked.every(({ count }, i) => count === ranked.length - 1 - i);
    return certain ? ranked.map(({ person }) => person) : undefined;
  }
}

const solved = (answer: string, working: string): Solved => ({ answer, working, confidence: 0.95 });
const UNKNOWN = "The statements do not settle it.";

/** Comparisons of people or things, asked for the extreme, a rank, the whole order, or one pair. */
export function solveOrdering(sentences: readonly Statement[]): Solved | undefined {
  const orders = new Map<string, Order>();
  const orderOf = (name: string): Order => {
    const order = orders.get(name) ?? new Order();
    orders.set(name, order);
    return order;
  };
  let question: Statement | undefined;
  for (const sentence of sentences) {
    const { words, names } = sentence;
    if (sentence.asks || words[0] === "list" || words[0] === "order" || words[0] === "name") {
      question ??= sentence;
      continue;
    }
    let subject: string | undefined;
    for (let i = 0; i < words.length; i++) {
      if (isName(names[i]) && (words[i + 1] === "is" || words[i + 1] === "was")) subject = names[i];
      const comparative = adjective(words[i], "er");
      if (!comparative || words[i + 1] !== "than" || !subject || !isName(names[i + 2])) continue;
      const scale = scaleOf(comparative);
      const other = names[i + 2]!;
      if (scale.up) orderOf(scale.name).add(subject, other);
      else orderOf(scale.name).add(other, subject);
    }
  }
  if (!question || orders.size === 0) return undefined;
  return answer(question, orders);
}

function answer(
  { words, names }: Statement,
  orders: ReadonlyMap<string, Order>,
): Solved | undefined {
  const comparative = words.findIndex(
    (word) =>
      adjective(word, "er") !== undefined && orders.has(scaleOf(adjective(word, "er")!).name),
  );
  if (comparative >= 0) return pair(words, names, comparative, orders);
  const superlative = words.findIndex(
    (word) =>
      adjective(word, "est") !== undefined && orders.has(scaleOf(adjective(word, "est")!).name),
  );
  if (superlative < 0) return undefined;
  const scale = scaleOf(adjective(words[superlative], "est")!);
  const order = orders.get(scale.name)!;
  const line = order.line();
  const ranked = line && (scale.up ? line : [...line].reverse());
  if (["list", "order", "name"].includes(words[0] ?? ""))
    return ranked ? solved(ranked.join(", "), "") : solved("unknown", UNKNOWN);
  const rank = ordinalOf(words[superlative - 1] ?? "") ?? 1;
  const working = ranked ? ranked.join(scale.up ? " > " : " < ") : "";
  if (ranked) {
    const person = ranked[rank - 1];
    return person ? solved(person, working) : undefined;
  }
  // The extremes may be certain though the middle is not.
  if (rank !== 1) return solved("unknown", UNKNOWN);
  const all = order.people.size - 1;
  const people = [...order.people];
  const person = scale.up
    ? people.find((candidate) => order.below(candidate).size === all)
    : people.find((candidate) =>
        people.every((other) => other === candidate || order.below(other).has(candidate)),
      );
  return person ? solved(person, "") : solved("unknown", UNKNOWN);
}

function pair(
  words: readonly string[],
  names: readonly string[],
  at: number,
  orders: ReadonlyMap<string, Order>,
): Solved | undefined {
  const scale = scaleOf(adjective(words[at], "er")!);
  const order = orders.get(scale.name)!;
  const above = (a: string, b: string): boolean =>
    scale.up ? order.below(a).has(b) : order.below(b).has(a);
  if (words[0] === "who" || words[0] === "which") {
    const pairNames = names.filter((name, i) => i > at && isName(name) && order.people.has(name));
    const [a, b] = pairNames;
    if (pairNames.length !== 2 || !a || !b) return undefined;
    return above(a, b) ? solved(a, "") : above(b, a) ? solved(b, "") : solved("unknown", UNKNOWN);
  }
  const a = names.slice(0, at).findLast(isNameOf(words));
  const b = names[at + 2];
  if (words[at + 1] !== "than" || !a || !b) return undefined;
  return above(a, b)
    ? solved("yes", "")
    : above(b, a)
      ? solved("no", "")
      : solved("unknown", UNKNOWN);
}

// The first word of a question is capital without being a name.
const isNameOf =
  (words: readonly string[]) =>
  (name: string, i: number): boolean =>
    isName(name) && !(i === 0 && ["is", "was", "are"].includes(words[0] ?? ""));
