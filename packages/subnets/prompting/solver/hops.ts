import { type Entity, entitiesIn, properWords } from "./entities.ts";
import type { Passage } from "./passages.ts";
import type { Solved } from "./solved.ts";
import { isStopWord, type Word, wordsOf } from "./terms.ts";

type Fact = { passage: Passage; entities: Entity[]; stems: Set<string> };
type Need = { word: Word; at: number };

const MAX_HOPS = 5;
const MAX_FACTS = 5_000;
const MAX_VISITS = 2_000;
const LINKS = new Set(["where", "that", "which", "who", "whom", "whose"]);
const BEFORE_LINKS = new Set(["for", "in", "on", "at", "from"]);
/** Verbs that only say that something is somewhere: the noun beside them says what. */
const LIGHT = new Set(["lie", "locat"]);

/** What the question must find used up: its meaningful words except names and the kinds of things it asks for. */
function needsOf(
  question: string,
  entity: { start: number; end: number },
): { words: Word[]; needs: Need[]; from: number; to: number } {
  const words = wordsOf(question);
  const from = words.findIndex((word) => word.start >= entity.start);
  const to = words.findLastIndex((word) => word.end <= entity.end);
  const light = words.some(({ stem }) => LIGHT.has(stem));
  const needs = words.flatMap((word, at) => {
    if ((at >= from && at <= to) || isStopWord(word.lower) || LIGHT.has(word.stem)) return [];
    const next = words[at + 1]?.lower ?? "";
    const link = BEFORE_LINKS.has(next) ? (words[at + 2]?.lower ?? "") : next;
    // "which town", "the town where": a kind, not a relation. "the river of": a relation.
    if (LINKS.has(link) || (!light && ["which", "what"].includes(words[at - 1]?.lower ?? "")))
      return [];
    return [{ word, at }];
  });
  return { words, needs, from, to };
}

/** In "the mother of X is Y" and "X's mother is Y" the holder is X; a verb lets either side ask. */
function isHolder(fact: Fact, entity: Entity): boolean {
  const { text } = fact.passage;
  const holders = fact.entities.filter(
    ({ start, end }) =>
      /\bof (?:the )?$/.test(text.slice(Math.max(0, start - 8), start)) ||
      /^['’]s\b/.test(text.slice(end, end + 3)),
  );
  return holders.length === 0 || holders.some(({ name }) => name === entity.name);
}

type Search = { question: string; facts: readonly Fact[]; words: readonly Word[]; visits: number };
type Found = { name: string; path: Passage[] };

/** Follows facts from `name` until every need is met; the need nearest to what is understood comes first. */
function follow(
  search: Search,
  name: string,
  needs: readonly Need[],
  span: [number, number],
  path: readonly Passage[],
): Found | undefined {
  if (needs.length === 0) return { name, path: [...path] };
  if (path.length >= MAX_HOPS || ++search.visits > MAX_VISITS) return undefined;
  const { words } = search;
  const distance = ({ at }: Need): number => {
    // "mother of X" and "X's mother" bind before any verb.
    const gap = at < span[0] ? span[0] - at : at - span[1];
    const bound = at === span[0] - 2 && words[at + 1]?.lower === "of";
    const gapText = search.question.slice(words[span[1]]?.end, words[at]?.start);
    const owned = at === span[1] + 1 && /^['’]s\s/.test(gapText);
    return bound || owned ? 0 : at < span[0] ? gap + 0.5 : gap;
  };
  const ordered = [...needs].sort((a, b) => distance(a) - distance(b));
  for (const first of ordered) {
    for (const fact of search.facts) {
      if (path.includes(fact.passage) || !fact.stems.has(first.word.stem)) continue;
      const self = fact.entities.find((entity) => entity.name === name);
      if (!self || !isHolder(fact, self)) continue;
      const other = fact.entities.findLast((entity) => entity.name !== name);
      if (!other) continue;
      const met = needs.filter((need) => fact.stems.has(need.word.stem));
      const rest = needs.filter((need) => !met.includes(need));
      const places = met.map(({ at }) => at);
      const wider: [number, number] = [Math.min(span[0], ...places), Math.max(span[1], ...places)];
      const found = follow(search, other.name, rest, wider, [...path, fact.passage]);
      if (found) return found;
    }
  }
  return undefined;
}

/** A question that needs two facts or more, each about what the one before named. */
export function solveHops(question: string, passages: readonly Passage[]): Solved | undefined {
  if (question.length > 2_000 || passages.length > MAX_FACTS) return undefined;
  const sentences = passages.filter(({ kind }) => kind === "sentence");
  const proper = properWords(sentences.map(({ text }) => text));
  const facts: Fact[] = sentences.map((passage) => ({
    passage,
    entities: entitiesIn(passage.text, proper),
    stems: new Set(wordsOf(passage.text).map(({ stem }) => stem)),
  }));
  const known = new Set(facts.flatMap(({ entities }) => entities.map(({ name }) => name)));
  const asked = entitiesIn(question, new Set()).filter(({ name }) => known.has(name));
  const [entity] = asked;
  if (!entity || asked.length !== 1) return undefined;
  const { words, needs, from, to } = needsOf(question, entity);
  if (needs.length < 2 || needs.length > 12) return undefined;
  const found = follow({ question, facts, words, visits: 0 }, entity.name, needs, [from, to], []);
  if (!found || found.path.length < 2) return undefined;
  return {
    answer: found.name,
    working: found.path
      .map(({ text }) => text)
      .join(" → ")
      .slice(0, 400),
    confidence: 0.92,
    citations: found.path.map(({ file, text }) => ({ file, quote: text })),
  };
}
