import { boundsOf, extentOf } from "./glb/mesh.ts";
import type { MeshAnswer } from "./protocol.ts";
import { castRays } from "./solid/rays.ts";

const SIDE = 48;
/** Two surfaces are the same where they lie within this share of the diagonal. */
const NEAR = 0.008;
/** Of so many rays both must say the same. */
const SAME = 0.97;

/** Where rays from six sides first meet a mesh, as shares of its diagonal, in its own bounding box. NaN: nowhere. */
type Relief = Float32Array;
const reliefs = new WeakMap<MeshAnswer, Relief>();

function reliefOf(answer: MeshAnswer): Relief {
  const known = reliefs.get(answer);
  if (known) return known;
  const { mesh } = answer;
  const bounds = boundsOf(mesh.positions);
  const diagonal = Math.hypot(...extentOf(bounds)) || 1;
  const relief = new Float32Array(6 * SIDE * SIDE).fill(Number.NaN);
  for (const axis of [0, 1, 2] as const) {
    const { hits } = castRays(mesh, axis, { side: SIDE, bounds });
    for (const [i, list] of hits.entries()) {
      if (list.length === 0) continue;
      const low = bounds.low[axis];
      relief[2 * axis * SIDE * SIDE + i] = (list[0]!.at - low) / diagonal;
      relief[(2 * axis + 1) * SIDE * SIDE + i] = (list.at(-1)!.at - low) / diagonal;
    }
  }
  reliefs.set(answer, relief);
  return relief;
}

/**
 * True if two meshes look the same from six sides, whatever their triangles, colours, size or place: what a copy is
 * after it was cut finer, shaken a little, painted, or moved.
 */
export const sameMesh = (a: MeshAnswer, b: MeshAnswer): boolean => agreement(a, b) >= SAME;

/** Share of the rays that meet either and say the same of both. */
export function agreement(a: MeshAnswer, b: MeshAnswer): number {
  const [one, other] = [reliefOf(a), reliefOf(b)];
  let met = 0;
  let same = 0;
  for (let i = 0; i < one.length; i++) {
    const [p, q] = [one[i]!, other[i]!];
    if (Number.isNaN(p) && Number.isNaN(q)) continue;
    met++;
    if (Math.abs(p - q) <= NEAR) same++;
  }
  return met === 0 ? 0 : same / met;
}
