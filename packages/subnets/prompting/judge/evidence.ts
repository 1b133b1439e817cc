import type { Citation, Doc } from "../protocol.ts";
import { normalTokens } from "./read-answer.ts";

/** What the validator can check citations against: texts by name, and how rare each word is in them. */
export type Evidence = {
  texts: ReadonlyMap<string, string>;
  /** Number of paragraphs that hold a stem. */
  counts: ReadonlyMap<string, number>;
  paragraphs: number;
  /** The texts with white space made single. */
  squeezed: readonly string[];
};

/** Reads the validator's own documents once; requests that bring documents are checked against those as well. */
export function readEvidence(docs: Iterable<Doc>): Evidence {
  const texts = new Map<string, string>();
  const counts = new Map<string, number>();
  let paragraphs = 0;
  for (const { name, text } of docs) {
    texts.set(name, text);
    for (const paragraph of text.split(/\n\s*\n/)) {
      paragraphs++;
      for (const root of new Set(roots(paragraph))) counts.set(root, (counts.get(root) ?? 0) + 1);
    }
  }
  return { texts, counts, paragraphs, squeezed: [...texts.values()].map(squeeze) };
}

const squeeze = (value: string): string => value.replace(/\s+/g, " ").trim();

const EMPTY_WORDS = new Set(
  "of in on at to for from by with as is are was were be been do does did has have had what which who whom whose when where why how and or but not it its this that these those can could will would should i you he she they we me my your please tell give much many".split(
    " ",
  ),
);

/** Words cut to their beginnings: the validator's own rough stem, six letters. */
function roots(text: string): string[] {
  const out: string[] = [];
  // In slices, since normalTokens looks at the start of a text only.
  for (let at = 0; at < text.length; at += 4_000)
    for (const token of normalTokens(text.slice(at, at + 4_000)))
      if (!EMPTY_WORDS.has(token))
        out.push(/\p{N}/u.test(token) ? token : token.slice(0, 6).replace(/(?:es|s|e|ed)$/, ""));
  return out;
}

const MIN_QUOTE = 4;

/** Whether every citation stands word for word in the text it names. */
export function checkCitations(
  citations: readonly Citation[],
  evidence: readonly Evidence[],
): "verbatim" | "not_verbatim" | "unknown_file" {
  for (const { file, quote } of citations) {
    const texts = evidence.flatMap(({ texts: all }) => all.get(file) ?? []);
    if (texts.length === 0) return "unknown_file";
    if (quote.trim().length < MIN_QUOTE || !texts.some((text) => text.includes(quote)))
      return "not_verbatim";
  }
  return "verbatim";
}

/** Share of the question's words that `passage` and its file's name hold, rare words counting more; [0, 1]. */
export function relevance(
  question: string,
  passage: string,
  evidence: readonly Evidence[],
): number {
  const asked = [...new Set(roots(question.slice(0, 4_000)))];
  const there = new Set(roots(passage));
  let all = 0;
  let found = 0;
  for (const root of asked) {
    const [count, total] = evidence.reduce(
      ([c, t], each) => [c + (each.counts.get(root) ?? 0), t + each.paragraphs] as [number, number],
      [0, 0] as [number, number],
    );
    const weight = Math.log(1 + (total + 1) / (count + 0.5));
    all += weight;
    if (there.has(root)) found += weight;
  }
  return all > 0 ? found / all : 0;
}

/** Share of the answer's words that the quotes hold, in [0, 1]: what is not in them is not shown by them. */
export function support(answer: string, quotes: string): number {
  const said = roots(answer);
  if (said.length === 0) return 0;
  const there = new Set(roots(quotes));
  return said.filter((root) => there.has(root)).length / said.length;
}

/** True when a text stands, white space aside, in one of the documents. */
export function standsInDocs(text: string, evidence: readonly Evidence[]): boolean {
  const needle = squeeze(text).replace(/ …$/, "");
  if (needle.length < 20) return false;
  return evidence.some(({ squeezed }) => squeezed.some((body) => body.includes(needle)));
}
