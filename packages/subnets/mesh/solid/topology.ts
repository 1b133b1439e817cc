import type { Welded } from "./weld.ts";

/** How the faces hang together. */
export interface Topology {
  /** Every edge has as many faces on its one side as on its other. */
  readonly watertight: boolean;
  /** Edges that a face lacks a neighbour at. */
  readonly openEdges: number;
  /** Volume of each part that hangs together, in cubic metres; below zero where a part is inside out: a cavity. */
  readonly shells: readonly number[];
  /** Of all of it. */
  readonly volume: number;
}

/** Edges and parts of a welded mesh. Edges with four faces are allowed: two boxes may touch there. */
export function topologyOf({ positions, triangles }: Welded): Topology {
  const vertices = positions.length / 3;
  const balance = new Map<number, number>();
  const parent = Uint32Array.from({ length: vertices }, (_, i) => i);
  const root = (vertex: number): number => {
    let at = vertex;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
    return at;
  };
  for (let at = 0; at < triangles.length; at += 3)
    for (let i = 0; i < 3; i++) {
      const from = triangles[at + i]!;
      const to = triangles[at + ((i + 1) % 3)]!;
      const key = from < to ? from * vertices + to : to * vertices + from;
      balance.set(key, (balance.get(key) ?? 0) + (from < to ? 1 : -1));
      parent[root(from)] = root(to);
    }
  const volumes = new Map<number, number>();
  for (let at = 0; at < triangles.length; at += 3) {
    const [a, b, c] = [triangles[at]!, triangles[at + 1]!, triangles[at + 2]!];
    const shell = root(a);
    volumes.set(shell, (volumes.get(shell) ?? 0) + tetrahedron(positions, a, b, c));
  }
  const openEdges = [...balance.values()].filter((each) => each !== 0).length;
  const shells = [...volumes.values()].sort((a, b) => b - a);
  return {
    watertight: openEdges === 0,
    openEdges,
    shells,
    volume: shells.reduce((sum, each) => sum + each, 0),
  };
}

/** Signed volume between a face and the origin. */
function tetrahedron(p: Float32Array, a: number, b: number, c: number): number {
  const [ax, ay, az] = [p[3 * a]!, p[3 * a + 1]!, p[3 * a + 2]!];
  const [bx, by, bz] = [p[3 * b]!, p[3 * b + 1]!, p[3 * b + 2]!];
  const [cx, cy, cz] = [p[3 * c]!, p[3 * c + 1]!, p[3 * c + 2]!];
  return (ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx)) / 6;
}
