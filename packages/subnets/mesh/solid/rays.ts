import { type Bounds, boundsOf } from "../glb/mesh.ts";
import type { Welded } from "./weld.ts";

export type Axis = 0 | 1 | 2;

/** What parallel rays meet: on each a list of heights with +1 where it comes out of the solid and -1 where it goes in. */
export interface Rays {
  readonly side: number;
  readonly bounds: Bounds;
  readonly hits: readonly (readonly { readonly at: number; readonly sign: number }[])[];
}

/** Rays a little off the middle of their cells: few edges of made things lie there. */
const OFF = 0.4871;

type Faces = Pick<Welded, "positions" | "triangles">;

/** `side` × `side` rays along an axis through the bounding box. */
export function castRays(
  { positions, triangles }: Faces,
  axis: Axis,
  { side, bounds = boundsOf(positions) }: { readonly side: number; readonly bounds?: Bounds },
): Rays {
  const u = ((axis + 1) % 3) as Axis;
  const v = ((axis + 2) % 3) as Axis;
  const [lowU, lowV] = [bounds.low[u], bounds.low[v]];
  const stepU = Math.max(1e-9, bounds.high[u] - lowU) / side;
  const stepV = Math.max(1e-9, bounds.high[v] - lowV) / side;
  const hits: { at: number; sign: number }[][] = Array.from({ length: side * side }, () => []);
  const corner = (at: number, i: number) => {
    const vertex = triangles[at + i]!;
    return {
      u: (positions[3 * vertex + u]! - lowU) / stepU - OFF,
      v: (positions[3 * vertex + v]! - lowV) / stepV - OFF,
      w: positions[3 * vertex + axis]!,
    };
  };
  for (let at = 0; at < triangles.length; at += 3) {
    const [a, b, c] = [corner(at, 0), corner(at, 1), corner(at, 2)];
    const double = (b.u - a.u) * (c.v - a.v) - (b.v - a.v) * (c.u - a.u);
    if (double === 0) continue;
    const sign = Math.sign(double);
    const left = Math.max(0, Math.ceil(Math.min(a.u, b.u, c.u)));
    const right = Math.min(side - 1, Math.floor(Math.max(a.u, b.u, c.u)));
    const bottom = Math.max(0, Math.ceil(Math.min(a.v, b.v, c.v)));
    const top = Math.min(side - 1, Math.floor(Math.max(a.v, b.v, c.v)));
    for (let y = bottom; y <= top; y++)
      for (let x = left; x <= right; x++) {
        const wa = edge(b, c, x, y) * sign;
        const wb = edge(c, a, x, y) * sign;
        const wc = edge(a, b, x, y) * sign;
        if (wa < 0 || wb < 0 || wc < 0) continue;
        // On an edge exactly: one of the two faces at it takes the ray.
        if (
          (wa === 0 && !takes(b, c, sign)) ||
          (wb === 0 && !takes(c, a, sign)) ||
          (wc === 0 && !takes(a, b, sign))
        )
          continue;
        const height = (wa * a.w + wb * b.w + wc * c.w) / (double * sign);
        hits[y * side + x]!.push({ at: height, sign });
      }
  }
  for (const list of hits) list.sort((p, q) => p.at - q.at);
  return { side, bounds, hits };
}

interface Point {
  readonly u: number;
  readonly v: number;
}
/** Twice the area of edge and point; computed the same way from both sides of an edge, so that rays don't slip through. */
function edge(from: Point, to: Point, x: number, y: number): number {
  const turned = from.u < to.u || (from.u === to.u && from.v < to.v);
  const [p, q] = turned ? [from, to] : [to, from];
  const area = (q.u - p.u) * (y - p.v) - (q.v - p.v) * (x - p.u);
  return turned ? area : -area;
}
function takes(from: Point, to: Point, sign: number): boolean {
  const dv = (to.v - from.v) * sign;
  return dv > 0 || (dv === 0 && (to.u - from.u) * sign < 0);
}

/** Share of the rays that meet the solid and are inside of it twice, or less than not at all. */
export function tangledShare({ hits }: Rays, tolerance: number): number {
  let met = 0;
  let tangled = 0;
  for (const list of hits) {
    if (list.length === 0) continue;
    met++;
    let inside = 0;
    for (let i = 0; i < list.length; i++) {
      inside -= list[i]!.sign;
      const gap = (list[i + 1]?.at ?? Number.POSITIVE_INFINITY) - list[i]!.at;
      if ((inside < 0 || inside > 1) && gap > tolerance) {
        tangled++;
        break;
      }
    }
  }
  return met === 0 ? 0 : tangled / met;
}
