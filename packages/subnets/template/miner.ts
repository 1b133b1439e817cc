import { randomFrom } from "@ganglion/sdk";
import type { TemplateAnswer, TemplateRequest } from "./protocol.ts";

const STARTS = 200;

/**
 * Looks for numbers that add up to the target: from many random beginnings it exchanges places as long as that brings
 * it nearer. `effort` is how many beginnings it tries; `seed` makes two miners look in different places.
 */
export function solve(
  { numbers, target }: TemplateRequest,
  { seed, effort = STARTS }: { readonly seed: string; readonly effort?: number },
): TemplateAnswer {
  const random = randomFrom(new Uint8Array(16), seed, JSON.stringify(numbers), target);
  let best: number[] = [];
  let bestGap = target;
  for (let start = 0; start < effort && bestGap > 0; start++) {
    const inside = numbers.map(() => random.chance(50));
    let gap = target - numbers.reduce((sum, value, i) => sum + (inside[i] ? value : 0), 0);
    for (;;) {
      // What the sum gains if this place changes sides.
      const gains = numbers.map((value, i) => (inside[i] ? -value : value));
      let move: readonly number[] = [];
      let after = Math.abs(gap);
      for (let i = 0; i < gains.length; i++)
        for (let j = i; j < gains.length; j++) {
          const gain = gains[i]! + (i === j ? 0 : gains[j]!);
          if (Math.abs(gap - gain) >= after) continue;
          after = Math.abs(gap - gain);
          move = i === j ? [i] : [i, j];
        }
      if (move.length === 0) break;
      for (const place of move) {
        gap -= gains[place]!;
        inside[place] = !inside[place];
      }
    }
    if (Math.abs(gap) >= bestGap) continue;
    bestGap = Math.abs(gap);
    best = numbers.flatMap((_, i) => (inside[i] ? [i] : []));
  }
  return { chosen: best };
}
