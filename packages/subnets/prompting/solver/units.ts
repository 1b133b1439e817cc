import type { Token } from "./lexer.ts";
import { readNumber } from "./number-words.ts";
import { afterPleas, find, follow, symbolAt, takeRounding, wordAt, wordSet } from "./phrase.ts";
import {
  add,
  divide,
  multiply,
  negate,
  type Rational,
  showBrief,
  showDecimal,
  showRounded,
} from "./rational.ts";
import type { Solved } from "./solved.ts";
import { fromBase, readUnit, toBase, type Unit } from "./unit-names.ts";

type Amount = { value: Rational; unit: Unit };
type Read = { amounts: Amount[]; target: Unit | undefined; strange: boolean; words: Set<string> };

const FLUFF = wordSet(
  "what what's is are how many much convert express change turn the in into to as of there do does equal equals make makes sum total and plus a an it you get write down its be would that correspond corresponds value amount exactly go goes long number per",
);
const MOVING = wordSet(
  "train car bus bicycle cyclist runner walker plane ship boat person man woman snail truck lorry drone horse it he she they travels travel travelled traveled drives drive drove runs run ran walks walk walked flies fly covers cover covered goes go moves move moving at for takes take need needs average speed distance far fast long constant with if steady cycles rides sails",
);

/** Splits a question into amounts ("5 km"), the unit asked for, and words that say nothing new. */
function read(tokens: readonly Token[]): Read {
  const out: Read = { amounts: [], target: undefined, strange: false, words: new Set() };
  for (let at = afterPleas(tokens); at < tokens.length; ) {
    const minus = symbolAt(tokens, at) === "-" || wordAt(tokens, at) === "minus" ? 1 : 0;
    const number = readNumber(tokens, at + minus);
    if (number) {
      const unit = readUnit(tokens, number.next);
      if (!unit) {
        out.strange = true;
        return out;
      }
      out.amounts.push({ value: minus ? negate(number.value) : number.value, unit: unit.unit });
      at = unit.next;
      continue;
    }
    const unit = prepositionIn(tokens, at) ? undefined : readUnit(tokens, at);
    if (unit) {
      // "hour" in "how many minutes are in an hour" is one of them.
      const article = follow(tokens, at - 1, "a|an|one|each|every") !== undefined;
      if (article) out.amounts.push({ value: { num: 1n, den: 1n }, unit: unit.unit });
      else if (out.target && out.target !== unit.unit) out.strange = true;
      else out.target = unit.unit;
      at = unit.next;
      continue;
    }
    const word = wordAt(tokens, at);
    const symbol = symbolAt(tokens, at);
    if (word !== undefined) {
      out.words.add(word);
      if (!FLUFF.has(word) && !MOVING.has(word)) out.strange = true;
    } else if (symbol === undefined || !"?.,:;=+".includes(symbol)) out.strange = true;
    at++;
  }
  return out;
}

/** "in" is the preposition where a unit or article follows, unless that is "in" again and ends there. */
function prepositionIn(tokens: readonly Token[], at: number): boolean {
  if (wordAt(tokens, at) !== "in") return false;
  const after = wordAt(tokens, at + 1);
  return (
    after !== undefined ||
    tokens[at + 1]?.kind === "number" ||
    symbolAt(tokens, at + 1) === "°" ||
    symbolAt(tokens, at + 1) === "-"
  );
}

/** Conversions between units, sums of amounts, and distance, speed and time. */
export function solveUnits(question: readonly Token[]): Solved | undefined {
  if (question.length > 60) return undefined;
  const { tokens, places } = takeRounding(question);
  const { amounts, target, strange, words } = read(tokens);
  if (strange || !target || amounts.length === 0) return undefined;
  const finish = (value: Rational, working: string): Solved => {
    const text = places === undefined ? showDecimal(value) : showRounded(value, places);
    return { answer: `${text} ${target.name}`, working, confidence: 0.97 };
  };
  const first = amounts[0]!;
  const same = amounts.every(({ unit }) => unit.dimension === first.unit.dimension);
  if (same && first.unit.dimension === target.dimension) {
    // Degrees do not add up.
    if (amounts.length > 1 && target.dimension === "temperature") return undefined;
    if (amounts.length > 1 && find(tokens, "to") !== undefined && amounts.length > 3)
      return undefined;
    const base = amounts.map(({ value, unit }) => toBase(value, unit)).reduce(add);
    const from = amounts.map(({ value, unit }) => `${showBrief(value)} ${unit.name}`).join(" + ");
    return finish(fromBase(base, target), `${from} in ${target.name}`);
  }
  return amounts.length === 2 && [...words].some((word) => MOVING.has(word))
    ? motion(amounts, target, finish)
    : undefined;
}

function motion(
  amounts: readonly Amount[],
  target: Unit,
  finish: (value: Rational, working: string) => Solved,
): Solved | undefined {
  const of = (dimension: string): Rational | undefined => {
    const found = amounts.find(({ unit }) => unit.dimension === dimension);
    return found && toBase(found.value, found.unit);
  };
  const [length, time, speed] = [of("length"), of("time"), of("speed")];
  const base =
    target.dimension === "length" && speed && time
      ? multiply(speed, time)
      : target.dimension === "speed" && length && time
        ? divide(length, time)
        : target.dimension === "time" && length && speed
          ? divide(length, speed)
          : undefined;
  const names: Record<string, string> = {
    length: "speed × time",
    speed: "distance ÷ time",
    time: "distance ÷ speed",
  };
  return base && finish(fromBase(base, target), names[target.dimension]!);
}
