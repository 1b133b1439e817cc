import type { Random } from "@ganglion/sdk";
import { type ColourName, PALETTE, tellApart } from "../solid/palette.ts";
import type { Clause } from "./clause.ts";
import type { Dimension } from "./wording.ts";

/** A length between two others, in whole steps of a centimetre unless given. */
export const metres = (random: Random, low: number, high: number, step = 0.01): number =>
  Number((random.int(Math.round(low / step), Math.round(high / step)) * step).toFixed(4));

const NAMES = Object.keys(PALETTE) as ColourName[];

/** So many colours that nobody takes for each other. */
export function colours(random: Random, count: number): ColourName[] {
  const chosen: ColourName[] = [];
  for (const name of random.sample(NAMES, NAMES.length))
    if (chosen.length < count && chosen.every((other) => tellApart(name, other))) chosen.push(name);
  return chosen;
}

type Axis = 0 | 1 | 2;
const AXIS_NAMES = ["width", "height", "depth"] as const;

export const size = (axis: Axis, length: number): Clause => ({
  what: AXIS_NAMES[axis],
  kind: "size",
  axis,
  metres: length,
});

export const wide = (length: number): Dimension => ({
  noun: "width",
  adjective: "wide",
  metres: length,
});
export const high = (length: number): Dimension => ({
  noun: "height",
  adjective: "high",
  metres: length,
});
export const deep = (length: number): Dimension => ({
  noun: "depth",
  adjective: "deep",
  metres: length,
});
export const long = (length: number): Dimension => ({
  noun: "length",
  adjective: "long",
  metres: length,
});
export const across = (length: number): Dimension => ({
  noun: "diameter",
  adjective: "in diameter",
  metres: length,
});
