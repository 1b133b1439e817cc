import { ARITHMETIC } from "./arithmetic.ts";
import type { CorpusFunction } from "./function.ts";
import { LISTS } from "./lists.ts";
import { ORDERS } from "./orders.ts";
import { PARSING } from "./parsing.ts";
import { STRINGS } from "./strings.ts";

/** Every function that bugs are made from. */
export const CORPUS: readonly CorpusFunction[] = [
  ...STRINGS,
  ...LISTS,
  ...ARITHMETIC,
  ...PARSING,
  ...ORDERS,
];
