import { weightsFromRewards } from "@ganglion/sdk";
import { beforeAll, describe, expect, test } from "vitest";
import { type AccuracyRow, accuracyTable, measureAccuracy } from "../accuracy.ts";
import { TASK_KINDS } from "../tasks/make-tasks.ts";

const SEEDS = Array.from(
  { length: 500 },
  (_, i) => `${"c0ffee".repeat(5)}${i.toString(16).padStart(4, "0")}`,
);
let rows: AccuracyRow[] = [];
const row = (kind: string, grade: string): AccuracyRow =>
  rows.find((each) => each.kind === kind && each.grade === grade)!;
const mean = (grade: string, of: "score" | "reward"): number =>
  TASK_KINDS.reduce((sum, kind) => sum + row(kind, grade)[of], 0) / TASK_KINDS.length;

beforeAll(async () => {
  rows = await measureAccuracy(SEEDS);
  process.stderr.write(
    `Mean score over ${SEEDS.length} tasks of each kind\n${accuracyTable(rows)}\n`,
  );
});

describe.each(TASK_KINDS)("on 500 %s tasks", (kind) => {
  test("the full grade is nearly always right and never declines needlessly", () => {
    expect(row(kind, "full").score).toBeGreaterThan(0.98);
    expect(row(kind, "full").declined).toBeLessThan(6);
  });
  test("the weak grade is clearly below the full one", () => {
    expect(row(kind, "weak").score).toBeLessThan(row(kind, "full").score - 0.25);
  });
  test("the lazy grade earns exactly nothing", () => {
    expect(row(kind, "lazy").score).toBe(0);
    expect(row(kind, "lazy").reward).toBe(0);
  });
  test("an empty answer earns exactly nothing", () => {
    expect([row(kind, "empty").score, row(kind, "empty").reward]).toEqual([0, 0]);
  });
  test("repeating the context earns next to nothing", () => {
    expect(row(kind, "echo").score).toBeLessThan(0.05);
  });
});

test("averaged over the kinds, weights put full far above weak, weak above nothing, and lazy at nothing", () => {
  const weights = new Map(
    weightsFromRewards([
      [0, mean("full", "reward")],
      [1, mean("weak", "reward")],
      [2, mean("lazy", "reward")],
    ]),
  );
  expect(weights.get(0)).toBe(65_535);
  expect(weights.get(1)).toBeGreaterThan(0);
  expect(weights.get(1)).toBeLessThan(65_535 / 8);
  expect(weights.has(2)).toBe(false);
});

test("the full grade's stated confidence costs it little: it knows when it is right", () => {
  expect(mean("full", "score") - mean("full", "reward")).toBeLessThan(0.01);
});
