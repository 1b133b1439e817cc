import type { Token } from "./lexer.ts";
import { readNumber } from "./number-words.ts";
import { find, follow, wordAt, wordSet } from "./phrase.ts";
import type { Solved } from "./solved.ts";

const MINUTES: Record<string, number> = {
  minute: 1,
  minutes: 1,
  min: 1,
  mins: 1,
  hour: 60,
  hours: 60,
  h: 60,
  hr: 60,
  hrs: 60,
  day: 1440,
  days: 1440,
};
const WORDS = wordSet(
  "what which when how many much long is was will be it the a an of in on at to from until till between and after before later earlier past ago time minute minutes min mins hour hours h hr hrs day days number pass passes passed elapse elapsed same next do does please tell me now then there are i its am pm o'clock train meeting film movie flight lesson starts start begins begin ends end lasts takes leaves arrives lasting",
);
const DAY = 1440;
const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** Adds up "2 hours and 15 minutes"; undefined when there is none or it is no whole number of minutes. */
function spanIn(tokens: readonly Token[]): number | undefined {
  let total: number | undefined;
  for (let at = 0; at < tokens.length; ) {
    const read = readNumber(tokens, at);
    const size = read && MINUTES[wordAt(tokens, read.next) ?? ""];
    if (read && size) {
      if ((read.value.num * BigInt(size)) % read.value.den !== 0n || read.value.num > 10_000_000n)
        return undefined;
      total = (total ?? 0) + Number((read.value.num * BigInt(size)) / read.value.den);
    }
    at = read ? read.next : at + 1;
  }
  return total;
}

/** Times of day: so long before or after one, and how long between two. */
export function solveClock(tokens: readonly Token[]): Solved | undefined {
  if (tokens.length > 60) return undefined;
  if (
    !tokens.every(
      (token, at) => token.kind !== "word" || WORDS.has(token.text) || readNumber(tokens, at),
    )
  )
    return undefined;
  const times = tokens.flatMap((token) => (token.kind === "time" ? [token.minutes] : []));
  const has = (words: string): boolean => find(tokens, words) !== undefined;
  const [first, second] = times;
  if (first === undefined) return undefined;
  if (second === undefined) {
    const span = times.length === 1 ? spanIn(tokens) : undefined;
    if (
      span === undefined ||
      !(has("what time") || has("which time") || has("when") || has("what is|was"))
    )
      return undefined;
    const back = has("before") || has("earlier") || has("ago");
    const on =
      has("after") || has("later") || has("from") || has("past") || has("in") || has("lasts|takes");
    if (back === on) return undefined;
    const moved = first + (back ? -span : span);
    const days = Math.floor(moved / DAY);
    const day =
      days === 0
        ? ""
        : `, ${Math.abs(days) === 1 ? "the" : Math.abs(days)} day${Math.abs(days) === 1 ? "" : "s"} ${days < 0 ? "before" : "after"}`;
    return {
      answer: clock(((moved % DAY) + DAY) % DAY),
      working: `${clock(first)} ${back ? "−" : "+"} ${Math.floor(span / 60)} h ${span % 60} min${day}`,
      confidence: 0.97,
    };
  }
  if (times.length !== 2) return undefined;
  // "until 18:00 from 16:45": the later one is named first.
  const at = tokens.findLastIndex(({ kind }) => kind === "time");
  const [start, end] =
    follow(tokens, at - 1, "from|since|after") === undefined ? [first, second] : [second, first];
  const gap = (((end - start) % DAY) + DAY) % DAY;
  const line = `from ${clock(start)} to ${clock(end)}`;
  if (has("how many minutes") || has("number of minutes"))
    return { answer: String(gap), working: line, confidence: 0.97 };
  if (has("how many hours") && gap % 60 === 0)
    return { answer: String(gap / 60), working: line, confidence: 0.97 };
  if (has("how long") || has("how much time") || has("how many hours"))
    return {
      answer: `${Math.floor(gap / 60)} h ${gap % 60} min`,
      working: `${line}: ${gap} minutes`,
      confidence: 0.95,
    };
  return undefined;
}
