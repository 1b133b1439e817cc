import type { CodeRequest } from "../protocol.ts";
import { apply, type Edit, editsOf, type Hints } from "./edits.ts";
import { Outline } from "./outline.ts";
import { type Trial, Trials } from "./trial.ts";
import { variationsOf } from "./variations.ts";

export interface RepairOptions {
  /** Programs that may be run. */
  readonly budget: number;
  /** True when there is no time left: what was found until then is the answer. */
  readonly hurry?: () => boolean;
}

export interface Repair {
  readonly source: string;
  /** Of the visible tests. */
  readonly passed: number;
  readonly explanation: string;
  /** Programs that were run. */
  readonly tried: number;
}

interface Candidate {
  readonly source: string;
  readonly trial: Trial;
  readonly edits: readonly Edit[];
  readonly weight: number;
}

const BATCH = 16;
/** After the first program that passes, so many more are looked at for a better one. */
const MORE = 32;
/** Halfway programs from which a second edit is tried. */
const BASES = 4;
/** Of the budget, what first edits may take. */
const FIRST_SHARE = 0.6;

/**
 * Generate and validate: tests say which statements are suspicious, families of edits say what could stand there
 * instead, and every proposal is run against the visible tests. If none passes, second edits follow on those that came
 * nearer. Among several that pass, the one that most others agree with on other arguments is the answer.
 * It never throws: what can't be read or repaired comes back as it was.
 */
export async function repair(request: CodeRequest, options: RepairOptions): Promise<Repair> {
  const { source, tests } = request;
  const trials = new Trials(request, options.budget);
  const start: Candidate = { source, trial: await trials.begin(), edits: [], weight: 1 };
  const result = (candidate: Candidate): Repair => ({
    source: candidate.source,
    passed: candidate.trial.passed,
    explanation: explain(candidate, tests.length),
    tried: options.budget - trials.left,
  });
  if (start.trial.passed === tests.length) return result(start);
  const hurry = options.hurry ?? (() => false);
  const firstBudget = Math.floor(trials.left * (1 - FIRST_SHARE));
  const first = await search(start, { request, trials, stopAt: firstBudget, hurry });
  const passing = first.filter(({ trial }) => trial.passed === tests.length);
  if (passing.length > 0) return result(await agreed(passing, request, trials));
  const nearer = first
    .filter(({ trial }) => trial.passed > start.trial.passed)
    .sort((a, b) => b.trial.passed - a.trial.passed || b.weight - a.weight)
    .slice(0, BASES);
  const second: Candidate[] = [];
  for (const [i, base] of nearer.entries()) {
    const stopAt = Math.floor((trials.left * (nearer.length - i - 1)) / (nearer.length - i));
    second.push(...(await search(base, { request, trials, stopAt, hurry })));
    if (second.some(({ trial }) => trial.passed === tests.length)) break;
  }
  const repaired = second.filter(({ trial }) => trial.passed === tests.length);
  if (repaired.length > 0) return result(await agreed(repaired, request, trials));
  const best = [start, ...first, ...second].reduce((a, b) =>
    b.trial.passed > a.trial.passed ? b : a,
  );
  return result(best);
}

/** Tries edits of one program, the likeliest first. */
async function search(
  base: Candidate,
  {
    request,
    trials,
    stopAt,
    hurry,
  }: {
    readonly request: CodeRequest;
    readonly trials: Trials;
    /** So much of the budget stays. */
    readonly stopAt: number;
    readonly hurry: () => boolean;
  },
): Promise<Candidate[]> {
  const ranked = await rank(base, request, trials);
  const tried: Candidate[] = [];
  let until = ranked.length;
  for (let at = 0; at < until && trials.left > stopAt && !hurry(); at += BATCH) {
    const batch = ranked.slice(at, at + Math.min(BATCH, trials.left - stopAt));
    const runs = await trials.run(batch.map(({ source }) => source));
    for (const [i, { source, edit, weight }] of batch.entries())
      tried.push({ source, trial: runs[i]!, edits: [...base.edits, edit], weight });
    const passes = runs.some(({ passed }) => passed === request.tests.length);
    if (passes) until = Math.min(until, at + BATCH + MORE);
  }
  return tried;
}

/** Edits with the programs that they give, by suspicion of their place times their worth. */
async function rank(
  base: Candidate,
  request: CodeRequest,
  trials: Trials,
): Promise<readonly { source: string; edit: Edit; weight: number }[]> {
  let outline: Outline;
  try {
    outline = new Outline(base.source);
  } catch {
    return []; // What acorn can't read, an edit of its tree can't repair.
  }
  const covered = await trials.coverage(outline.watched);
  const suspicion = outline.statements.map(({ id }) => ochiai(id, covered, base.trial.passes));
  const seen = new Set([base.source]);
  return editsOf(outline, hintsOf(request, base.trial))
    .map((edit) => {
      const statement = outline.statementAt(edit.start);
      const weight = edit.worth * (0.1 + (statement ? suspicion[statement.id]! : 0.5));
      return { source: apply(base.source, edit), edit, weight };
    })
    .sort((a, b) => b.weight - a.weight)
    .filter(({ source }) => !seen.has(source) && seen.add(source));
}

/**
 * How closely reaching a statement goes together with failing, from 0 to 1.
 * Source: Abreu, Zoeteweij, van Gemund, "On the accuracy of spectrum-based fault localization", 2007.
 */
function ochiai(
  id: number,
  covered: readonly ReadonlySet<number>[],
  passes: readonly boolean[],
): number {
  const reached = covered.map((statements) => statements.has(id));
  const failed = passes.filter((pass) => !pass).length;
  const both = passes.filter((pass, i) => !pass && reached[i]).length;
  const all = reached.filter(Boolean).length;
  return failed * all === 0 ? 0 : both / Math.sqrt(failed * all);
}

function hintsOf({ tests }: CodeRequest, { passes }: Trial): Hints {
  const failing = tests
    .filter((_, i) => !passes[i])
    .map(({ expected }) => JSON.stringify(expected));
  return { expected: [...new Set(failing)].filter((text) => text.length <= 5).slice(0, 3) };
}

/** Of programs that pass, one that behaves as most of them do elsewhere; the likelier edit has the larger say. */
async function agreed(
  passing: readonly Candidate[],
  { tests }: CodeRequest,
  trials: Trials,
): Promise<Candidate> {
  const few = passing.slice(0, 24);
  const inputs = variationsOf(tests.map(({ args }) => args));
  const behaviours = await trials.behaviours(
    few.map(({ source }) => source),
    inputs,
  );
  const says = new Map<string, number>();
  for (const [i, behaviour] of behaviours.entries())
    says.set(behaviour, (says.get(behaviour) ?? 0) + few[i]!.weight);
  let best = 0;
  for (const [i, behaviour] of behaviours.entries())
    if (says.get(behaviour)! > says.get(behaviours[best]!)!) best = i;
  return few[best]!;
}

const explain = ({ edits, trial }: Candidate, total: number): string =>
  edits.length === 0
    ? `unchanged; ${trial.passed} of ${total} tests pass`
    : `${edits.map(({ what }) => what).join("; then ")}; ${trial.passed} of ${total} tests pass`;
