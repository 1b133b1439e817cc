import type { Judged } from "@ganglion/sdk";
import type { TemplateAnswer, TemplateRequest } from "./protocol.ts";

/** Farther from the target than this share of it earns nothing: a random choice is usually farther. */
const NEAR = 0.02;

/** What the chosen numbers add up to. */
export const sumOf = ({ numbers }: TemplateRequest, { chosen }: TemplateAnswer): number =>
  chosen.reduce((sum, place) => sum + numbers[place]!, 0);

/** Exact is 1, near is up to a half, everything else 0. Depends on nothing but question and answer. */
export function judge(request: TemplateRequest, answer: TemplateAnswer): Judged {
  const gap = Math.abs(request.target - sumOf(request, answer));
  const data = { gap };
  if (gap === 0) return { score: 1, reason: "exact", data };
  const nearness = 1 - gap / (NEAR * request.target);
  return nearness > 0
    ? { score: nearness / 2, reason: "near", data }
    : { score: 0, reason: "far", data };
}

/** True if two answers can hardly come from two workers: there are over a thousand exact ones. */
export const sameChoice = (a: TemplateAnswer, b: TemplateAnswer): boolean =>
  a.chosen.length === b.chosen.length && a.chosen.every((place, i) => place === b.chosen[i]);
