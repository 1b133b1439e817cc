import { type Random, randomFrom, type Task } from "@ganglion/sdk";
import type { CodeRequest, CodeTest } from "../protocol.ts";
import { type Ran, type Sandbox, sandbox } from "../sandbox/sandbox.ts";
import { sameJson } from "../scoring/same-json.ts";
import { CORPUS } from "./corpus/corpus.ts";
import type { CorpusFunction, Json } from "./corpus/function.ts";
import { type Mutation, mutate, mutationsOf } from "./mutations.ts";

/** What the validator knows of a bug. */
export interface CodeTruth {
  /** The right source, from which the bug was made. */
  readonly original: string;
  /** Tests that miners don't see. */
  readonly hidden: readonly CodeTest[];
  /** Kinds of the mutations, for benchmarks. */
  readonly mutations: readonly string[];
}

const VISIBLE = 8;
const HIDDEN = 16;
/** In how many of 100 cases there are two mutations. */
const TWO_BUGS = 30;
/** Mutants that are tried at a time, and how often, before another function is taken. */
const BATCH = 6;
const BATCHES = 3;
const FUNCTIONS = 40;
/** The originals need less than one tick for a call; what needs more than this hangs. */
const TICKS = 3;

/**
 * Bug number `index` of a window. Function, mutations and all tests come from seed and secret, and what is right from
 * running the original. A mutant counts if it ends on every test and fails at least one of the visible ones.
 * @throws Error if no function gives a bug, which is a bug of ours
 */
export async function makeTask(
  seed: Uint8Array,
  index: number,
  secret: Uint8Array,
): Promise<Task<CodeRequest, CodeTruth>> {
  const random = randomFrom(seed, "code/1", index, secret);
  for (let attempt = 0; attempt < FUNCTIONS; attempt++) {
    const task = await bugIn(random.pick(CORPUS), { random, index, box: sandbox() });
    if (task) return task;
  }
  throw new Error(`no bug could be made of ${FUNCTIONS} functions`);
}

async function bugIn(
  known: CorpusFunction,
  {
    random,
    index,
    box,
  }: { readonly random: Random; readonly index: number; readonly box: Sandbox },
): Promise<Task<CodeRequest, CodeTruth> | undefined> {
  const { name: entry, source } = known;
  const calls = differentArguments(known, random);
  const right = await box.run({ source, entry, calls }, "ours");
  const tests = testsOf(known, calls, right);
  const possible = mutationsOf(source);
  for (let batch = 0; batch < BATCHES; batch++) {
    const mutants = Array.from({ length: BATCH }, () => mutantOf(source, possible, random));
    const runs = await box.runAll(
      mutants.map((mutant) => ({
        source: mutant.source,
        entry,
        calls,
        goOn: true,
        ticksPerCall: TICKS,
      })),
      "ours",
    );
    const at = runs.findIndex((ran) => isBug(ran, tests));
    const mutant = mutants[at];
    if (!mutant) continue;
    return {
      id: `code-${index}-${entry}`,
      request: {
        language: "javascript",
        entry,
        source: mutant.source,
        tests: tests.slice(0, VISIBLE),
        logic: {},
      },
      truth: {
        original: source,
        hidden: tests.slice(VISIBLE),
        mutations: mutant.mutations.map(({ kind }) => kind),
      },
    };
  }
  return undefined;
}

function differentArguments(known: CorpusFunction, random: Random): readonly (readonly Json[])[] {
  const found = new Map<string, readonly Json[]>();
  for (let tries = 0; tries < 4 * (VISIBLE + HIDDEN) && found.size < VISIBLE + HIDDEN; tries++) {
    const args = known.arguments(random);
    found.set(JSON.stringify(args), args);
  }
  return [...found.values()];
}

/** @throws Error if the original fails, which is a bug of ours */
function testsOf(
  known: CorpusFunction,
  calls: readonly (readonly Json[])[],
  ran: Ran,
): readonly CodeTest[] {
  return calls.map((args, i) => {
    const called = ran.calls[i];
    if (!called?.ok)
      throw new Error(
        `${known.name}(${JSON.stringify(args)}) of the corpus fails: ${JSON.stringify(called ?? ran.trouble)}`,
      );
    return { args, expected: JSON.parse(called.json) as Json };
  });
}

interface Mutant {
  readonly source: string;
  readonly mutations: readonly Mutation[];
}

function mutantOf(source: string, possible: readonly Mutation[], random: Random): Mutant {
  // The kind first: else kinds that fit in many places would be nearly all.
  const kinds = [...new Set(possible.map(({ kind }) => kind))];
  const draw = (): Mutation => {
    const kind = random.pick(kinds);
    return random.pick(possible.filter((mutation) => mutation.kind === kind));
  };
  const first = draw();
  const second = random.chance(TWO_BUGS) ? draw() : undefined;
  const apart = second && (second.end < first.start || second.start > first.end);
  const mutations = apart ? [first, second] : [first];
  return { source: mutate(source, mutations), mutations };
}

function isBug(ran: Ran, tests: readonly CodeTest[]): boolean {
  if (ran.trouble || ran.calls.length < tests.length) return false;
  if (ran.calls.some((called) => !called.ok && called.reason === "timeout")) return false;
  return tests.slice(0, VISIBLE).some(({ expected }, i) => {
    const called = ran.calls[i]!;
    return !called.ok || !sameJson(JSON.parse(called.json), expected);
  });
}
