import { arithmeticTask } from "./arithmetic.ts";
import { datesTask } from "./dates.ts";
import { extractionTask } from "./extraction.ts";
import { formatTask } from "./format.ts";
import { logicTask } from "./logic.ts";
import { multiHopTask } from "./multi-hop.ts";
import { type Random, randomFrom, type Seed } from "./random.ts";
import type { Draft, Task, TaskKind } from "./task.ts";
import { unitsTask } from "./units.ts";

export type { Random, Seed } from "./random.ts";
export { type JsonValue, TASK_KINDS, type Task, type TaskKind, type Truth } from "./task.ts";

const GENERATORS: Record<TaskKind, (random: Random) => Draft> = {
  arithmetic: arithmeticTask,
  units: unitsTask,
  dates: datesTask,
  logic: logicTask,
  multihop: multiHopTask,
  extraction: extractionTask,
  format: formatTask,
};

// What users ask: some kinds twice.
const MIX: readonly TaskKind[] = [
  "arithmetic",
  "arithmetic",
  "units",
  "dates",
  "logic",
  "multihop",
  "extraction",
  "extraction",
  "format",
];

export type TaskOptions = {
  /** Only this kind; by default a mix. */
  kind?: TaskKind;
  /** Known to the validator alone until it reveals it: without it anyone who knows the seed knows the answers. */
  secret?: Uint8Array;
};

/**
 * Task number `index` of a seed: the same for everyone, at any time.
 * @throws RangeError on a seed of fewer than 16 bytes
 */
export function makeTask(seed: Seed, index: number, options: TaskOptions = {}): Task {
  const random = randomFrom(seed, "prompting/1", index, options.secret ?? "");
  const kind = options.kind ?? random.pick(MIX);
  return { id: `${kind}-${index}-${random.u32().toString(16)}`, kind, ...GENERATORS[kind](random) };
}

/** The first `count` tasks of a seed. */
export const makeTasks = (seed: Seed, count: number, options: TaskOptions = {}): Task[] =>
  Array.from({ length: count }, (_, index) => makeTask(seed, index, options));
