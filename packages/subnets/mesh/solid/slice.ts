import type { Axis } from "./rays.ts";
import type { Welded } from "./weld.ts";

/** A cut through the solid across an axis. */
export interface Slice {
  /** Separate pieces in the cut. */
  readonly pieces: number;
  /** Holes in them. */
  readonly holes: number;
  /** Square metres. */
  readonly area: number;
  /** Low and high corner in the two other axes, in the order of `axis + 1`, `axis + 2`; of nothing it is empty. */
  readonly low: readonly [number, number];
  readonly high: readonly [number, number];
}

/** Smaller loops than this share of a square metre are crumbs of arithmetic. */
const CRUMB = 1e-9;

/** Cuts a watertight mesh at `height` metres along an axis: each loop of the cut is an outline, or a hole if it runs backwards. */
export function sliceAt(
  { positions, triangles }: Pick<Welded, "positions" | "triangles">,
  axis: Axis,
  height: number,
): Slice {
  const u = (axis + 1) % 3;
  const v = (axis + 2) % 3;
  const vertices = positions.length / 3;
  const above = (vertex: number) => positions[3 * vertex + axis]! > height;
  const parent = new Map<number, number>();
  const root = (key: number): number => {
    let at = key;
    for (let up = parent.get(at)!; up !== at; up = parent.get(at)!) at = up;
    parent.set(key, at);
    return at;
  };
  const segments: { from: number; to: number }[] = [];
  const place = (from: number, to: number): readonly [number, number] => {
    // The same order from both faces: the same point to the last bit.
    const [a, b] = from < to ? [from, to] : [to, from];
    const wa = positions[3 * a + axis]!;
    const share = (height - wa) / (positions[3 * b + axis]! - wa);
    const mix = (part: number) =>
      positions[3 * a + part]! + share * (positions[3 * b + part]! - positions[3 * a + part]!);
    return [mix(u), mix(v)];
  };
  const points = new Map<number, readonly [number, number]>();
  for (let at = 0; at < triangles.length; at += 3) {
    let from = -1;
    let to = -1;
    for (let i = 0; i < 3; i++) {
      const a = triangles[at + i]!;
      const b = triangles[at + ((i + 1) % 3)]!;
      if (above(a) === above(b)) continue;
      const key = Math.min(a, b) * vertices + Math.max(a, b);
      if (!points.has(key)) {
        points.set(key, place(a, b));
        parent.set(key, key);
      }
      if (above(a)) from = key;
      else to = key;
    }
    if (from < 0 || to < 0) continue;
    parent.set(root(from), root(to));
    segments.push({ from, to });
  }
  const areas = new Map<number, number>();
  for (const { from, to } of segments) {
    const [ax, ay] = points.get(from)!;
    const [bx, by] = points.get(to)!;
    const loop = root(from);
    areas.set(loop, (areas.get(loop) ?? 0) + (ax * by - ay * bx) / 2);
  }
  const loops = [...areas.values()].filter((area) => Math.abs(area) > CRUMB);
  const total = loops.reduce((sum, area) => sum + area, 0);
  const outward = Math.sign(total);
  const pieces = loops.filter((area) => Math.sign(area) === outward).length;
  const low: [number, number] = [Infinity, Infinity];
  const high: [number, number] = [-Infinity, -Infinity];
  for (const point of points.values())
    for (const side of [0, 1] as const) {
      low[side] = Math.min(low[side], point[side]);
      high[side] = Math.max(high[side], point[side]);
    }
  return { pieces, holes: loops.length - pieces, area: Math.abs(total), low, high };
}
