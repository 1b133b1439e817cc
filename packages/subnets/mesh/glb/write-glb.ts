import { boundsOf, type Mesh } from "./mesh.ts";
import { linearOf } from "./srgb.ts";

const MAGIC = 0x46546c67;
const JSON_CHUNK = 0x4e4f534a;
const BIN_CHUNK = 0x004e4942;
const FLOAT = 5126;
const UNSIGNED_SHORT = 5123;
const UNSIGNED_INT = 5125;

/**
 * A binary glTF 2.0 file: one mesh, one primitive and one material for each colour, all on the same vertices. Normals
 * are left out, which the format reads as flat shading.
 */
export function writeGlb({ positions, triangles, colours }: Mesh): Uint8Array {
  const groups = new Map<number, number[]>();
  for (let face = 0; face < triangles.length / 3; face++) {
    const key = (colours[3 * face]! << 16) | (colours[3 * face + 1]! << 8) | colours[3 * face + 2]!;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(triangles[3 * face]!, triangles[3 * face + 1]!, triangles[3 * face + 2]!);
  }
  const wide = positions.length / 3 > 65_535;
  const parts: Uint8Array[] = [new Uint8Array(positions.slice().buffer)];
  const { low, high } = boundsOf(positions);
  const views: object[] = [{ buffer: 0, byteOffset: 0, byteLength: positions.byteLength }];
  const accessors: object[] = [
    {
      bufferView: 0,
      componentType: FLOAT,
      count: positions.length / 3,
      type: "VEC3",
      min: low,
      max: high,
    },
  ];
  let length = positions.byteLength;
  const primitives: object[] = [];
  const materials: object[] = [];
  for (const [key, list] of groups) {
    const indices = wide ? Uint32Array.from(list) : Uint16Array.from(list);
    const padded = new Uint8Array(Math.ceil(indices.byteLength / 4) * 4);
    padded.set(new Uint8Array(indices.buffer));
    views.push({ buffer: 0, byteOffset: length, byteLength: indices.byteLength });
    accessors.push({
      bufferView: views.length - 1,
      componentType: wide ? UNSIGNED_INT : UNSIGNED_SHORT,
      count: list.length,
      type: "SCALAR",
    });
    primitives.push({
      attributes: { POSITION: 0 },
      indices: accessors.length - 1,
      material: materials.length,
    });
    materials.push({
      pbrMetallicRoughness: {
        baseColorFactor: [...[key >> 16, (key >> 8) & 255, key & 255].map(linearOf), 1],
        metallicFactor: 0,
        roughnessFactor: 0.9,
      },
    });
    parts.push(padded);
    length += padded.length;
  }
  const json = new TextEncoder().encode(
    JSON.stringify({
      asset: { version: "2.0", generator: "ganglion" },
      scene: 0,
      scenes: [{ nodes: [0] }],
      nodes: [{ mesh: 0 }],
      meshes: [{ primitives }],
      materials,
      accessors,
      bufferViews: views,
      buffers: [{ byteLength: length }],
    }),
  );
  const jsonLength = Math.ceil(json.length / 4) * 4;
  const file = new Uint8Array(12 + 8 + jsonLength + 8 + length);
  const view = new DataView(file.buffer);
  const words = [MAGIC, 2, file.length, jsonLength, JSON_CHUNK];
  for (const [i, word] of words.entries()) view.setUint32(4 * i, word, true);
  file.fill(0x20, 20, 20 + jsonLength);
  file.set(json, 20);
  view.setUint32(20 + jsonLength, length, true);
  view.setUint32(24 + jsonLength, BIN_CHUNK, true);
  let at = 28 + jsonLength;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}
