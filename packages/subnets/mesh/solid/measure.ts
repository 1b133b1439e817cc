import { type Bounds, boundsOf, extentOf } from "../glb/mesh.ts";
import type { Band, Build, Clause } from "../tasks/clause.ts";
import type { Checks } from "./examine.ts";
import { outlineMatch, outlines, type Soup, soupOf, soupOfMesh } from "./outline.ts";
import { type ColourName, isColour, labOf } from "./palette.ts";
import type { Axis } from "./rays.ts";
import { type Slice, sliceAt } from "./slice.ts";
import { faceArea, type Welded } from "./weld.ts";

/** Cuts are a little off round numbers, where things have their sides. */
const OFF = 0.00173;
/** Cuts along the height when something is looked for. */
const PROFILE = 120;

/** What can be measured on a solid; what is looked at twice is computed once. */
export class Measured {
  readonly checks: Checks;
  readonly #welded: Welded;
  readonly #bounds: Bounds;
  readonly #slices = new Map<string, Slice>();
  #profile: readonly number[] | undefined;
  #soup: Soup | undefined;

  constructor(welded: Welded, checks: Checks) {
    this.#welded = welded;
    this.checks = checks;
    this.#bounds = boundsOf(welded.positions);
  }

  extent(axis: Axis): number {
    return extentOf(this.#bounds)[axis];
  }

  /** At a share of the extent. */
  slice(axis: Axis, share: number): Slice {
    const key = `${axis}:${share}`;
    const known = this.#slices.get(key);
    if (known) return known;
    const height = this.#bounds.low[axis] + (share + OFF) * this.extent(axis);
    const made = sliceAt(this.#welded, axis, height);
    this.#slices.set(key, made);
    return made;
  }

  /** The middle one of what five cuts in a band have. */
  count(kind: "pieces" | "holes", axis: Axis, [from, to]: Band): number {
    const counts = [0.1, 0.3, 0.5, 0.7, 0.9].map(
      (share) => this.slice(axis, from + share * (to - from))[kind],
    );
    return counts.sort((a, b) => a - b)[2]!;
  }

  /** Areas of cuts from the ground to the top. */
  profile(): readonly number[] {
    this.#profile ??= Array.from(
      { length: PROFILE },
      (_, i) => this.slice(1, (i + 0.5) / PROFILE).area,
    );
    return this.#profile;
  }

  /** The plate around the largest cut in a band of the height, in metres from the ground. */
  slab([from, to]: Band): { readonly bottom: number; readonly top: number } {
    const areas = this.profile();
    let widest = Math.min(PROFILE - 1, Math.floor(from * PROFILE));
    for (let i = widest; i < Math.min(PROFILE, to * PROFILE); i++)
      if (areas[i]! > areas[widest]!) widest = i;
    const enough = areas[widest]! / 2;
    const height = this.extent(1);
    const area = (share: number): number => this.slice(1, share).area;
    // The edge lies between a cut that is wide and one that isn't; halving finds it.
    const edge = (inside: number, outside: number): number => {
      let [near, far] = [inside, outside];
      for (let i = 0; i < 12; i++) {
        const half = (near + far) / 2;
        if (half > 0 && half < 1 && area(half) >= enough) near = half;
        else far = half;
      }
      return (near + OFF) * height;
    };
    let [low, high] = [widest, widest];
    while (low > 0 && areas[low - 1]! >= enough) low--;
    while (high < PROFILE - 1 && areas[high + 1]! >= enough) high++;
    const at = (i: number) => (i + 0.5) / PROFILE;
    return { bottom: edge(at(low), at(low - 1)), top: edge(at(high), at(high + 1)) };
  }

  /** Levels on which the cuts' areas stay; less than a third of an even step is none. */
  steps(expected: number): number {
    const areas = this.profile();
    const step = Math.max(...areas) / (3 * expected);
    let level = Number.NaN;
    let levels = 0;
    for (let i = 0; i + 1 < areas.length; i++) {
      if (Math.abs(areas[i]! - level) <= step) continue;
      // A level holds for two cuts at least.
      if (Math.abs(areas[i + 1]! - areas[i]!) > step) continue;
      level = areas[i]!;
      levels++;
    }
    return levels;
  }

  /** Share of the surface in a band that has a colour. */
  colourShare(colour: ColourName, axis: Axis = 1, [from, to]: Band = [0, 1]): number {
    const { positions, triangles, colours } = this.#welded;
    const low = this.#bounds.low[axis] + from * this.extent(axis);
    const high = this.#bounds.low[axis] + to * this.extent(axis);
    const known = new Map<number, boolean>();
    let all = 0;
    let right = 0;
    for (let face = 0; face < triangles.length / 3; face++) {
      const [a, b, c] = triangles.subarray(3 * face, 3 * face + 3) as unknown as [
        number,
        number,
        number,
      ];
      const heights = [a, b, c].map((vertex) => positions[3 * vertex + axis]!);
      const share = shareWithin(heights, low, high);
      if (share === 0) continue;
      const area = share * faceArea(positions, a, b, c);
      const [red, green, blue] = colours.subarray(3 * face, 3 * face + 3) as unknown as [
        number,
        number,
        number,
      ];
      const key = (red << 16) | (green << 8) | blue;
      let same = known.get(key);
      if (same === undefined) {
        same = isColour(labOf(red, green, blue), colour);
        known.set(key, same);
      }
      all += area;
      if (same) right += area;
    }
    return all === 0 ? 0 : right / all;
  }

  /** How well the outlines fit the lawful build that they fit best. */
  shape(builds: readonly Build[]): number {
    this.#soup ??= soupOfMesh(this.#welded);
    let best = 0;
    for (const build of builds) {
      const lawful = soupOf(build);
      const size = 1.3 * Math.hypot(...extentOf(boundsOf(lawful)));
      best = Math.max(best, outlineMatch(outlines(this.#soup, size), outlines(lawful, size)));
    }
    return best;
  }
}

/** About how much of a face lies between two heights: by its span, which is enough for shares. */
function shareWithin(heights: readonly number[], low: number, high: number): number {
  const bottom = Math.min(...heights);
  const top = Math.max(...heights);
  if (top - bottom < 1e-6) return bottom >= low && top <= high ? 1 : 0;
  return Math.max(0, Math.min(top, high) - Math.max(bottom, low)) / (top - bottom);
}

/** What a clause finds on a solid. */
export function measure(solid: Measured, clause: Clause): number {
  switch (clause.kind) {
    case "size":
      return solid.extent(clause.axis);
    case "pieces":
    case "holes":
      return solid.count(clause.kind, clause.axis, clause.band);
    case "genus":
      return solid.checks.genus;
    case "colour":
      return solid.colourShare(clause.colour, clause.axis, clause.band);
    case "slab": {
      const { bottom, top } = solid.slab(clause.band);
      return clause.top === undefined ? top - bottom : top;
    }
    case "cut": {
      const { low, high } = solid.slice(1, clause.at);
      // A cut across y has z first, then x.
      const side = clause.along === 2 ? 0 : 1;
      return Math.max(0, high[side] - low[side]);
    }
    case "steps":
      return solid.steps(clause.count);
    case "filled": {
      const [x, y, z] = [solid.extent(0), solid.extent(1), solid.extent(2)];
      return solid.checks.volume / Math.max(1e-9, x * y * z);
    }
    case "shape":
      return solid.shape(clause.builds);
  }
}
