import { type AccuracyRow, measureAccuracy } from "../../packages/subnets/prompting/accuracy.ts";
import { type BenchResult, meanOf } from "./result.ts";

const SEEDS = [1, 2, 3, 4, 5] as const;
const TASKS = 100;

const seedsOf = (run: number): string[] =>
  Array.from({ length: TASKS }, (_, task) => (run * TASKS + task).toString(16).padStart(32, "0"));

/** Mean score of every engine on every kind of task, over several runs with tasks of their own. */
export async function run(): Promise<BenchResult> {
  const runs: AccuracyRow[][] = [];
  for (const seed of SEEDS) runs.push(await measureAccuracy(seedsOf(seed)));
  const kinds = [...new Set(runs[0]!.map(({ kind }) => kind))];
  const engines = [...new Set(runs[0]!.map(({ grade }) => grade))];
  const scores = (kind: string, engine: string): number[] =>
    runs.map((rows) => rows.find((row) => row.kind === kind && row.grade === engine)!.score);
  const rows = kinds.map((kind) => ({
    name: kind,
    values: Object.fromEntries(engines.map((each) => [each, meanOf(scores(kind, each))])),
  }));
  const spread = Math.max(
    ...kinds.flatMap((kind) =>
      engines.map((engine) => {
        const all = scores(kind, engine);
        return Math.max(...all) - Math.min(...all);
      }),
    ),
  );
  return {
    subnet: "prompting",
    seeds: SEEDS,
    rows: [
      ...rows,
      {
        name: "all kinds",
        values: Object.fromEntries(
          engines.map((each) => [each, meanOf(rows.map(({ values }) => values[each]!))]),
        ),
      },
    ],
    notes: [
      `Mean score from 0 to 1 by the validator's own judgement, ${SEEDS.length} runs of ${TASKS} tasks of each kind`,
      "Columns: full, weak and lazy are the grades of the builtin miner; echo repeats the context, or the question where there is none; empty is an answer without text",
      `Between two runs a cell differs by ${spread.toFixed(3)} at most`,
      "Tasks and solver were written by the same hands: full marks say that they understand each other, and nothing about questions outside of these grammars. None of the engines is a language model",
    ],
  };
}
