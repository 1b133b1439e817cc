/** Triangles in metres, Y up, the front towards +Z; counter-clockwise seen from outside. */
export interface Mesh {
  /** x, y, z of each vertex. */
  readonly positions: Float32Array;
  /** Three vertices per face. */
  readonly triangles: Uint32Array;
  /** sRGB of each face, three bytes. */
  readonly colours: Uint8Array;
}

export const faceCount = ({ triangles }: Mesh): number => triangles.length / 3;

/** Low corner and high corner. */
export interface Bounds {
  readonly low: readonly [number, number, number];
  readonly high: readonly [number, number, number];
}

export function boundsOf(positions: ArrayLike<number>): Bounds {
  const low: [number, number, number] = [Infinity, Infinity, Infinity];
  const high: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < positions.length; i++) {
    const axis = i % 3;
    low[axis] = Math.min(low[axis]!, positions[i]!);
    high[axis] = Math.max(high[axis]!, positions[i]!);
  }
  return { low, high };
}

/** Width, height and depth. */
export const extentOf = ({ low, high }: Bounds): readonly [number, number, number] => [
  high[0] - low[0],
  high[1] - low[1],
  high[2] - low[2],
];

/** An axis-parallel block of one colour: the least that is a solid. */
export function block(
  [x, y, z]: readonly [number, number, number],
  colour: readonly [number, number, number] = [128, 128, 128],
): Mesh {
  const positions = new Float32Array(24);
  for (let corner = 0; corner < 8; corner++)
    positions.set(
      [corner & 1 ? x / 2 : -x / 2, corner & 2 ? y : 0, corner & 4 ? z / 2 : -z / 2],
      3 * corner,
    );
  const quads = [0, 2, 3, 1, 4, 5, 7, 6, 0, 1, 5, 4, 2, 6, 7, 3, 0, 4, 6, 2, 1, 3, 7, 5];
  const triangles: number[] = [];
  for (let i = 0; i < quads.length; i += 4) {
    const [a, b, c, d] = quads.slice(i, i + 4) as [number, number, number, number];
    triangles.push(a, b, c, a, c, d);
  }
  const colours = new Uint8Array(36);
  for (let i = 0; i < 36; i++) colours[i] = colour[i % 3]!;
  return { positions, triangles: Uint32Array.from(triangles), colours };
}
