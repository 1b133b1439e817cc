import type { Random } from "@ganglion/sdk";

/** JSON as it is passed to functions and compared. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** A small right function of our own, from which bugs are made. */
export interface CorpusFunction {
  /** Also the function's name in its source. */
  readonly name: string;
  /** Begins with a comment that says what it should do; needs nothing outside of itself. */
  readonly source: string;
  /** One list of arguments. */
  arguments(random: Random): readonly Json[];
}

/** Whole numbers, `fewest` to `most` of them. */
export function numbers(
  random: Random,
  { fewest = 0, most = 8, low = -9, high = 9 } = {},
): readonly number[] {
  return Array.from({ length: random.int(fewest, most) }, () => random.int(low, high));
}

/** A text of signs of this alphabet. */
export function letters(random: Random, alphabet: string, fewest: number, most: number): string {
  const signs = [...alphabet];
  return Array.from({ length: random.int(fewest, most) }, () => random.pick(signs)).join("");
}

/** Words with one blank between. */
export const sentence = (random: Random, words: number): string =>
  Array.from({ length: random.int(1, words) }, () => letters(random, "abcdeAB", 1, 5)).join(" ");

/** Rows of equal length. */
export const grid = (random: Random, low: number, high: number): readonly (readonly number[])[] => {
  const width = random.int(1, 4);
  return Array.from({ length: random.int(1, 4) }, () =>
    Array.from({ length: width }, () => random.int(low, high)),
  );
};

/** Pairs of different nodes out of `nodes`. */
export const edges = (
  random: Random,
  nodes: number,
  most: number,
): readonly (readonly number[])[] =>
  Array.from({ length: random.int(0, most) }, () => random.sample([...Array(nodes).keys()], 2));
