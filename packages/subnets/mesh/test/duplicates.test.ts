import { describe, expect, test } from "vitest";
import { sameMesh } from "../duplicates.ts";
import type { Mesh } from "../glb/mesh.ts";
import { buildMesh } from "../miner/build.ts";
import { makeTask } from "../tasks/make-task.ts";
import { CUBE, moved, ring } from "./glb-files.ts";

const answer = (mesh: Mesh) => ({ glb: new Uint8Array(), mesh });
const prompt = "A chair, 45 cm wide, 45 cm deep and 95 cm high, with five slats. The seat is red.";
const chair = async (style: string) =>
  (await buildMesh(prompt, { grade: "full", style, maxFaces: 10_000 }))!;

/** Every face cut into three at its middle. */
function finer({ positions, triangles, colours }: Mesh): Mesh {
  const points = [...positions];
  const faces: number[] = [];
  const tints: number[] = [];
  for (let at = 0; at < triangles.length; at += 3) {
    const corners = [...triangles.subarray(at, at + 3)];
    const middle = points.length / 3;
    for (let axis = 0; axis < 3; axis++)
      points.push(corners.reduce((sum, vertex) => sum + positions[3 * vertex + axis]! / 3, 0));
    for (let i = 0; i < 3; i++) {
      faces.push(corners[i]!, corners[(i + 1) % 3]!, middle);
      tints.push(...colours.subarray(at, at + 3));
    }
  }
  return {
    positions: Float32Array.from(points),
    triangles: Uint32Array.from(faces),
    colours: Uint8Array.from(tints),
  };
}

describe("a mesh is a copy of another one", () => {
  test("if it is the same", async () => {
    expect(sameMesh(answer(await chair("one")), answer(await chair("one")))).toBe(true);
  });
  test("if it is painted, moved, or made larger", async () => {
    const original = await chair("one");
    const painted = { ...original, colours: original.colours.map((value) => 255 - value) };
    expect(sameMesh(answer(original), answer(painted))).toBe(true);
    expect(sameMesh(answer(original), answer(moved(original, [3, 1, -2])))).toBe(true);
    const larger = { ...original, positions: original.positions.map((value) => 1.02 * value) };
    expect(sameMesh(answer(original), answer(larger))).toBe(true);
  });
  test("if it is cut finer and shaken by a millimetre", async () => {
    const original = await chair("one");
    const cut = finer(original);
    // A shake without chance: each number by its place.
    const shaken = {
      ...cut,
      positions: cut.positions.map((v, i) => v + 0.001 * Math.sin(12.9898 * i)),
    };
    expect(sameMesh(answer(original), answer(shaken))).toBe(true);
  });
});

describe("a mesh is no copy", () => {
  test("if it is another thing", () => {
    expect(sameMesh(answer(CUBE), answer(ring()))).toBe(false);
  });
  test("if a miner of another style built it", async () => {
    expect(sameMesh(answer(await chair("one")), answer(await chair("two")))).toBe(false);
  });
  test("in nearly all tasks, if two builtin miners of different styles built it", async () => {
    let same = 0;
    const seed = new Uint8Array(32).fill(3);
    for (let i = 0; i < 60; i++) {
      const { request } = makeTask(seed, i, seed);
      const [one, other] = await Promise.all(
        ["5Full", "5Other"].map((style) =>
          buildMesh(request.prompt, { grade: "full", style, maxFaces: 10_000 }),
        ),
      );
      if (sameMesh(answer(one!), answer(other!))) same++;
    }
    expect(same).toBeLessThanOrEqual(6);
  });
});
