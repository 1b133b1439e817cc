import { repair } from "../../packages/subnets/code/miner/repair.ts";
import { runTests } from "../../packages/subnets/code/scoring/judge.ts";
import { makeTask } from "../../packages/subnets/code/tasks/make-task.ts";
import type { BenchResult } from "./result.ts";

const SEEDS = [1, 2, 3] as const;
const BUGS = 20;
/** What the demo's miners have. */
const THOROUGH = 400;
const QUICK = 60;

type Task = Awaited<ReturnType<typeof makeTask>>;
/** What an engine makes of a bug, and how many programs it ran for that. */
interface Repaired {
  readonly source: string;
  readonly tried: number;
}
type Engine = (task: Task) => Promise<Repaired> | Repaired;

const ENGINES: Readonly<Record<string, Engine>> = {
  unchanged: ({ request }) => ({ source: request.source, tried: 0 }),
  "builtin, quick": ({ request }) => repair(request, { budget: QUICK }),
  "builtin, thorough": ({ request }) => repair(request, { budget: THOROUGH }),
  "builtin, sees the hidden tests": ({ request, truth }) => {
    const tests = [...request.tests, ...truth.hidden];
    return repair({ ...request, tests }, { budget: THOROUGH });
  },
  "the original": ({ truth }) => ({ source: truth.original, tried: 0 }),
};

const bytes = (value: number): Uint8Array => new Uint8Array(32).fill(value);

/** How many bugs each engine repairs, by the tests that it sees and by those that pay. */
export async function run(): Promise<BenchResult> {
  const found = new Map(
    Object.keys(ENGINES).map((name) => [name, { visible: 0, hidden: 0, tried: 0 }]),
  );
  let making = 0;
  let judging = 0;
  let slowest = 0;
  for (const seed of SEEDS) {
    const started = performance.now();
    const tasks: Task[] = [];
    for (let i = 0; i < BUGS; i++) tasks.push(await makeTask(bytes(seed), i, bytes(seed + 100)));
    const made = performance.now();
    making += made - started;
    for (const [name, engine] of Object.entries(ENGINES)) {
      const row = found.get(name)!;
      const before = performance.now();
      const repaired: Repaired[] = [];
      for (const task of tasks) repaired.push(await engine(task));
      const answered = performance.now();
      for (const [i, { request, truth }] of tasks.entries()) {
        const { entry, source, tests } = request;
        const passes = async (list: typeof tests): Promise<boolean> =>
          (await runTests(repaired[i]!.source, { entry, source, tests: list })).failed ===
          undefined;
        row.tried += repaired[i]!.tried;
        const visible = await passes(tests);
        if (visible) row.visible++;
        if (visible && (await passes(truth.hidden))) row.hidden++;
      }
      const judged = performance.now();
      judging += judged - answered;
      if (name === "builtin, thorough")
        slowest = Math.max(slowest, made - started + (judged - before));
    }
  }
  const rounds = SEEDS.length;
  const all = rounds * BUGS;
  return {
    subnet: "code",
    seeds: SEEDS,
    rows: [...found].map(([name, { visible, hidden, tried }]) => ({
      name,
      values: {
        "visible tests": visible / all,
        "hidden tests too": hidden / all,
        "programs per bug": tried / all,
      },
    })),
    notes: [
      `Share of ${all} bugs, ${BUGS} of each seed, whose visible tests pass, and whose hidden tests pass too: only the latter are paid`,
      `A round of ${BUGS} bugs, made, repaired by the thorough builtin miner and judged, took ${(slowest / 1_000).toFixed(1)} s at most; making them ${(making / rounds / 1_000).toFixed(1)} s, judging one miner's answers ${(judging / rounds / found.size / 1_000).toFixed(1)} s on average: on the clock of one machine, and the only figures here that another run changes`,
      "The difference between the columns is overfitting: edits that satisfy the tests and miss the cause",
      "The original is right by construction and is the upper bound of every miner; the builtin miner with the hidden tests before it is the upper bound of its own edits within its budget",
      "Bugs are mutations of small functions of this repository: the figures say nothing about bugs in large programs",
    ],
  };
}
