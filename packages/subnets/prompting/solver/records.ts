import type { Passage } from "./passages.ts";
import type { Solved } from "./solved.ts";
import { termsOf } from "./terms.ts";

/** The cell where a row that the question names and a column that it names meet. */
export function solveRecords(question: string, passages: readonly Passage[]): Solved | undefined {
  const asked = new Set(termsOf(question));
  let best: { passage: Passage; value: string; score: number } | undefined;
  let tied = false;
  for (const passage of passages) {
    if (!passage.cells) continue;
    const cells = [...passage.cells].map(([name, value]) => ({
      name: termsOf(name),
      value,
      terms: termsOf(value),
    }));
    const within = (terms: readonly string[]): boolean =>
      terms.length > 0 && terms.every((term) => asked.has(term));
    const key = cells.filter(({ terms }) => within(terms));
    const wanted = cells.filter((cell) => within(cell.name) && !key.includes(cell));
    // "service relay": naming the key's column says which row, not what is asked for.
    const column = wanted.length === 1 ? wanted[0] : undefined;
    if (key.length === 0 || !column?.value) continue;
    const score = key.reduce((sum, { terms }) => sum + terms.length, 0) + column.name.length;
    if (!best || score > best.score) {
      best = { passage, value: column.value, score };
      tied = false;
    } else if (score === best.score && column.value !== best.value) tied = true;
  }
  if (!best || tied) return undefined;
  const { file, text } = best.passage;
  return { answer: best.value, confidence: 0.9, citations: [{ file, quote: text }] };
}
