import { randomFrom } from "@ganglion/sdk";
import { block, type Mesh } from "../../packages/subnets/mesh/glb/mesh.ts";
import { readGlb } from "../../packages/subnets/mesh/glb/read-glb.ts";
import { writeGlb } from "../../packages/subnets/mesh/glb/write-glb.ts";
import { buildMesh } from "../../packages/subnets/mesh/miner/build.ts";
import type { GRADES } from "../../packages/subnets/mesh/miner/grades.ts";
import { LIMITS } from "../../packages/subnets/mesh/protocol.ts";
import { judgeMesh } from "../../packages/subnets/mesh/scoring.ts";
import { type ColourName, PALETTE } from "../../packages/subnets/mesh/solid/palette.ts";
import { MAKERS, makeTask, taskOf } from "../../packages/subnets/mesh/tasks/make-task.ts";
import { type BenchResult, meanOf } from "./result.ts";

const SEEDS = [1, 2, 3, 4, 5] as const;
/** Of each kind of thing, for each seed. */
const TASKS = 4;
/** Miners and tasks of the round that is timed. */
const ROUND = { miners: 10, tasks: 2 } as const;

type Made = ReturnType<typeof taskOf>;
type Engine = (task: Made) => Mesh | undefined | Promise<Mesh | undefined>;

/** A block of the asked size in the first asked colour: all that can be had without a shape. */
function boundingBox({ truth }: Made): Mesh {
  const sides: [number, number, number] = [1, 1, 1];
  let colour: ColourName = "grey";
  for (const clause of truth.clauses)
    if (clause.kind === "size") sides[clause.axis] = clause.metres;
  for (const clause of [...truth.clauses].reverse())
    if (clause.kind === "colour") colour = clause.colour;
  return block(sides, PALETTE[colour]);
}

const builtin =
  (grade: (typeof GRADES)[number], style: string): Engine =>
  ({ request }) =>
    buildMesh(request.prompt, { grade, style, maxFaces: request.max_faces });

const engines = (seed: number): Readonly<Record<string, Engine>> => ({
  "unit cube": () => block([1, 1, 1]),
  "bounding box": boundingBox,
  template: builtin("template", `style ${seed}`),
  weak: builtin("weak", `style ${seed}`),
  builtin: builtin("full", `style ${seed}`),
});

/** What a mesh earns after it went through its file, as it does on the wire. */
async function scoreOf(task: Made, mesh: Mesh | undefined): Promise<number> {
  if (!mesh) return 0;
  const read = readGlb(writeGlb(mesh), { bytes: LIMITS.glbBytes, faces: task.request.max_faces });
  return read.ok ? (await judgeMesh(read.value, task.truth.clauses)).score : 0;
}

const seedBytes = (seed: number): Uint8Array => new Uint8Array(32).fill(seed);

/** Seconds of a round: each miner builds each task, and each answer is judged, one after the other in one thread. */
async function secondsOfRound(seed: number): Promise<number> {
  const started = performance.now();
  for (let index = 0; index < ROUND.tasks; index++) {
    const task = makeTask(seedBytes(seed), index, seedBytes(seed));
    for (let miner = 0; miner < ROUND.miners; miner++)
      await scoreOf(task, await builtin("full", `miner ${miner}`)(task));
  }
  return (performance.now() - started) / 1_000;
}

/** Mean score of every engine on every kind of thing, and the seconds of a round. */
export async function run(): Promise<BenchResult> {
  const names = Object.keys(engines(0));
  const bySeed: number[][] = names.map(() => []);
  const rows = [];
  for (const thing of Object.keys(MAKERS)) {
    const values: Record<string, number> = {};
    for (const [at, name] of names.entries()) {
      const scores: number[] = [];
      for (const [run, seed] of SEEDS.entries()) {
        const engine = engines(seed)[name]!;
        for (let i = 0; i < TASKS; i++) {
          const task = taskOf(thing, randomFrom(seedBytes(seed), thing, i), `${thing}-${i}`);
          const score = await scoreOf(task, await engine(task));
          scores.push(score);
          bySeed[at]![run] = (bySeed[at]![run] ?? 0) + score / (TASKS * Object.keys(MAKERS).length);
        }
      }
      values[name] = meanOf(scores);
    }
    rows.push({ name: thing, values });
  }
  const all = (pick: (scores: readonly number[]) => number) =>
    Object.fromEntries(names.map((name, at) => [name, pick(bySeed[at]!)]));
  const rounds: number[] = [];
  for (const seed of SEEDS) rounds.push(await secondsOfRound(seed));
  return {
    subnet: "mesh",
    seeds: SEEDS,
    rows: [
      ...rows,
      { name: "all things", values: all(meanOf) },
      { name: "lowest seed", values: all((scores) => Math.min(...scores)) },
      { name: "highest seed", values: all((scores) => Math.max(...scores)) },
    ],
    notes: [
      `Mean score from 0 to 1 over ${SEEDS.length} seeds with ${TASKS} questions of each thing; every mesh goes through its GLB file`,
      "Unit cube: one metre, grey. Bounding box: the asked size and the first asked colour, taken from the hidden truth. Template: the right thing as it usually is, without sizes, counts and colours. Weak: with sizes. Builtin: all that it reads",
      "Weights are the cube of the average score: half the score is worth an eighth of the pay",
      "The full marks say that the grammar of the questions and the builtin miner, written by the same hands, understand each other; they say nothing about other prompts or about looks",
      `A round of ${ROUND.tasks} questions with ${ROUND.miners} builtin miners, built and judged one after the other in one thread: ${meanOf(rounds).toFixed(2)} s on average, ${Math.max(...rounds).toFixed(2)} s at most, by the clock`,
    ],
  };
}
