import type { Wish } from "../read-prompt.ts";
import type { Style } from "../style.ts";
import type { Colour, Workbench } from "../workbench.ts";

/** What a builder works with. */
export interface Plan {
  readonly bench: Workbench;
  readonly style: Style;
  readonly wish: Wish;
  /** Metres that were asked for, by `part.kind`, the first that is there, or what is usual. */
  length(keys: string, usual: number): number;
  count(part: string, usual: number): number;
  colour(part: string, usual: Colour): Colour;
  says(...words: readonly string[]): boolean;
}
export type Builder = (plan: Plan) => void;

export function planOf(bench: Workbench, style: Style, wish: Wish): Plan {
  return {
    bench,
    style,
    wish,
    length(keys, usual) {
      for (const key of keys.split(" ")) {
        const metres = wish.lengths.get(key);
        if (metres !== undefined && metres > 0) return Math.min(200, Math.max(0.002, metres));
      }
      return usual;
    },
    count: (part, usual) => Math.min(40, Math.max(1, wish.counts.get(part) ?? usual)),
    colour: (part, usual) => wish.colours.get(part) ?? wish.colours.get("") ?? usual,
    says: (...words) => words.some((word) => wish.words.has(word)),
  };
}

/** Evenly from one place to another, both included. */
export const even = (count: number, from: number, to: number): number[] =>
  count === 1
    ? [(from + to) / 2]
    : Array.from({ length: count }, (_, i) => from + (i * (to - from)) / (count - 1));

export const OAK: Colour = [162, 117, 66];
export const STONE: Colour = [142, 137, 128];
