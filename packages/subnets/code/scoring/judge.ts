import type { Judged } from "@ganglion/sdk";
import type { CodeAnswer, CodeTest } from "../protocol.ts";
import { type Ran, sandbox } from "../sandbox/sandbox.ts";
import { sameJson } from "./same-json.ts";

export interface JudgeTask {
  readonly entry: string;
  /** What the miner was given. */
  readonly source: string;
  readonly tests: readonly CodeTest[];
  /** Count all tests that pass, where one that failed settles the score already. */
  readonly countAll?: boolean;
}

/** What a program has to show for itself. `failed`: why the first test that fails does. */
export interface TestResult {
  readonly passed: number;
  readonly total: number;
  readonly failed?: { readonly reason: string; readonly detail: string };
}

/** Runs a source against tests. What the guest gives is compared here, where it can't reach. */
export async function runTests(source: string, task: JudgeTask): Promise<TestResult> {
  const { entry, tests, countAll = false } = task;
  const ran = await sandbox().run({
    source,
    entry,
    calls: tests.map(({ args }) => args),
    goOn: countAll,
    intact: true,
  });
  return resultOf(ran, tests);
}

/** Whatever is wrong with the whole program outweighs the tests that it passes. */
export function resultOf(ran: Ran, tests: readonly CodeTest[]): TestResult {
  const total = tests.length;
  if (ran.trouble) return { passed: 0, total, failed: ran.trouble };
  let passed = 0;
  let failed: TestResult["failed"];
  for (const [i, { expected }] of tests.entries()) {
    const called = ran.calls[i];
    if (called?.ok && sameJson(JSON.parse(called.json), expected)) passed++;
    else if (called && !called.ok) failed ??= { reason: called.reason, detail: called.detail };
    else if (called) failed ??= { reason: "tests_failed", detail: "" };
  }
  if (passed < total) failed ??= { reason: "tests_failed", detail: "" };
  return { passed, total, ...(failed ? { failed } : {}) };
}

/**
 * All or nothing: a function that is nearly right is wrong, and the unchanged bug passes most tests. Depends on nothing
 * but task and answer. Equal answers are run once.
 */
export async function judgeAll(
  task: JudgeTask,
  answers: readonly { readonly value: CodeAnswer }[],
): Promise<readonly Judged[]> {
  const known = new Map<string, Judged>();
  const judged: Judged[] = [];
  for (const { value } of answers) {
    const verdict = known.get(value.source) ?? verdictOf(await runTests(value.source, task));
    known.set(value.source, verdict);
    judged.push(
      verdict.score === 0 && value.source === task.source
        ? { ...verdict, reason: "unchanged" }
        : verdict,
    );
  }
  return judged;
}

function verdictOf({ passed, total, failed }: TestResult): Judged {
  const data = { passed, total, ...(failed?.detail ? { detail: failed.detail } : {}) };
  return failed ? { score: 0, reason: failed.reason, data } : { score: 1, reason: "solved", data };
}
