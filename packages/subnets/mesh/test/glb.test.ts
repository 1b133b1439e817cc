import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readGlb } from "../glb/read-glb.ts";
import { writeObj } from "../glb/write-obj.ts";
import { LIMITS, readAnswer, toWire } from "../protocol.ts";
import { CUBE, CUBE_GLB, forged, limits, packed, reasonOf, ring } from "./glb-files.ts";

const request = { prompt: "a cube", max_faces: 10_000 };
const answerOf = (glb: Uint8Array) => readAnswer({ ...toWire(glb) }, request);

describe("a GLB file", () => {
  test("comes back as it was written", () => {
    const read = readGlb(CUBE_GLB, limits);
    expect(read).toMatchObject({ ok: true });
    if (!read.ok) return;
    expect([...read.value.positions]).toHaveLength(24);
    expect([...read.value.colours.subarray(0, 3)]).toEqual([200, 40, 40]);
    expect(read.value.triangles).toHaveLength(36);
  });
  test("is turned, moved, scaled and mirrored as its nodes say", () => {
    const node = (change: object) => {
      const read = readGlb(
        forged(CUBE_GLB, (json) => Object.assign(json.nodes[0], change)),
        limits,
      );
      return read.ok ? read.value : undefined;
    };
    // A cube that stood on the ground from -0.5 to 0.5.
    const tall = node({ scale: [1, 3, 1], translation: [0, 2, 0] })!;
    const ys = [...tall.positions].filter((_, i) => i % 3 === 1);
    expect([Math.min(...ys), Math.max(...ys)]).toEqual([2, 5]);
    // A quarter turn around x puts what was up to the front.
    const lying = node({ rotation: [Math.SQRT1_2, 0, 0, Math.SQRT1_2] })!;
    const zs = [...lying.positions]
      .filter((_, i) => i % 3 === 2)
      .map((z) => Math.round(z * 1e6) + 0);
    expect([Math.min(...zs), Math.max(...zs)]).toEqual([0, 1e6]);
    // A mirror exchanges two corners of each face, so that outside stays outside.
    const mirrored = node({ matrix: [-1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] })!;
    const plain = node({})!;
    const first = ({ positions, triangles }: typeof plain, corner: number) =>
      positions[3 * triangles[corner]!]!;
    expect(first(mirrored, 0)).toBe(-first(plain, 2));
  });
  test("may have vertex colours, which multiply the material's", () => {
    // A byte of 255 for red and nothing else, over the first eight vertices.
    const colours = Uint8Array.from({ length: 32 }, (_, i) =>
      i % 4 === 0 || i % 4 === 3 ? 255 : 0,
    );
    const read = readGlb(
      forged(
        CUBE_GLB,
        (json) => {
          json.bufferViews.push({
            buffer: 0,
            byteOffset: json.buffers[0].byteLength,
            byteLength: 32,
          });
          json.buffers[0].byteLength += 32;
          json.accessors.push({
            bufferView: 2,
            componentType: 5121,
            normalized: true,
            count: 8,
            type: "VEC4",
          });
          json.meshes[0].primitives[0].attributes.COLOR_0 = 2;
          json.materials[0].pbrMetallicRoughness.baseColorFactor = [1, 1, 1, 1];
        },
        (bytes) => Uint8Array.from([...bytes, ...colours]),
      ),
      limits,
    );
    expect(read.ok && [...read.value.colours.subarray(0, 3)]).toEqual([255, 0, 0]);
  });
  test("becomes an OBJ file with a vertex for each corner and colour", () => {
    const lines = writeObj(CUBE).trim().split("\n");
    expect(lines.filter((line) => line.startsWith("v "))).toHaveLength(8);
    expect(lines.filter((line) => line.startsWith("f "))).toHaveLength(12);
    expect(lines).toContain("v -0.5 0 -0.5 0.784 0.157 0.157");
    const counts = writeObj(ring()).match(/^[vf] /gm)!;
    expect(counts).toHaveLength(16 + 32);
  });
});

describe("a file that is refused", () => {
  const cases: readonly (readonly [string, string, Uint8Array])[] = [
    ["is empty", "not_glb", new Uint8Array(0)],
    ["is something else", "not_glb", new TextEncoder().encode("solid cube facet normal 0 0 1")],
    ["is cut off", "truncated_glb", CUBE_GLB.subarray(0, CUBE_GLB.length - 40)],
    [
      "promises more than it has",
      "truncated_glb",
      forged(CUBE_GLB, (json) => (json.buffers[0].byteLength = 1e9)),
    ],
    ["has no JSON", "bad_gltf_json", packed("{{{{", new Uint8Array(4))],
    ["nests without end", "bad_gltf_json", packed("[".repeat(9_000), new Uint8Array(4))],
    ["has JSON of another kind", "bad_gltf", packed('{"nodes":7}', new Uint8Array(4))],
    [
      "loads its bytes from elsewhere",
      "external_uri",
      forged(CUBE_GLB, (json) => (json.buffers[0].uri = "https://example.org/bomb.bin")),
    ],
    [
      "carries its bytes in a data URI",
      "external_uri",
      forged(CUBE_GLB, (json) => (json.buffers[0].uri = "data:,")),
    ],
    [
      "has pictures",
      "images_not_allowed",
      forged(CUBE_GLB, (json) => (json.images = [{ uri: "file:///etc/passwd" }])),
    ],
    [
      "is compressed",
      "unsupported_extension",
      forged(CUBE_GLB, (json) => (json.extensionsRequired = ["KHR_draco_mesh_compression"])),
    ],
    [
      "has lines",
      "not_triangles",
      forged(CUBE_GLB, (json) => (json.meshes[0].primitives[0].mode = 1)),
    ],
    [
      "has a corner too much",
      "not_triangles",
      forged(CUBE_GLB, (json) => (json.accessors[1].count = 35)),
    ],
    ["shows nothing", "no_faces", forged(CUBE_GLB, (json) => (json.scenes[0].nodes = []))],
    [
      "promises ten million faces",
      "too_many_faces",
      forged(CUBE_GLB, (json) => (json.accessors[1].count = 30_000_000)),
    ],
    [
      "promises ten million vertices",
      "too_many_faces",
      forged(CUBE_GLB, (json) => (json.accessors[0].count = 10_000_000)),
    ],
    [
      "shows one mesh a thousand times",
      "too_many_nodes",
      forged(CUBE_GLB, (json) => (json.scenes[0].nodes = Array(1_000).fill(0))),
    ],
    [
      "has nodes in a ring",
      "too_many_nodes",
      forged(CUBE_GLB, (json) => (json.nodes[0].children = [0])),
    ],
    [
      "has more faces than asked for by showing them often",
      "too_many_faces",
      forged(CUBE_GLB, (json) => {
        json.scenes[0].nodes = Array(200).fill(0);
        json.meshes[0].primitives = Array(5).fill(json.meshes[0].primitives[0]);
      }),
    ],
    [
      "points to accessors that aren't there",
      "accessor_out_of_range",
      forged(CUBE_GLB, (json) => (json.meshes[0].primitives[0].indices = 99)),
    ],
    [
      "reads beyond its bytes",
      "accessor_out_of_range",
      forged(CUBE_GLB, (json) => (json.bufferViews[1].byteOffset = 160)),
    ],
    [
      "reads with too short a stride",
      "accessor_out_of_range",
      forged(CUBE_GLB, (json) => (json.bufferViews[0].byteStride = 1)),
    ],
    [
      "has an index out of range",
      "index_out_of_range",
      forged(
        CUBE_GLB,
        () => {},
        (bytes) => {
          new DataView(bytes.buffer).setUint16(96, 9, true);
          return bytes;
        },
      ),
    ],
    [
      "has a vertex that is no number",
      "non_finite",
      forged(
        CUBE_GLB,
        () => {},
        (bytes) => {
          new DataView(bytes.buffer).setFloat32(0, Number.NaN, true);
          return bytes;
        },
      ),
    ],
    [
      "has a vertex at infinity",
      "non_finite",
      forged(
        CUBE_GLB,
        () => {},
        (bytes) => {
          new DataView(bytes.buffer).setFloat32(4, Number.POSITIVE_INFINITY, true);
          return bytes;
        },
      ),
    ],
    [
      "has a node that makes infinity",
      "bad_gltf_json",
      packed('{"nodes":[{"scale":[1e999,1,1]}]}', new Uint8Array(4)),
    ],
    [
      "is a planet",
      "out_of_bounds",
      forged(CUBE_GLB, (json) => (json.nodes[0].scale = [1e7, 1e7, 1e7])),
    ],
    ["is larger than allowed", "glb_too_large", packed("{}", new Uint8Array(524_288))],
  ];
  test.each(cases)("because it %s: %s", (_, reason, glb) => {
    expect(reasonOf(glb)).toBe(reason);
  });
  test("is refused by its counts before anything of their size is there", () => {
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 50; i++)
      reasonOf(forged(CUBE_GLB, (json) => (json.accessors[1].count = 30_000_000)));
    // One such list of indices alone would take 120 MB.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });
  test("never throws, whatever bytes are changed or cut off", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(CUBE_GLB.length - 1), fc.nat(255)), { maxLength: 12 }),
        fc.nat(CUBE_GLB.length),
        (changes, length) => {
          const bytes = CUBE_GLB.slice(0, length);
          for (const [at, byte] of changes) if (at < length) bytes[at] = byte;
          readGlb(bytes, limits);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe("an answer", () => {
  test("is a GLB file in base64", () => {
    expect(answerOf(CUBE_GLB)).toMatchObject({ ok: true });
  });
  test("is refused with a reason before it is decoded", () => {
    const reason = (body: object) => {
      const read = readAnswer({ ...body }, request);
      return read.ok ? "read" : read.reason;
    };
    expect(reason({})).toBe("no_mesh");
    expect(reason({ results: 7 })).toBe("no_mesh");
    expect(reason({ results: "AAAA", data_format: "ply" })).toBe("not_glb");
    expect(reason({ results: "no base64!!!" })).toBe("bad_base64");
    expect(reason({ results: "AAAAA" })).toBe("bad_base64");
    expect(reason({ results: "A".repeat(1_000_000) })).toBe("glb_too_large");
    expect(reason({ results: Buffer.alloc(LIMITS.glbBytes + 1).toString("base64") })).toBe(
      "glb_too_large",
    );
  });
  test("has no more faces than the question allows", () => {
    expect(readAnswer({ ...toWire(CUBE_GLB) }, { ...request, max_faces: 12 })).toMatchObject({
      ok: true,
    });
    expect(readAnswer({ ...toWire(CUBE_GLB) }, { ...request, max_faces: 11 })).toMatchObject({
      ok: false,
      reason: "too_many_faces",
    });
  });
});
