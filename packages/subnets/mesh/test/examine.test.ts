import { describe, expect, test } from "vitest";
import { block, type Mesh } from "../glb/mesh.ts";
import { examine } from "../solid/examine.ts";
import { CUBE, moved, ring, together, turned } from "./glb-files.ts";

const reasonOf = async (mesh: Mesh): Promise<string> => {
  const examined = await examine(mesh);
  return examined.ok ? "solid" : examined.reason;
};

describe("a solid", () => {
  test("has faces, volume, bounds, genus and parts", async () => {
    // A ring of four by four metres with a hole of two by two, one metre high: 16 - 4 = 12 cubic metres.
    expect(await examine(ring())).toMatchObject({
      ok: true,
      checks: {
        watertight: true,
        components: 1,
        genus: 1,
        volume: 12,
        faces: 32,
        bounds: [4, 1, 4],
      },
    });
    const two = together(CUBE, moved(ring(), [10, 0, 0]));
    expect((await examine(two)).checks).toMatchObject({ components: 2, genus: 1, volume: 13 });
  });
  test("may have a vertex for each face that uses it", async () => {
    const apart: Mesh = {
      positions: Float32Array.from(
        [...CUBE.triangles].flatMap((vertex) => [
          ...CUBE.positions.subarray(3 * vertex, 3 * vertex + 3),
        ]),
      ),
      triangles: Uint32Array.from({ length: 36 }, (_, i) => i),
      colours: CUBE.colours,
    };
    expect((await examine(apart)).checks).toMatchObject({
      watertight: true,
      components: 1,
      genus: 0,
    });
  });
});

describe("what is no solid", () => {
  test("is open where a face is missing", async () => {
    const open = {
      ...CUBE,
      triangles: CUBE.triangles.subarray(3),
      colours: CUBE.colours.subarray(3),
    };
    expect(await reasonOf(open)).toBe("not_watertight");
  });
  test("has a loose face", async () => {
    const loose: Mesh = {
      positions: Float32Array.from([5, 0, 0, 6, 0, 0, 5, 1, 0]),
      triangles: Uint32Array.from([0, 1, 2]),
      colours: new Uint8Array(3),
    };
    expect(await reasonOf(together(CUBE, loose))).toBe("not_watertight");
  });
  test("has a face that looks inwards", async () => {
    const triangles = CUBE.triangles.slice();
    [triangles[0], triangles[1]] = [triangles[1]!, triangles[0]!];
    expect(await reasonOf({ ...CUBE, triangles })).toBe("not_watertight");
  });
  test("is inside out", async () => {
    expect(await reasonOf(turned(CUBE))).toBe("inside_out");
  });
  test("hides a second skin within the first", async () => {
    const inner = moved(block([0.5, 0.5, 0.5]), [0, 0.25, 0]);
    expect(await reasonOf(together(CUBE, inner))).toBe("hidden_faces");
  });
  test("hides a hollow that nobody sees", async () => {
    const inner = turned(moved(block([0.5, 0.5, 0.5]), [0, 0.25, 0]));
    expect(await reasonOf(together(CUBE, inner))).toBe("hidden_faces");
  });
  test("has parts that run through each other", async () => {
    expect(await reasonOf(together(CUBE, moved(CUBE, [0.5, 0.1, 0.1])))).toBe("hidden_faces");
  });
  test("has every face twice", async () => {
    expect(await reasonOf(together(CUBE, CUBE))).toBe("hidden_faces");
  });
  test("is padded with faces without area", async () => {
    const slivers: Mesh = {
      positions: Float32Array.from([0, 0, 0, 1, 0, 0, 0.5, 1e-7, 0, 0.5, 0, 0]),
      triangles: Uint32Array.from([0, 1, 2, 2, 1, 0, ...Array(7).fill([0, 3, 3]).flat()]),
      colours: new Uint8Array(27),
    };
    expect(await reasonOf(together(CUBE, slivers))).toBe("degenerate_faces");
  });
  test("is flat", async () => {
    const flat = {
      ...CUBE,
      positions: CUBE.positions.map((value, i) => (i % 3 === 1 ? 0 : value)),
    };
    expect(await reasonOf(flat)).not.toBe("solid");
  });
});
