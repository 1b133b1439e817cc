import { boundsOf } from "../glb/mesh.ts";
import type { Build, Piece } from "../tasks/clause.ts";

/** A corner soup: nine numbers for each face. */
export type Soup = Float64Array | readonly number[];

const SIDES = 24;

/** The faces of a lawful build. */
export function soupOf(build: Build): number[] {
  return build.flatMap(pieceSoup);
}

function pieceSoup(piece: Piece): number[] {
  if (piece.form === "box") {
    const { low, high } = piece;
    return drawn(
      [
        [low[0], low[1]],
        [high[0], low[1]],
        [high[0], high[1]],
        [low[0], high[1]],
      ],
      low[2],
      high[2],
      ([x, y], z) => [x, y, z],
    );
  }
  if (piece.form === "wedge")
    return drawn(piece.corners, piece.from, piece.to, ([a, b], along) =>
      piece.alongX ? [along, b, a] : [a, b, along],
    );
  const { axis, middle, from, to, radius, toRadius = radius } = piece;
  const ring = (r: number): [number, number][] =>
    Array.from({ length: SIDES }, (_, i) => {
      const angle = (2 * Math.PI * i) / SIDES;
      return [middle[0] + r * Math.cos(angle), middle[1] + r * Math.sin(angle)];
    });
  const place = ([a, b]: readonly [number, number], along: number): number[] => {
    const at = [0, 0, 0];
    at[axis] = along;
    at[(axis + 1) % 3] = a;
    at[(axis + 2) % 3] = b;
    return at;
  };
  return drawn(ring(radius), from, to, place, ring(toRadius));
}

/** A convex outline from one place to another, with its two lids. */
function drawn(
  outline: readonly (readonly [number, number])[],
  from: number,
  to: number,
  place: (point: readonly [number, number], along: number) => number[],
  end: readonly (readonly [number, number])[] = outline,
): number[] {
  const soup: number[] = [];
  for (let i = 0; i < outline.length; i++) {
    const j = (i + 1) % outline.length;
    const [a, b] = [place(outline[i]!, from), place(outline[j]!, from)];
    const [c, d] = [place(end[j]!, to), place(end[i]!, to)];
    soup.push(...a, ...b, ...c, ...a, ...c, ...d);
    if (i > 0 && j > 0)
      soup.push(
        ...[...place(outline[0]!, from), ...a, ...b],
        ...[...place(end[0]!, to), ...d, ...c],
      );
  }
  return soup;
}

/** The corner soup of a mesh. */
export function soupOfMesh({
  positions,
  triangles,
}: {
  readonly positions: Float32Array;
  readonly triangles: Uint32Array;
}): Float64Array {
  const soup = new Float64Array(3 * triangles.length);
  for (let i = 0; i < triangles.length; i++)
    for (let axis = 0; axis < 3; axis++) soup[3 * i + axis] = positions[3 * triangles[i]! + axis]!;
  return soup;
}

const PIXELS = 64;
/** Yaw and pitch in degrees: front, side, top, and three from above a corner. */
const VIEWS = [
  [0, 0],
  [90, 0],
  [0, 90],
  [40, 25],
  [-40, 25],
  [130, 40],
] as const;

/** One picture per view, a byte per pixel. Stands on the ground, in the middle; `size`: metres that a picture shows. */
export function outlines(soup: Soup, size: number): Uint8Array[] {
  const { low, high } = boundsOf(soup as ArrayLike<number>);
  const middle = [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, (low[2] + high[2]) / 2];
  return VIEWS.map(([yaw, pitch]) => {
    const [cy, sy] = [Math.cos((yaw * Math.PI) / 180), Math.sin((yaw * Math.PI) / 180)];
    const [cp, sp] = [Math.cos((pitch * Math.PI) / 180), Math.sin((pitch * Math.PI) / 180)];
    const flat = new Float64Array((2 * soup.length) / 3);
    for (let i = 0; i < soup.length / 3; i++) {
      const x = soup[3 * i]! - middle[0]!;
      const y = soup[3 * i + 1]! - middle[1]!;
      const z = soup[3 * i + 2]! - middle[2]!;
      const turned = cy * z + sy * x;
      flat[2 * i] = ((cy * x - sy * z) / size + 0.5) * PIXELS;
      flat[2 * i + 1] = ((cp * y - sp * turned) / size + 0.5) * PIXELS;
    }
    return filled(flat);
  });
}

function filled(flat: Float64Array): Uint8Array {
  const mask = new Uint8Array(PIXELS * PIXELS);
  for (let at = 0; at < flat.length; at += 6) {
    const [ax, ay, bx, by, cx, cy] = flat.subarray(at, at + 6) as unknown as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    // Rods that are thinner than a pixel would fall through between the middles of pixels.
    strokes(mask, [ax, ay, bx, by]);
    strokes(mask, [bx, by, cx, cy]);
    strokes(mask, [cx, cy, ax, ay]);
    const double = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
    if (Math.abs(double) < 1e-9) continue;
    const sign = Math.sign(double);
    const left = Math.max(0, Math.ceil(Math.min(ax, bx, cx) - 0.5));
    const right = Math.min(PIXELS - 1, Math.floor(Math.max(ax, bx, cx) - 0.5));
    const low = Math.max(0, Math.ceil(Math.min(ay, by, cy) - 0.5));
    const high = Math.min(PIXELS - 1, Math.floor(Math.max(ay, by, cy) - 0.5));
    for (let y = low; y <= high; y++)
      for (let x = left; x <= right; x++) {
        const [px, py] = [x + 0.5, y + 0.5];
        if (
          ((bx - ax) * (py - ay) - (by - ay) * (px - ax)) * sign >= 0 &&
          ((cx - bx) * (py - by) - (cy - by) * (px - bx)) * sign >= 0 &&
          ((ax - cx) * (py - cy) - (ay - cy) * (px - cx)) * sign >= 0
        )
          mask[y * PIXELS + x] = 1;
      }
  }
  return mask;
}

function strokes(
  mask: Uint8Array,
  [ax, ay, bx, by]: readonly [number, number, number, number],
): void {
  const parts = Math.min(4 * PIXELS, Math.ceil(Math.max(Math.abs(bx - ax), Math.abs(by - ay), 1)));
  for (let i = 0; i <= parts; i++) {
    const x = Math.floor(ax + ((bx - ax) * i) / parts);
    const y = Math.floor(ay + ((by - ay) * i) / parts);
    if (x >= 0 && x < PIXELS && y >= 0 && y < PIXELS) mask[y * PIXELS + x] = 1;
  }
}

/**
 * Pixels that the other picture has too, there or next to it, as a share of both pictures' pixels, averaged over the
 * views: thin rods of which nobody said where exactly they stand are not to be missed by a pixel.
 */
export function outlineMatch(a: readonly Uint8Array[], b: readonly Uint8Array[]): number {
  let sum = 0;
  for (const [i, one] of a.entries()) {
    const other = b[i]!;
    const [oneWide, otherWide] = [widened(one), widened(other)];
    let found = 0;
    let all = 0;
    for (let p = 0; p < one.length; p++) {
      found += (one[p]! & otherWide[p]!) + (other[p]! & oneWide[p]!);
      all += one[p]! + other[p]!;
    }
    sum += all === 0 ? 0 : found / all;
  }
  return sum / a.length;
}

/** With every pixel's neighbours. */
function widened(mask: Uint8Array): Uint8Array {
  const wide = mask.slice();
  for (let y = 1; y < PIXELS - 1; y++)
    for (let x = 1; x < PIXELS - 1; x++) {
      const p = y * PIXELS + x;
      wide[p]! |= mask[p - 1]! | mask[p + 1]! | mask[p - PIXELS]! | mask[p + PIXELS]!;
    }
  return wide;
}
