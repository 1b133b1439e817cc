import type { Solved } from "./solved.ts";
import { isName, type Statement } from "./statements.ts";

/** "wugs" and "wug", "daxes" and "dax" name one class. */
function classOf(noun: string): string {
  if (noun.length > 4 && noun.endsWith("ies")) return `${noun.slice(0, -3)}y`;
  if (/(?:s|x|z|ch|sh)es$/.test(noun)) return noun.slice(0, -2);
  return noun.length > 3 && noun.endsWith("s") && !noun.endsWith("ss") ? noun.slice(0, -1) : noun;
}

type Knowledge = {
  /** Class -> classes that hold it. */
  within: Map<string, Set<string>>;
  apart: [string, string][];
  members: Map<string, Set<string>>;
  outsiders: Map<string, Set<string>>;
};

const VERBS = new Set(["is", "are", "was", "were"]);
const skipArticle = (words: readonly string[], at: number): number =>
  words[at] === "a" || words[at] === "an" || words[at] === "the" ? at + 1 : at;

/** Reads "All wugs are blickets", "No dax is a wug", "Tobo is (not) a wug"; false for anything else. */
function learn({ words, names }: Statement, known: Knowledge): boolean {
  const put = (map: Map<string, Set<string>>, key: string, value: string): true => {
    map.set(key, (map.get(key) ?? new Set()).add(value));
    return true;
  };
  const verb = words.findIndex((word) => VERBS.has(word));
  if (verb < 1 || verb > 2) return false;
  const not = words[verb + 1] === "not" ? 1 : 0;
  const at = skipArticle(words, verb + 1 + not);
  if (at !== words.length - 1) return false;
  const right = classOf(words[at]!);
  const quantifier = verb === 2 ? words[0] : undefined;
  const left = classOf(words[verb - 1]!);
  if (quantifier === "all" || quantifier === "every" || quantifier === "each") {
    if (not) return false;
    return put(known.within, left, right);
  }
  if (quantifier === "no") {
    known.apart.push([left, right]);
    return true;
  }
  if (quantifier === undefined && isName(names[0]) && at > verb + 1 + not)
    return put(not ? known.outsiders : known.members, names[0]!, right);
  return false;
}

/** A class and everything that holds it. */
function upward(start: Iterable<string>, known: Knowledge): Set<string> {
  const seen = new Set(start);
  for (const noun of seen) for (const upper of known.within.get(noun) ?? []) seen.add(upper);
  return seen;
}

const disjoint = (a: ReadonlySet<string>, b: ReadonlySet<string>, known: Knowledge): boolean =>
  known.apart.some(([x, y]) => (a.has(x) && b.has(y)) || (a.has(y) && b.has(x)));

/** Membership in classes, asked of one member or of a whole class. "unknown" where neither follows. */
export function solveSyllogism(sentences: readonly Statement[]): Solved | undefined {
  const known: Knowledge = {
    within: new Map(),
    apart: [],
    members: new Map(),
    outsiders: new Map(),
  };
  let learned = 0;
  let question: Statement | undefined;
  for (const sentence of sentences) {
    if (sentence.asks) question ??= sentence;
    else if (learn(sentence, known)) learned++;
  }
  if (!question || learned < 2 || known.within.size + known.apart.length === 0) return undefined;
  const { words, names } = question;
  const say = (answer: "yes" | "no" | "unknown", working: string): Solved => ({
    answer,
    ...(working ? { working } : {}),
    confidence: 0.95,
  });
  const open = "Neither follows from the statements.";

  if ((words[0] === "is" || words[0] === "was") && isName(names[1])) {
    const at = skipArticle(words, 2);
    if (at !== words.length - 1 || at === 2) return undefined;
    const goal = classOf(words[at]!);
    const mine = upward(known.members.get(names[1]!) ?? [], known);
    const goals = upward([goal], known);
    if (mine.has(goal)) return say("yes", `${names[1]} is among: ${[...mine].join(", ")}`);
    const out = [...(known.outsiders.get(names[1]!) ?? [])].some((noun) => goals.has(noun));
    return out || disjoint(mine, goals, known) ? say("no", "") : say("unknown", open);
  }
  if (words[0] === "are" && words.length === 4 && ["all", "every"].includes(words[1]!)) {
    const [lower, upper] = [classOf(words[2]!), classOf(words[3]!)];
    const reach = upward([lower], known);
    if (reach.has(upper)) return say("yes", [...reach].join(" → "));
    return disjoint(reach, upward([upper], known), known) ? say("no", "") : say("unknown", open);
  }
  return undefined;
}
