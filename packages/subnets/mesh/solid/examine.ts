import { boundsOf, extentOf, faceCount, type Mesh } from "../glb/mesh.ts";
import { importStatus } from "./manifold.ts";
import { castRays, tangledShare } from "./rays.ts";
import { topologyOf } from "./topology.ts";
import { type Welded, weld } from "./weld.ts";

/** What is known of any mesh, whatever was asked. */
export interface Checks {
  readonly watertight: boolean;
  readonly components: number;
  /** Of all parts together: 0 for a ball, 1 for a ring. */
  readonly genus: number;
  /** Cubic metres. */
  readonly volume: number;
  readonly faces: number;
  /** Width, height, depth in metres. */
  readonly bounds: readonly [number, number, number];
}

/** A mesh that is the surface of a solid, or why it is none. */
export type Examined = { readonly checks: Checks } & (
  | { readonly ok: true; readonly welded: Welded }
  | { readonly ok: false; readonly reason: string }
);

/** Faces without area that arithmetic may leave behind: so many, and as a share of all. */
const FEW_SLIVERS = 8;
const SLIVERS = 0.02;
/** Rays that may be wrong by arithmetic. */
const TANGLED = 0.005;
const RAYS = 48;

/** Integrity: closed, outside out, no faces inside, no slivers, and the geometry kernel agrees. */
export async function examine(mesh: Mesh): Promise<Examined> {
  const welded = weld(mesh);
  const bounds = boundsOf(mesh.positions);
  const extent = extentOf(bounds);
  const topology = topologyOf(welded);
  const checks: Checks = {
    watertight: topology.watertight,
    components: topology.shells.length,
    genus: 0,
    volume: rounded(topology.volume),
    faces: faceCount(mesh),
    bounds: [rounded(extent[0]), rounded(extent[1]), rounded(extent[2])],
  };
  const refused = (reason: string): Examined => ({ ok: false, reason, checks });
  if (welded.degenerate > Math.max(FEW_SLIVERS, SLIVERS * checks.faces))
    return refused("degenerate_faces");
  if (!topology.watertight) return refused("not_watertight");
  if (topology.volume <= 0) return refused("inside_out");
  // A cavity that nobody sees, or a second skin within the first.
  if (topology.shells.some((volume) => volume <= 0)) return refused("hidden_faces");
  const tolerance = 1e-4 * Math.hypot(...extent);
  for (const axis of [0, 1, 2] as const)
    if (tangledShare(castRays(welded, axis, { side: RAYS, bounds }), tolerance) > TANGLED)
      return refused("hidden_faces");
  const { status, genus } = await importStatus(welded);
  if (status !== "NoError") return refused(`manifold_${status}`.slice(0, 60));
  // The kernel's genus is that of all parts as if they were one.
  const all = { ...checks, genus: genus + checks.components - 1 };
  return { ok: true, welded, checks: all };
}

const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;
