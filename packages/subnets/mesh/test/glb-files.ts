import { block, type Mesh } from "../glb/mesh.ts";
import { readGlb } from "../glb/read-glb.ts";
import { writeGlb } from "../glb/write-glb.ts";

/** The JSON of a file, changed, with the same binary chunk: what a cheat would write. */
export function forged(
  glb: Uint8Array,
  // biome-ignore lint/suspicious/noExplicitAny: a forger writes anything into any place
  change: (json: any) => void,
  binary?: (bytes: Uint8Array) => Uint8Array,
): Uint8Array {
  const view = new DataView(glb.buffer, glb.byteOffset);
  const length = view.getUint32(12, true);
  const json = JSON.parse(new TextDecoder().decode(glb.subarray(20, 20 + length)));
  change(json);
  const bytes = glb.slice(28 + length);
  return packed(JSON.stringify(json), binary ? binary(bytes) : bytes);
}

/** A file of a JSON text and a binary chunk. */
export function packed(json: string, binary: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(json.padEnd(Math.ceil(json.length / 4) * 4));
  const file = new Uint8Array(28 + text.length + binary.length);
  const view = new DataView(file.buffer);
  const words = [0x46546c67, 2, file.length, text.length, 0x4e4f534a];
  for (const [i, word] of words.entries()) view.setUint32(4 * i, word, true);
  file.set(text, 20);
  view.setUint32(20 + text.length, binary.length, true);
  view.setUint32(24 + text.length, 0x004e4942, true);
  file.set(binary, 28 + text.length);
  return file;
}

/** Several meshes side by side, as one. */
export function together(...meshes: readonly Mesh[]): Mesh {
  const positions: number[] = [];
  const triangles: number[] = [];
  const colours: number[] = [];
  for (const mesh of meshes) {
    const first = positions.length / 3;
    positions.push(...mesh.positions);
    triangles.push(...[...mesh.triangles].map((vertex) => first + vertex));
    colours.push(...mesh.colours);
  }
  return {
    positions: Float32Array.from(positions),
    triangles: Uint32Array.from(triangles),
    colours: Uint8Array.from(colours),
  };
}

export const moved = (mesh: Mesh, [x, y, z]: readonly [number, number, number]): Mesh => ({
  ...mesh,
  positions: mesh.positions.map((value, i) => value + [x, y, z][i % 3]!),
});

/** Inside out. */
export const turned = (mesh: Mesh): Mesh => ({
  ...mesh,
  triangles: mesh.triangles.map((_, i) => mesh.triangles[i - (i % 3) + 2 - (i % 3)]!),
});

export const CUBE = block([1, 1, 1], [200, 40, 40]);
export const CUBE_GLB = writeGlb(CUBE);

/** A square ring: a frame of four beams, which has one hole. */
export function ring(): Mesh {
  const positions: number[] = [];
  for (const y of [0, 1])
    for (const half of [2, 1])
      for (const [x, z] of [
        [-1, -1],
        [1, -1],
        [1, 1],
        [-1, 1],
      ] as const)
        positions.push(half * x, y, half * z);
  const [outerLow, innerLow, outerHigh, innerHigh] = [0, 4, 8, 12] as const;
  const triangles: number[] = [];
  const quad = (a: number, b: number, c: number, d: number) => triangles.push(a, b, c, a, c, d);
  for (let i = 0; i < 4; i++) {
    const j = (i + 1) % 4;
    quad(outerLow + j, outerLow + i, outerHigh + i, outerHigh + j);
    quad(innerLow + i, innerLow + j, innerHigh + j, innerHigh + i);
    quad(outerHigh + j, outerHigh + i, innerHigh + i, innerHigh + j);
    quad(outerLow + i, outerLow + j, innerLow + j, innerLow + i);
  }
  return {
    positions: Float32Array.from(positions),
    triangles: Uint32Array.from(triangles),
    colours: new Uint8Array(triangles.length).fill(128),
  };
}

export const limits = { bytes: 524_288, faces: 10_000 };
export const reasonOf = (glb: Uint8Array): string => {
  const read = readGlb(glb, limits);
  return read.ok ? "read" : read.reason;
};
