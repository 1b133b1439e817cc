import { randomFrom } from "@ganglion/sdk";
import { describe, expect, test } from "vitest";
import { block } from "../glb/mesh.ts";
import { readGlb } from "../glb/read-glb.ts";
import { writeGlb } from "../glb/write-glb.ts";
import { buildMesh } from "../miner/build.ts";
import type { Grade } from "../miner/grades.ts";
import { LIMITS } from "../protocol.ts";
import { judgeMesh } from "../scoring.ts";
import { MAKERS, makeTask, taskOf } from "../tasks/make-task.ts";

const seed = new Uint8Array(32).fill(7);
const secret = new Uint8Array(32).fill(9);
const NAMES = Object.keys(MAKERS);

const taskFor = (name: string, label: string | number) =>
  taskOf(name, randomFrom(seed, "test", name, label), `${name}-${label}`);

/** What the builtin miner's mesh earns, as it comes out of its file. */
async function earned(task: ReturnType<typeof taskFor>, grade: Grade, style = "test") {
  const mesh = await buildMesh(task.request.prompt, { grade, style, maxFaces: 10_000 });
  const read = readGlb(writeGlb(mesh!), { bytes: LIMITS.glbBytes, faces: 10_000 });
  if (!read.ok) return { score: 0, reason: read.reason };
  return judgeMesh(read.value, task.truth.clauses);
}

describe("a task", () => {
  test("is the same for everyone who knows seed, index and secret, and for nobody else", () => {
    expect(makeTask(seed, 0, secret)).toEqual(makeTask(seed, 0, secret));
    expect(makeTask(seed, 1, secret).request).not.toEqual(makeTask(seed, 0, secret).request);
    expect(makeTask(seed, 0, seed).request).not.toEqual(makeTask(seed, 0, secret).request);
  });
  test("asks for all things in time, and never twice in the same words", () => {
    const tasks = Array.from({ length: 300 }, (_, i) => makeTask(seed, i, secret));
    expect(new Set(tasks.map(({ truth }) => truth.thing))).toEqual(new Set(NAMES));
    expect(new Set(tasks.map(({ request }) => request.prompt)).size).toBe(300);
    for (const { request } of tasks) expect(request.prompt.length).toBeLessThan(LIMITS.prompt);
  });
  test("says in words what its clauses demand", () => {
    const { request, truth } = taskFor("stool", 4);
    const legs = truth.clauses.find(({ what }) => what === "legs");
    const words = ["", "", "", "three", "four"];
    expect(legs).toMatchObject({ kind: "pieces" });
    if (legs?.kind !== "pieces") return;
    expect(request.prompt).toMatch(new RegExp(`\\b(${legs.count}|${words[legs.count]})\\b`));
  });
});

describe.each(NAMES)("a %s", (name) => {
  test("can be built as demanded, by an engine that knows only the words", async () => {
    for (let label = 0; label < 6; label++) {
      const task = taskFor(name, label);
      const { score, reason } = await earned(task, "full", `style ${label}`);
      expect({ score, reason, prompt: task.request.prompt }).toMatchObject({
        score: expect.toSatisfy((value: number) => value > 0.97),
      });
    }
  });
  test("is worth little if what was demanded is left out", async () => {
    let cubes = 0;
    let templates = 0;
    for (let label = 0; label < 4; label++) {
      const task = taskFor(name, label);
      cubes += (await judgeMesh(block([1, 1, 1]), task.truth.clauses)).score / 4;
      templates += (await earned(task, "template")).score / 4;
    }
    expect(cubes).toBeLessThan(0.25);
    expect(templates).toBeLessThan(0.65);
  });
});
