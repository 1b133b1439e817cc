import type { Mesh } from "../glb/mesh.ts";

/** Faces on vertices of which no two are in the same place: files repeat a vertex for each material. */
export interface Welded {
  readonly positions: Float32Array;
  /** Without faces that use one vertex twice. */
  readonly triangles: Uint32Array;
  /** sRGB of each face. */
  readonly colours: Uint8Array;
  /** Faces that were left out, or that have no area to speak of. */
  readonly degenerate: number;
}

/** A face whose height is less than this share of the longest side is a sliver. */
const SLIVER = 1e-5;

/** Makes one vertex of those with exactly the same coordinates. */
export function weld({ positions, triangles, colours }: Mesh): Welded {
  const bits = new Uint32Array(positions.length);
  // -0 and 0 are the same place.
  new Float32Array(bits.buffer).set(positions.map((value) => value + 0));
  const places = new Map<string, number>();
  const kept: number[] = [];
  const to = new Uint32Array(positions.length / 3);
  for (let vertex = 0; vertex < to.length; vertex++) {
    const key = `${bits[3 * vertex]},${bits[3 * vertex + 1]},${bits[3 * vertex + 2]}`;
    let place = places.get(key);
    if (place === undefined) {
      place = places.size;
      places.set(key, place);
      kept.push(vertex);
    }
    to[vertex] = place;
  }
  const faces: number[] = [];
  const tints: number[] = [];
  let degenerate = 0;
  for (let face = 0; face < triangles.length / 3; face++) {
    const a = to[triangles[3 * face]!]!;
    const b = to[triangles[3 * face + 1]!]!;
    const c = to[triangles[3 * face + 2]!]!;
    if (a === b || b === c || c === a) {
      degenerate++;
      continue;
    }
    faces.push(a, b, c);
    tints.push(colours[3 * face]!, colours[3 * face + 1]!, colours[3 * face + 2]!);
  }
  const welded = new Float32Array(3 * kept.length);
  for (const [place, vertex] of kept.entries())
    welded.set(positions.subarray(3 * vertex, 3 * vertex + 3), 3 * place);
  for (let at = 0; at < faces.length; at += 3)
    if (isSliver(welded, faces[at]!, faces[at + 1]!, faces[at + 2]!)) degenerate++;
  return {
    positions: welded,
    triangles: Uint32Array.from(faces),
    colours: Uint8Array.from(tints),
    degenerate,
  };
}

function isSliver(positions: Float32Array, a: number, b: number, c: number): boolean {
  const longest = Math.max(
    distance(positions, a, b),
    distance(positions, b, c),
    distance(positions, c, a),
  );
  return 2 * faceArea(positions, a, b, c) < SLIVER * longest * longest;
}

function distance(p: Float32Array, a: number, b: number): number {
  const x = p[3 * a]! - p[3 * b]!;
  const y = p[3 * a + 1]! - p[3 * b + 1]!;
  const z = p[3 * a + 2]! - p[3 * b + 2]!;
  return Math.sqrt(x * x + y * y + z * z);
}

/** In square metres. */
export function faceArea(p: ArrayLike<number>, a: number, b: number, c: number): number {
  const at = (vertex: number, axis: number) => p[3 * vertex + axis]! - p[3 * a + axis]!;
  const x = at(b, 1) * at(c, 2) - at(b, 2) * at(c, 1);
  const y = at(b, 2) * at(c, 0) - at(b, 0) * at(c, 2);
  const z = at(b, 0) * at(c, 1) - at(b, 1) * at(c, 0);
  return Math.sqrt(x * x + y * y + z * z) / 2;
}
