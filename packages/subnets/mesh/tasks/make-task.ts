import { type Random, randomFrom, type Task } from "@ganglion/sdk";
import { LIMITS, type MeshRequest } from "../protocol.ts";
import type { Clause } from "./clause.ts";
import { FURNITURE } from "./objects/furniture.ts";
import { OUTDOORS } from "./objects/outdoors.ts";
import { THINGS } from "./objects/things.ts";
import { inWords, type Said } from "./wording.ts";

/** A thing before it has words: what is said of it, and the same as clauses. */
export interface Thing {
  readonly said: Said;
  readonly clauses: readonly Clause[];
}
export type ThingMaker = (random: Random) => Thing;

/** What the validator knows because it made the question. */
export interface MeshTruth {
  readonly thing: string;
  readonly clauses: readonly Clause[];
}

export const MAKERS: Readonly<Record<string, ThingMaker>> = {
  ...FURNITURE,
  ...OUTDOORS,
  ...THINGS,
};
const NAMES = Object.keys(MAKERS);

/** Task number `index` of a window. Seed and secret are all its randomness, so that everyone can make it again. */
export function makeTask(
  seed: Uint8Array,
  index: number,
  secret: Uint8Array,
): Task<MeshRequest, MeshTruth> {
  const random = randomFrom(seed, "mesh/1", index, secret);
  const name = random.pick(NAMES);
  return taskOf(name, random, `mesh-${index}`);
}

/** A question about a thing of this name. */
export function taskOf(name: string, random: Random, id: string): Task<MeshRequest, MeshTruth> {
  const { said, clauses } = MAKERS[name]!(random);
  return {
    id,
    request: { prompt: inWords(random, said), max_faces: LIMITS.taskFaces },
    truth: { thing: name, clauses },
  };
}
