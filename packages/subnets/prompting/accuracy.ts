import { builtinBackend, GRADES, type Grade } from "./backends/builtin.ts";
import { type MinerResponse, scoreTask } from "./scoring.ts";
import { makeTask, type Seed, TASK_KINDS, type TaskKind } from "./tasks/make-tasks.ts";
import { requestForTask } from "./validator.ts";

/** Answers that take no work: `echo` repeats the context or question, `empty` says nothing. */
const BASELINES = ["echo", "empty"] as const;

/** Mean score in [0, 1] and mean reward of one grade or baseline on one kind of task. */
export type AccuracyRow = {
  kind: TaskKind;
  grade: Grade | (typeof BASELINES)[number];
  tasks: number;
  score: number;
  reward: number;
  declined: number;
};

/** Runs every grade over one task of each kind per seed, through the validator's own scoring. */
export async function measureAccuracy(
  seeds: readonly Seed[],
  kinds: readonly TaskKind[] = TASK_KINDS,
): Promise<AccuracyRow[]> {
  const rows: AccuracyRow[] = [];
  const count = seeds.length;
  const backends = GRADES.map((grade) => builtinBackend(grade));
  for (const kind of kinds) {
    const sums = [...GRADES, ...BASELINES].map((grade) => ({
      kind,
      grade,
      tasks: count,
      score: 0,
      reward: 0,
      declined: 0,
    }));
    for (const seed of seeds) {
      const task = makeTask(seed, 0, { kind });
      const bodies: unknown[] = [];
      for (const backend of backends) bodies.push(await backend.answer(requestForTask(task)));
      bodies.push({
        completion: task.docs?.map(({ text }) => text).join(" ") ?? task.prompt,
        confidence: 0,
      });
      bodies.push({ completion: "", confidence: 0 });
      const responses = bodies.map((body, uid): MinerResponse => ({ uid, status: "ok", body }));
      scoreTask(task, responses).forEach(({ score, reward, reason }, i) => {
        const sum = sums[i]!;
        sum.score += score / count;
        sum.reward += reward / count;
        if (reason === "declined") sum.declined++;
      });
    }
    rows.push(...sums);
  }
  return rows;
}

/** The rows as a table of text, grades side by side. */
export function accuracyTable(rows: readonly AccuracyRow[]): string {
  const grades = [...new Set(rows.map(({ grade }) => grade))];
  const line = (cells: readonly string[]): string =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(12) : cell.padStart(8))).join("");
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  return [
    line(["kind", ...grades]),
    ...kinds.map((kind) =>
      line([
        kind,
        ...grades.map((grade) =>
          (rows.find((row) => row.kind === kind && row.grade === grade)?.score ?? 0).toFixed(3),
        ),
      ]),
    ),
  ].join("\n");
}
