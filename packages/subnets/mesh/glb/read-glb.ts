import { type BodyLimits, readJson } from "@ganglion/sdk";
import { z } from "zod";
import type { Mesh } from "./mesh.ts";
import { srgbByte } from "./srgb.ts";
import { IDENTITY, type Matrix, multiply, nodeMatrix, turnsInsideOut } from "./transform.ts";

/** Bounds of a file. Counts of the header are held to them before anything of their size is allocated. */
export interface GlbLimits {
  readonly bytes: number;
  readonly faces: number;
}

export type GlbReason =
  | "not_glb"
  | "truncated_glb"
  | "glb_too_large"
  | "bad_gltf_json"
  | "bad_gltf"
  | "external_uri"
  | "images_not_allowed"
  | "unsupported_extension"
  | "not_triangles"
  | "no_faces"
  | "too_many_faces"
  | "too_many_nodes"
  | "accessor_out_of_range"
  | "index_out_of_range"
  | "non_finite"
  | "out_of_bounds";

export type ReadGlb =
  | { readonly ok: true; readonly value: Mesh }
  | { readonly ok: false; readonly reason: GlbReason; readonly detail: string };

const JSON_LIMITS: BodyLimits = { bytes: 65_536, depth: 12, values: 8_000 };
const MAX_NODES = 256;
const MAX_PIECES = 1_024;
/** Metres from the origin: farther away 32-bit floats have no millimetres. */
const FARTHEST = 1_000;

class Refusal extends Error {
  readonly reason: GlbReason;
  constructor(reason: GlbReason, detail: string) {
    super(detail);
    this.reason = reason;
  }
}
const refuse = (reason: GlbReason, detail: string): never => {
  throw new Refusal(reason, detail);
};

const index = z.number().int().min(0).max(100_000);
const size = z.number().int().min(0).max(4_294_967_295);
const numbers = (length: number) => z.array(z.number()).length(length);
const gltfShape = z.object({
  scene: index.optional(),
  scenes: z.array(z.object({ nodes: z.array(index).optional() })).optional(),
  nodes: z
    .array(
      z.object({
        mesh: index.optional(),
        children: z.array(index).optional(),
        matrix: numbers(16).optional(),
        translation: numbers(3).optional(),
        rotation: numbers(4).optional(),
        scale: numbers(3).optional(),
      }),
    )
    .optional(),
  meshes: z
    .array(
      z.object({
        primitives: z.array(
          z.object({
            attributes: z.record(z.string(), index),
            indices: index.optional(),
            material: index.optional(),
            mode: z.number().optional(),
          }),
        ),
      }),
    )
    .optional(),
  materials: z
    .array(
      z.object({
        pbrMetallicRoughness: z.object({ baseColorFactor: numbers(4).optional() }).optional(),
      }),
    )
    .optional(),
  accessors: z
    .array(
      z.object({
        bufferView: index.optional(),
        byteOffset: size.optional(),
        componentType: z.number(),
        normalized: z.boolean().optional(),
        count: size,
        type: z.string(),
        sparse: z.unknown().optional(),
      }),
    )
    .optional(),
  bufferViews: z
    .array(
      z.object({
        buffer: index,
        byteOffset: size.optional(),
        byteLength: size,
        byteStride: size.optional(),
      }),
    )
    .optional(),
  buffers: z.array(z.object({ byteLength: size, uri: z.unknown().optional() })).optional(),
  images: z.array(z.unknown()).optional(),
  extensionsRequired: z.array(z.string()).optional(),
});
type Gltf = z.infer<typeof gltfShape>;
type Primitive = NonNullable<Gltf["meshes"]>[number]["primitives"][number];

/** Reads a binary glTF 2.0 file without textures, animation or compression. Never throws. */
export function readGlb(bytes: Uint8Array, limits: GlbLimits): ReadGlb {
  try {
    const { json, binary } = chunksOf(bytes, limits);
    return { ok: true, value: new GlbReader(json, binary, limits).read() };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, reason: error.reason, detail: error.message };
    return { ok: false, reason: "bad_gltf", detail: "the file contradicts itself" };
  }
}

function chunksOf(bytes: Uint8Array, limits: GlbLimits): { json: Gltf; binary: DataView } {
  if (bytes.length > limits.bytes)
    refuse("glb_too_large", `the file has ${bytes.length} bytes, ${limits.bytes} are allowed`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 20 || view.getUint32(0, true) !== 0x46546c67 || view.getUint32(4, true) !== 2)
    refuse("not_glb", "no header of a binary glTF 2.0 file");
  if (view.getUint32(8, true) !== bytes.length)
    refuse("truncated_glb", `the header promises ${view.getUint32(8, true)} bytes`);
  const jsonLength = view.getUint32(12, true);
  if (view.getUint32(16, true) !== 0x4e4f534a) refuse("not_glb", "the first chunk is not JSON");
  if (20 + jsonLength > bytes.length) refuse("truncated_glb", "the JSON chunk is cut off");
  let text = "";
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(20, 20 + jsonLength));
  } catch {
    refuse("bad_gltf_json", "the JSON chunk is not UTF-8");
  }
  const read = readJson(text, JSON_LIMITS);
  if (!read.ok) return refuse("bad_gltf_json", `the JSON chunk: ${read.reason}`);
  const checked = gltfShape.safeParse(read.value);
  if (!checked.success)
    return refuse("bad_gltf", checked.error.issues[0]?.path.map(String).join(".") ?? "");
  let binary = new DataView(bytes.buffer, bytes.byteOffset, 0);
  const at = 20 + jsonLength;
  if (at < bytes.length) {
    if (at + 8 > bytes.length) refuse("truncated_glb", "the second chunk has no header");
    const length = view.getUint32(at, true);
    if (at + 8 + length > bytes.length) refuse("truncated_glb", "the binary chunk is cut off");
    binary = new DataView(bytes.buffer, bytes.byteOffset + at + 8, length);
  }
  return { json: checked.data, binary };
}

interface Piece {
  readonly primitive: Primitive;
  readonly matrix: Matrix;
  readonly vertices: number;
  readonly faces: number;
}

const COMPONENTS: Readonly<Record<number, { readonly bytes: number; readonly most?: number }>> = {
  5121: { bytes: 1, most: 255 },
  5123: { bytes: 2, most: 65_535 },
  5125: { bytes: 4 },
  5126: { bytes: 4 },
};
const WIDTHS: Readonly<Record<string, number>> = { SCALAR: 1, VEC3: 3, VEC4: 4 };

class GlbReader {
  readonly #json: Gltf;
  readonly #binary: DataView;
  readonly #limits: GlbLimits;

  constructor(json: Gltf, binary: DataView, limits: GlbLimits) {
    this.#json = json;
    this.#binary = binary;
    this.#limits = limits;
  }

  read(): Mesh {
    const { buffers = [], images = [], extensionsRequired = [] } = this.#json;
    if (buffers.some(({ uri }) => uri !== undefined))
      refuse("external_uri", "everything must be in the file");
    if (images.length > 0) refuse("images_not_allowed", "colours come from materials and vertices");
    if (extensionsRequired.length > 0)
      refuse("unsupported_extension", extensionsRequired[0]!.slice(0, 60));
    if (buffers.length !== 1 || buffers[0]!.byteLength > this.#binary.byteLength)
      refuse("truncated_glb", "the buffer is longer than the binary chunk");
    const pieces = this.#pieces();
    const faces = pieces.reduce((sum, piece) => sum + piece.faces, 0);
    const vertices = pieces.reduce((sum, piece) => sum + piece.vertices, 0);
    if (faces === 0) refuse("no_faces", "there is nothing to see");
    if (faces > this.#limits.faces)
      refuse("too_many_faces", `${faces} faces, ${this.#limits.faces} are allowed`);
    // Only now, when counts and bytes fit together.
    const mesh = {
      positions: new Float32Array(3 * vertices),
      triangles: new Uint32Array(3 * faces),
      colours: new Uint8Array(3 * faces),
    };
    const at = { vertex: 0, face: 0 };
    for (const piece of pieces) this.#copy(piece, mesh, at);
    // Vertices that no face uses were left out.
    return { ...mesh, positions: mesh.positions.subarray(0, 3 * at.vertex) };
  }

  /** What the scene shows, with what each part will need; checks every accessor's place in the file. */
  #pieces(): Piece[] {
    const { scenes = [], scene = 0, nodes = [], meshes = [] } = this.#json;
    const pieces: Piece[] = [];
    const open = (scenes[scene]?.nodes ?? []).map((node) => ({ node, matrix: IDENTITY }));
    let seen = 0;
    for (let next = open.pop(); next; next = open.pop()) {
      // A ring of nodes ends here too.
      if (++seen + open.length > MAX_NODES)
        refuse("too_many_nodes", `more than ${MAX_NODES} nodes are shown`);
      const node = nodes[next.node] ?? refuse("bad_gltf", `there is no node ${next.node}`);
      const matrix = multiply(next.matrix, nodeMatrix(node));
      for (const child of node.children ?? []) open.push({ node: child, matrix });
      if (node.mesh === undefined) continue;
      const mesh = meshes[node.mesh] ?? refuse("bad_gltf", `there is no mesh ${node.mesh}`);
      for (const primitive of mesh.primitives) {
        if ((primitive.mode ?? 4) !== 4)
          refuse("not_triangles", "only triangle lists are read, no strips, lines or points");
        const position = primitive.attributes["POSITION"] ?? refuse("bad_gltf", "no positions");
        const { count } = this.#checked(position, ["VEC3"], [5126]);
        const corners =
          primitive.indices === undefined
            ? count
            : this.#checked(primitive.indices, ["SCALAR"], [5121, 5123, 5125]).count;
        if (corners % 3 !== 0) refuse("not_triangles", `${corners} corners make no triangles`);
        const vertices = Math.min(count, corners);
        pieces.push({ primitive, matrix, vertices, faces: corners / 3 });
        if (pieces.length > MAX_PIECES)
          refuse("too_many_nodes", `more than ${MAX_PIECES} primitives are shown`);
      }
    }
    return pieces;
  }

  #checked(at: number, types: readonly string[], components: readonly number[]) {
    const accessor =
      this.#json.accessors?.[at] ?? refuse("accessor_out_of_range", `there is no accessor ${at}`);
    const { componentType, type, count, bufferView, byteOffset = 0 } = accessor;
    if (accessor.sparse !== undefined) refuse("bad_gltf", "sparse accessors are not read");
    if (!types.includes(type) || !components.includes(componentType))
      refuse("bad_gltf", `accessor ${at} has another type than its use needs`);
    if (count > 3 * this.#limits.faces)
      refuse("too_many_faces", `accessor ${at} promises ${count} elements`);
    const view = bufferView === undefined ? undefined : this.#json.bufferViews?.[bufferView];
    if (view?.buffer !== 0) return refuse("accessor_out_of_range", `accessor ${at} has no bytes`);
    const width = WIDTHS[type]!;
    const { bytes } = COMPONENTS[componentType]!;
    const stride = view.byteStride || width * bytes;
    const start = (view.byteOffset ?? 0) + byteOffset;
    const end = count === 0 ? start : start + (count - 1) * stride + width * bytes;
    if (
      stride < width * bytes ||
      end > (view.byteOffset ?? 0) + view.byteLength ||
      end > this.#binary.byteLength
    )
      refuse("accessor_out_of_range", `accessor ${at} reaches beyond its bytes`);
    return { count, width, stride, start, bytes, accessor };
  }

  #reader(at: number, types: readonly string[], components: readonly number[]) {
    const { start, stride, bytes, accessor } = this.#checked(at, types, components);
    const { componentType } = accessor;
    const most = accessor.normalized ? (COMPONENTS[componentType]!.most ?? 1) : 1;
    return (element: number, part: number): number => {
      const place = start + element * stride + part * bytes;
      if (componentType === 5126) return this.#binary.getFloat32(place, true);
      if (componentType === 5125) return this.#binary.getUint32(place, true);
      if (componentType === 5123) return this.#binary.getUint16(place, true) / most;
      return this.#binary.getUint8(place) / most;
    };
  }

  #copy(piece: Piece, mesh: Mesh, at: { vertex: number; face: number }): void {
    const { primitive, matrix, faces } = piece;
    const position = primitive.attributes["POSITION"]!;
    const { count } = this.#checked(position, ["VEC3"], [5126]);
    const read = this.#reader(position, ["VEC3"], [5126]);
    const corner =
      primitive.indices === undefined
        ? (i: number) => i
        : this.#reader(primitive.indices, ["SCALAR"], [5121, 5123, 5125]);
    const [red, green, blue] = this.#json.materials?.[primitive.material ?? -1]
      ?.pbrMetallicRoughness?.baseColorFactor ?? [1, 1, 1];
    const tint = primitive.attributes["COLOR_0"];
    const tintOf =
      tint === undefined ? undefined : this.#reader(tint, ["VEC3", "VEC4"], [5121, 5123, 5126]);
    const tints =
      tint === undefined ? count : this.#checked(tint, ["VEC3", "VEC4"], [5121, 5123, 5126]).count;
    // Only vertices that a face uses are copied.
    const moved = new Map<number, number>();
    const flipped = turnsInsideOut(matrix);
    for (let face = 0; face < faces; face++) {
      const light = [0, 0, 0];
      for (let i = 0; i < 3; i++) {
        const vertex = corner(3 * face + (flipped ? 2 - i : i), 0);
        if (vertex >= count || vertex >= tints)
          refuse("index_out_of_range", `face ${face} names vertex ${vertex} of ${count}`);
        for (let part = 0; part < 3; part++)
          light[part]! += tintOf ? tintOf(vertex, part) / 3 : 1 / 3;
        let to = moved.get(vertex);
        if (to === undefined) {
          to = at.vertex++;
          moved.set(vertex, to);
          const [x, y, z] = [read(vertex, 0), read(vertex, 1), read(vertex, 2)];
          for (let row = 0; row < 3; row++) {
            const value =
              matrix[row]! * x + matrix[4 + row]! * y + matrix[8 + row]! * z + matrix[12 + row]!;
            if (!Number.isFinite(value)) refuse("non_finite", `vertex ${vertex} is nowhere`);
            if (Math.abs(value) > FARTHEST)
              refuse("out_of_bounds", `vertex ${vertex} is over ${FARTHEST} m away`);
            mesh.positions[3 * to + row] = value;
          }
        }
        mesh.triangles[3 * at.face + i] = to;
      }
      const factors = [red!, green!, blue!];
      for (let part = 0; part < 3; part++)
        mesh.colours[3 * at.face + part] = srgbByte(factors[part]! * light[part]!);
      at.face++;
    }
  }
}
