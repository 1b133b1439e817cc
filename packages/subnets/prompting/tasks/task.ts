import type { Doc } from "../protocol.ts";

export const TASK_KINDS = [
  "arithmetic",
  "units",
  "dates",
  "logic",
  "multihop",
  "extraction",
  "format",
] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

/**
 * What is right, known from the making of the task.
 * - `number`: exact, as `n` or `n/d` in lowest terms
 * - `text`: equal after normalisation to `value` or one of `also`; `partial` pays token F1 for less
 * - `verbatim`: the same characters, outer white space aside
 * - `json`: a JSON value with the same content, and nothing around it
 * - `words`: exactly `count` words, each of them one of `from`
 */
export type Truth =
  | { type: "number"; value: string }
  | { type: "text"; value: string; also: string[]; partial: boolean }
  | { type: "verbatim"; value: string }
  | { type: "json"; value: JsonValue }
  | { type: "words"; count: number; from: string[] };

export type JsonValue = string | number | boolean | JsonValue[] | { [key: string]: JsonValue };

/** A question whose answer is known. `id` names seed and index, so that an auditor can make it again. */
export type Task = { id: string; kind: TaskKind; prompt: string; docs?: Doc[]; truth: Truth };

/** What a generator gives; the caller adds id and kind. */
export type Draft = Pick<Task, "prompt" | "docs" | "truth">;

export const textTruth = (value: string, also: string[] = []): Truth => ({
  type: "text",
  value,
  also,
  partial: false,
});
