import { describe, expect, test } from "vitest";
import { block, type Mesh } from "../glb/mesh.ts";
import { judgeFree, judgeMesh, satisfaction } from "../scoring.ts";
import { examine } from "../solid/examine.ts";
import { Measured, measure } from "../solid/measure.ts";
import { isColour, labOf, tellApart } from "../solid/palette.ts";
import type { Clause } from "../tasks/clause.ts";
import { box } from "../tasks/clause.ts";
import { CUBE, moved, ring, together } from "./glb-files.ts";

async function measured(mesh: Mesh, clause: object): Promise<number> {
  const examined = await examine(mesh);
  if (!examined.ok) throw new Error(examined.reason);
  return measure(new Measured(examined.welded, examined.checks), {
    what: "it",
    ...clause,
  } as Clause);
}

/** Four blocks of a square metre on which a plate of nine square metres lies: one solid of boxes that touch. */
function tableOfBlocks(): Mesh {
  const legs = [-1, 1].flatMap((x) => [-1, 1].map((z) => moved(block([1, 2, 1]), [x, 0, z])));
  // A little above: touching boxes would be open there.
  return together(...legs, moved(block([3, 1, 3], [50, 80, 170]), [0, 2.01, 0]));
}

describe("a measurement", () => {
  test("counts pieces and holes in cuts", async () => {
    const table = tableOfBlocks();
    expect(await measured(table, { kind: "pieces", axis: 1, band: [0.1, 0.6] })).toBe(4);
    expect(await measured(table, { kind: "pieces", axis: 1, band: [0.7, 0.95] })).toBe(1);
    expect(await measured(ring(), { kind: "holes", axis: 1, band: [0.1, 0.9] })).toBe(1);
    expect(await measured(ring(), { kind: "pieces", axis: 0, band: [0.4, 0.6] })).toBe(2);
    expect(await measured(ring(), { kind: "genus" })).toBe(1);
  });
  test("finds a plate, its thickness and the height of its upper side", async () => {
    const table = tableOfBlocks();
    expect(await measured(table, { kind: "slab", band: [0.5, 1], thickness: 1 })).toBeCloseTo(1, 2);
    expect(await measured(table, { kind: "slab", band: [0.5, 1], top: 3 })).toBeCloseTo(3.01, 2);
  });
  test("takes the extent of a cut", async () => {
    const tower = together(block([4, 1, 2]), moved(block([1, 1, 1]), [0, 1.01, 0]));
    expect(await measured(tower, { kind: "cut", at: 0.2, along: 0 })).toBeCloseTo(4);
    expect(await measured(tower, { kind: "cut", at: 0.2, along: 2 })).toBeCloseTo(2);
    expect(await measured(tower, { kind: "cut", at: 0.8, along: 0 })).toBeCloseTo(1);
  });
  test("counts steps", async () => {
    const stairs = together(
      ...[3, 2, 1].map((depth, i) => moved(block([1, 0.99, depth]), [0, i, 0])),
    );
    expect(await measured(stairs, { kind: "steps", count: 3 })).toBe(3);
    expect(await measured(CUBE, { kind: "steps", count: 3 })).toBe(1);
  });
  test("knows how much of a surface has a colour, also within a band", async () => {
    // The plate's 9 + 9 + 12 of 30 + 4 × (1 + 1 + 8) square metres.
    const table = tableOfBlocks();
    expect(await measured(table, { kind: "colour", colour: "blue" })).toBeCloseTo(30 / 70, 3);
    expect(await measured(table, { kind: "colour", colour: "blue", axis: 1, band: [0.7, 1] })).toBe(
      1,
    );
    expect(await measured(table, { kind: "colour", colour: "blue", axis: 1, band: [0, 0.6] })).toBe(
      0,
    );
  });
  test("knows how much of the bounding box is filled", async () => {
    expect(await measured(ring(), { kind: "filled", atMost: 1 })).toBeCloseTo(0.75, 5);
  });
  test("compares outlines with the lawful build that fits best", async () => {
    const lawful = [box([-0.5, 0.5], [0, 1], [-0.5, 0.5])];
    const tall = [box([-0.1, 0.1], [0, 3], [-0.1, 0.1])];
    expect(await measured(CUBE, { kind: "shape", builds: [tall, lawful] })).toBeGreaterThan(0.97);
    expect(await measured(CUBE, { kind: "shape", builds: [tall] })).toBeLessThan(0.6);
  });
  test("tells colours as eyes do", () => {
    expect(isColour(labOf(180, 45, 35), "red")).toBe(true);
    expect(isColour(labOf(180, 45, 35), "orange")).toBe(false);
    expect(tellApart("red", "blue")).toBe(true);
    expect(tellApart("oak", "copper")).toBe(false);
  });
});

describe("how well a clause is met", () => {
  const of = (clause: object, value: number) =>
    satisfaction({ what: "it", ...clause } as Clause, value);
  test("falls with the error of a size, from 3 % to 40 %", () => {
    const clause = { kind: "size", axis: 0, metres: 2 };
    expect(of(clause, 2.06)).toBe(1);
    // 21.5 % lies in the middle of 3 % and 40 %.
    expect(of(clause, 2.43)).toBeCloseTo(0.5);
    expect(of(clause, 4)).toBe(0.02);
  });
  test("is a third for a count that is one off", () => {
    expect(of({ kind: "pieces", count: 4 }, 4)).toBe(1);
    expect(of({ kind: "pieces", count: 4 }, 5)).toBe(0.35);
    expect(of({ kind: "genus", count: 4 }, 0)).toBe(0.02);
  });
  test("is the share of a colour that is there", () => {
    expect(of({ kind: "colour", colour: "red", share: 0.8 }, 0.9)).toBe(1);
    expect(of({ kind: "colour", colour: "red", share: 0.8 }, 0.4)).toBe(0.5);
  });
});

describe("a verdict", () => {
  const size = (axis: number, metres: number) =>
    ({ what: "xyz"[axis]!, kind: "size", axis, metres }) as Clause;
  test("is the geometric mean of the clauses, and names the worst", async () => {
    expect(await judgeMesh(CUBE, [size(0, 1), size(1, 1)])).toMatchObject({
      score: 1,
      reason: "correct",
    });
    // One clause of two is at the least, and there is one for being in one piece: 0.02 to the third.
    const { score, reason } = await judgeMesh(CUBE, [size(0, 1), size(1, 9)]);
    expect(reason).toBe("wrong_y");
    expect(score).toBeCloseTo(0.02 ** (1 / 3));
  });
  test("says that there are loose parts", async () => {
    const { score, reason } = await judgeMesh(together(CUBE, moved(CUBE, [3, 0, 0])), [size(0, 4)]);
    expect(reason).toBe("separate_parts");
    expect(score).toBeCloseTo(Math.sqrt(0.35));
  });
  test("is 0 with the reason for what is no solid, whatever it looks like", async () => {
    const open = { ...CUBE, triangles: CUBE.triangles.subarray(3) };
    expect(await judgeMesh(open, [size(0, 1)])).toMatchObject({
      score: 0,
      reason: "not_watertight",
    });
  });
  test("on a free prompt is about integrity alone, and says so", async () => {
    expect(await judgeFree(CUBE)).toMatchObject({ score: 1, reason: "integrity_only" });
    const open = { ...CUBE, triangles: CUBE.triangles.subarray(3) };
    expect(await judgeFree(open)).toMatchObject({ score: 0, reason: "not_watertight" });
  });
});
