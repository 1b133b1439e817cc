import type { Token } from "./lexer.ts";
import { readNumber } from "./number-words.ts";
import { find, follow, symbolAt, wordAt, wordSet } from "./phrase.ts";
import { add, divide, multiply, type Rational, show, showBrief, subtract } from "./rational.ts";
import type { Solved } from "./solved.ts";

const GAINS = wordSet(
  "buys bought finds found gets got receives received picks picked earns earned wins won collects collected adds added gains gained makes made",
);
const LOSSES = wordSet(
  "gives gave loses lost sells sold eats ate spends spent uses used donates donated breaks broke throws threw drops dropped removes removed lends lent",
);
const HOLDS = wordSet("holds hold contains contain has have with");
const CONTAINERS = wordSet(
  "box boxes crate crates bag bags basket baskets pack packs packet packets shelf shelves row rows tray trays jar jars table tables bus buses room rooms",
);

type Piece = { value: Rational; at: number; next: number };

/** Short stories about counting: someone has, gets and gives away; boxes of so many; sharing equally. */
export function solveStory(tokens: readonly Token[]): Solved | undefined {
  const question = find(tokens, "how many");
  if (question === undefined || tokens.length > 120) return undefined;
  const pieces: Piece[] = [];
  for (let at = 0; at < tokens.length; ) {
    const read = readNumber(tokens, at);
    if (read && read.value.den === 1n) pieces.push({ value: read.value, at, next: read.next });
    at = read?.next ?? at + 1;
  }
  return sharing(tokens, pieces) ?? containers(tokens, pieces) ?? ledger(tokens, pieces, question);
}

function sharing(tokens: readonly Token[], pieces: readonly Piece[]): Solved | undefined {
  const [people, things] = pieces;
  const verb = find(tokens, "share|divide|split");
  if (pieces.length !== 2 || !people || !things || verb === undefined) return undefined;
  if (find(tokens, "equally|evenly|fairly") === undefined || people.at > verb || things.at < verb)
    return undefined;
  const each = divide(things.value, people.value);
  if (!each) return undefined;
  return {
    answer: show(each),
    working: `${showBrief(things.value)} ÷ ${showBrief(people.value)}`,
    confidence: 0.9,
  };
}

function containers(tokens: readonly Token[], pieces: readonly Piece[]): Solved | undefined {
  const [a, b] = pieces;
  if (pieces.length !== 2 || !a || !b || symbolAt(tokens, tokens.length - 1) !== "?")
    return undefined;
  // "A box holds 12 pens. How many pens are in 7 boxes?"
  const holder = wordAt(tokens, a.at - 2);
  const one =
    follow(tokens, a.at - 3, "a|an|one|each|every|the") !== undefined &&
    CONTAINERS.has(holder ?? "");
  const several = CONTAINERS.has(wordAt(tokens, b.next) ?? "");
  if (!one || !several || !HOLDS.has(wordAt(tokens, a.at - 1) ?? "")) return undefined;
  if ((find(tokens, "how many") ?? 0) > b.at) return undefined;
  return {
    answer: show(multiply(a.value, b.value)),
    working: `${showBrief(b.value)} × ${showBrief(a.value)}`,
    confidence: 0.9,
  };
}

/** Running count of one person's things. Every number must be understood, or nothing is said. */
function ledger(
  tokens: readonly Token[],
  pieces: readonly Piece[],
  question: number,
): Solved | undefined {
  const [start, ...changes] = pieces;
  const who = wordAt(tokens, 0);
  const thing = start && wordAt(tokens, start.next);
  if (
    !start ||
    changes.length === 0 ||
    !who ||
    follow(tokens, 1, "has|had|owns|owned") !== start.at
  )
    return undefined;
  if (changes.some((piece) => piece.at > question)) return undefined;
  if (wordAt(tokens, question + 2) !== thing || find(tokens.slice(question), who) === undefined)
    return undefined;
  let value = start.value;
  const steps = [showBrief(value)];
  for (const piece of changes) {
    const verb = wordAt(tokens, piece.at - 1) ?? "";
    const gain = GAINS.has(verb) || follow(tokens, piece.at - 2, "picks|picked up") !== undefined;
    if (gain === LOSSES.has(verb)) return undefined;
    // Whose verb it is: the last name or pronoun before it must not be someone else.
    const noun = wordAt(tokens, piece.next);
    if (
      noun !== thing &&
      noun !== "more" &&
      noun !== "of" &&
      noun !== "and" &&
      noun !== "to" &&
      noun !== undefined
    )
      return undefined;
    value = gain ? add(value, piece.value) : subtract(value, piece.value);
    steps.push(`${gain ? "+" : "−"} ${showBrief(piece.value)}`);
  }
  return {
    answer: show(value),
    working: `${steps.join(" ")} = ${showBrief(value)}`,
    confidence: 0.9,
  };
}
