import { type DocumentIndex, type Hit, withoutUnknownKind } from "./documents.ts";
import { plainText } from "./passages.ts";
import type { Solved } from "./solved.ts";
import { spanFor, wantedBy } from "./spans.ts";
import { termsOf, wordsOf } from "./terms.ts";

const ENOUGH = 0.55;
/** Of three terms one may be missing, of two none. */
const MISSING_SHARE = 0.4;
const MAX_ANSWER = 320;

/** An answer out of the miner's own documents: the best sentence or row, cut to the point where that is safe, always with its citation. */
export function solveRetrieval(question: string, index: DocumentIndex): Solved | undefined {
  if (question.length > 2_000) return undefined;
  const query = withoutUnknownKind(question, index);
  const terms = new Set(termsOf(query));
  if (terms.size === 0) return undefined;
  const hits = index
    .search(query, 40)
    .map((hit) => ({ ...hit, score: hit.score * fitness(question, terms, hit) }))
    .sort((a, b) => b.score - a.score);
  const best = hits.find(
    ({ coverage, missing }) => coverage >= ENOUGH && missing <= MISSING_SHARE * terms.size,
  );
  if (!best) return undefined;
  const { file, text } = best.passage;
  const sentence = readable(best, terms);
  if (!sentence) return undefined;
  const confidence = Math.round(100 * Math.min(0.85, 0.85 * best.coverage)) / 100;
  const citations = [{ file, quote: text }];
  const span = shortSpan(question, sentence);
  return span
    ? { answer: span, working: sentence, confidence, citations }
    : { answer: sentence, confidence, citations };
}

/** Prefers prose over code, definitions for "what is", and passages long enough to say something. */
function fitness(question: string, terms: ReadonlySet<string>, { passage, coverage }: Hit): number {
  let factor = 0.4 + coverage;
  if (passage.kind === "code") factor *= 0.75;
  // The sentences of a long row stand in the index as well.
  if (passage.kind === "row" && passage.text.length > 260) factor *= 0.75;
  if (passage.text.endsWith("?")) factor *= 0.6;
  // "dev_snapshot", "--web-port": a name in full counts for more than its parts.
  for (const [name] of question.matchAll(
    /[\p{L}\p{N}]{1,40}(?:[-_./:]{1,2}[\p{L}\p{N}]{1,40}){1,6}/gu,
  ))
    if (passage.text.includes(name)) factor *= 1.6;
  const words = wordsOf(passage.text);
  // What only repeats the question answers nothing.
  const news =
    new Set(words.map(({ stem }) => stem)).size -
    [...terms].filter((term) => words.some(({ stem }) => stem === term)).length;
  if (news < 3) factor *= 0.4;
  if (/^(?:what(?:'s| is| are| does)|define|who is)\b/i.test(question.trim())) {
    const first = termsOf(plainText([...(passage.cells?.values() ?? [])][0] ?? passage.text)).slice(
      0,
      terms.size,
    );
    const leads = first.filter((term) => terms.has(term)).length / Math.max(1, terms.size);
    factor *= 1 + 0.5 * leads;
  }
  return factor;
}

function readable({ passage }: Hit, terms: ReadonlySet<string>): string {
  if (passage.kind === "row" && passage.cells) {
    const cells = [...passage.cells].filter(([, value]) => value !== "");
    // The cell that the question names is known to the asker, and so is a first cell that holds the whole question.
    const key = new Set(termsOf(cells[0]?.[1] ?? ""));
    const named = [...terms].every((term) => key.has(term));
    const news = cells.filter(
      ([, value], i) => !(named && i === 0) && !termsOf(value).every((term) => terms.has(term)),
    );
    const [only] = news;
    const text =
      news.length === 1 && only
        ? only[1]
        : cells.map(([name, value]) => `${name}: ${value}`).join("; ");
    return shorten(text);
  }
  return shorten(plainText(passage.text));
}

function shorten(whole: string): string {
  const text = whole.replace(/[;,:]$/, "");
  if (text.length <= MAX_ANSWER) return text;
  const cut = text.lastIndexOf(" ", MAX_ANSWER);
  return `${text.slice(0, cut > 0 ? cut : MAX_ANSWER)} …`;
}

/** A number, year or time alone, where the sentence holds only one that it could be. */
function shortSpan(question: string, sentence: string): string | undefined {
  const wanted = wantedBy(question);
  if (!["number", "amount", "year", "time"].includes(wanted.kind)) return undefined;
  const numbers = sentence.match(/(?<![\p{L}\d.,])\d[\d.,:]*(?!\p{L})/gu) ?? [];
  if (numbers.filter((number) => !question.includes(number)).length !== 1) return undefined;
  return spanFor(question, sentence, wanted);
}
