import { isDecline, normalTokens } from "./read-answer.ts";
import type { Read } from "./scored.ts";

const FREE_TOKENS = 25;
const SHINGLE = 4;
const NEAR = 0.85;

/** By uid of the later one: the uid whose long free text, without citations, it repeats nearly word for word. */
export function duplicates(reads: readonly Read[]): Map<number, number> {
  const free = reads.flatMap((got, place) => {
    if (!("answer" in got) || got.answer.citations.length > 0) return [];
    const tokens = normalTokens(got.answer.completion);
    if (tokens.length < FREE_TOKENS || isDecline(got.answer.completion)) return [];
    const shingles = new Set(
      tokens
        .slice(0, 1_000)
        .flatMap((_, i) =>
          i + SHINGLE <= tokens.length ? tokens.slice(i, i + SHINGLE).join(" ") : [],
        ),
    );
    return [{ uid: got.response.uid, order: got.response.arrival ?? place, shingles }];
  });
  free.sort((a, b) => a.order - b.order || a.uid - b.uid);
  const twins = new Map<number, number>();
  free.forEach((later, i) => {
    for (const earlier of free.slice(0, i)) {
      let shared = 0;
      for (const shingle of later.shingles) if (earlier.shingles.has(shingle)) shared++;
      const union = later.shingles.size + earlier.shingles.size - shared;
      if (shared / union >= NEAR && !twins.has(later.uid)) twins.set(later.uid, earlier.uid);
    }
  });
  return twins;
}
