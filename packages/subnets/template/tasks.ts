import { randomFrom, type Task } from "@ganglion/sdk";
import type { TemplateRequest } from "./protocol.ts";

/** What the validator knows because it made the task: numbers that add up to the target exactly. */
export interface TemplateTruth {
  readonly planted: readonly number[];
}

const NUMBERS = 24;
const LARGEST = 1_000;

/** Task number `index` of a window. Seed and secret are all its randomness, so that everyone can make it again. */
export function makeTask(
  seed: Uint8Array,
  index: number,
  secret: Uint8Array,
): Task<TemplateRequest, TemplateTruth> {
  const random = randomFrom(seed, "template/1", index, secret);
  const numbers = Array.from({ length: NUMBERS }, () => random.int(1, LARGEST));
  const planted = random
    .sample(
      numbers.map((_, place) => place),
      random.int(8, 16),
    )
    .sort((a, b) => a - b);
  const target = planted.reduce((sum, place) => sum + numbers[place]!, 0);
  return { id: `template-${index}`, request: { numbers, target }, truth: { planted } };
}
