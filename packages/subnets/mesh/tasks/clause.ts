import type { ColourName } from "../solid/palette.ts";
import type { Axis } from "../solid/rays.ts";

/** From and to, as shares of the extent along an axis: 0 is the low end. */
export type Band = readonly [number, number];

/**
 * What a prompt demands, in a form that can be measured on a mesh. All of a question's clauses together are its hidden
 * truth. `what` names the clause in reasons.
 */
export type Clause = { readonly what: string } & (
  | { readonly kind: "size"; readonly axis: Axis; readonly metres: number }
  /** So many separate pieces (or holes in them) in cuts across an axis. */
  | {
      readonly kind: "pieces" | "holes";
      readonly axis: Axis;
      readonly band: Band;
      readonly count: number;
    }
  /** Handles and openings that go through. */
  | { readonly kind: "genus"; readonly count: number }
  /** Of the surface in a band, at least this share has the colour. */
  | {
      readonly kind: "colour";
      readonly colour: ColourName;
      readonly share: number;
      readonly band?: Band;
      readonly axis?: Axis;
    }
  /** The widest plate that lies within a band of the height: its thickness, its upper side's height. */
  | {
      readonly kind: "slab";
      readonly band: Band;
      readonly thickness?: number;
      readonly top?: number;
    }
  /** Extent of a cut across the height, along another axis. */
  | { readonly kind: "cut"; readonly at: number; readonly along: Axis; readonly metres: number }
  /** Levels by which the cuts across the height become smaller. */
  | { readonly kind: "steps"; readonly count: number }
  /** Share of the bounding box that is filled, at most. */
  | { readonly kind: "filled"; readonly atMost: number }
  /** Outlines from several sides, against lawful builds. */
  | { readonly kind: "shape"; readonly builds: readonly Build[] }
);

/** A solid without holes of a lawful build: enough for an outline. Metres; the ground is at 0, the middle at x = z = 0. */
export type Piece =
  | {
      readonly form: "box";
      readonly low: readonly [number, number, number];
      readonly high: readonly [number, number, number];
    }
  /** Round, along an axis through `middle` (the two other axes in the order of `axis + 1`, `axis + 2`). */
  | {
      readonly form: "round";
      readonly axis: Axis;
      readonly middle: readonly [number, number];
      readonly from: number;
      readonly to: number;
      readonly radius: number;
      /** At `to`; the same unless given. */
      readonly toRadius?: number;
    }
  /** A triangle of x and y, drawn along z. */
  | {
      readonly form: "wedge";
      readonly corners: readonly [
        readonly [number, number],
        readonly [number, number],
        readonly [number, number],
      ];
      readonly from: number;
      readonly to: number;
      /** Drawn along x instead, the corners being z and y. */
      readonly alongX?: boolean;
    };
export type Build = readonly Piece[];

export const box = (
  x: readonly [number, number],
  y: readonly [number, number],
  z: readonly [number, number],
): Piece => ({ form: "box", low: [x[0], y[0], z[0]], high: [x[1], y[1], z[1]] });

/** Around the vertical. */
export const pillar = (
  [x, z]: readonly [number, number],
  [from, to]: readonly [number, number],
  radius: number,
  toRadius = radius,
): Piece => ({ form: "round", axis: 1, middle: [z, x], from, to, radius, toRadius });
