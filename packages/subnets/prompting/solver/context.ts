import type { Doc } from "../protocol.ts";
import { DocumentIndex, type Hit, withoutUnknownKind } from "./documents.ts";
import { entitiesIn } from "./entities.ts";
import { solveHops } from "./hops.ts";
import { plainText } from "./passages.ts";
import { solveRecords } from "./records.ts";
import type { Solved } from "./solved.ts";
import { spanFor, wantedBy } from "./spans.ts";

/** A passage must hold this share of the question's weight to be believed. */
const ENOUGH = 0.45;

/** An answer out of documents that came with the question: a span where one fits, with its sentence as citation. */
export function solveContext(question: string, docs: readonly Doc[]): Solved | undefined {
  const index = new DocumentIndex(docs);
  const passages = [...index.passages()].map(({ passage }) => passage);
  return (
    solveRecords(question, passages) ?? solveHops(question, passages) ?? extract(question, index)
  );
}

function extract(question: string, index: DocumentIndex): Solved | undefined {
  const hits = about(question, index.search(withoutUnknownKind(question, index), 24));
  const best = hits[0];
  if (!best || best.coverage < ENOUGH) return undefined;
  const wanted = wantedBy(question);
  for (const hit of hits) {
    if (hit.coverage < ENOUGH || hit.coverage < 0.6 * best.coverage) continue;
    const span = spanFor(question, hit.passage.text, wanted);
    if (span) return cite(span, hit, Math.min(0.9, 0.35 + 0.55 * hit.coverage));
  }
  return cite(plainText(best.passage.text), best, 0.3 * best.coverage);
}

const cite = (answer: string, { passage }: Hit, confidence: number): Solved => ({
  answer,
  confidence: Math.round(100 * confidence) / 100,
  citations: [{ file: passage.file, quote: passage.text }],
});

/** Drops passages about someone else, when the question names someone that passages are about. */
function about(question: string, hits: readonly Hit[]): Hit[] {
  const names = entitiesIn(question, new Set()).map(({ name }) => name);
  const holds = ({ passage, topic }: Hit, name: string): boolean =>
    passage.text.includes(name) || topic === name;
  const useful = names.filter((name) => hits.some((hit) => holds(hit, name)));
  if (useful.length === 0) return [...hits];
  return hits.filter((hit) => useful.every((name) => holds(hit, name)));
}
