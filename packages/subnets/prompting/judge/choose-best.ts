import type { Scored } from "./scored.ts";

/**
 * The uid whose answer the user gets: highest score, then citations, then stated confidence, then the lower uid.
 * Where nobody answered, one that says so plainly; undefined where there is nothing readable at all.
 */
export function chooseBest(scores: readonly Scored[]): number | undefined {
  const rank = ({ score, answer, reason }: Scored): number[] => [
    score,
    reason === "declined" || reason.startsWith("citation") || reason === "contradicts_checker"
      ? 0
      : 1,
    answer!.citations.length > 0 ? 1 : 0,
    answer!.confidence ?? 0.5,
  ];
  const readable = scores.filter(
    ({ status, answer }) => status === "ok" && answer && answer.completion.trim() !== "",
  );
  const sorted = [...readable].sort((a, b) => {
    const [x, y] = [rank(a), rank(b)];
    for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return y[i]! - x[i]!;
    return a.uid - b.uid;
  });
  return sorted[0]?.uid;
}
