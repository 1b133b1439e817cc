import { type Engine, type EngineSetup, outside } from "@ganglion/sdk";
import { type CodeRequest, type CodeWire, wireOf } from "../protocol.ts";
import { type Repair, repair } from "./repair.ts";

/** A miner stops looking then, so that its answer is there before the deadline. */
const HURRY_MS = 1_500;
/** Repairs that are remembered: several validators may ask the same of one process. */
const REMEMBERED = 64;
const remembered = new Map<string, Promise<Repair>>();

/** The engine that needs no model: proposes edits and keeps what passes the tests. */
export function builtinEngine({ options, env }: EngineSetup): Engine<CodeRequest, CodeWire> {
  const budget = options["budget"] as number;
  const repaired = (request: CodeRequest): Promise<Repair> => {
    const { entry, source, tests } = request;
    const key = JSON.stringify([budget, entry, source, tests]);
    const known = remembered.get(key);
    if (known) return known;
    const untilMs = env.now() + HURRY_MS;
    const work = repair(request, { budget, hurry: () => env.now() > untilMs });
    remembered.set(key, work);
    if (remembered.size > REMEMBERED) remembered.delete(remembered.keys().next().value!);
    return work;
  };
  return {
    name: `builtin:repair-${budget}`,
    async answer(request) {
      const { source, explanation } = await outside(env, repaired(request));
      return wireOf(source, explanation);
    },
  };
}
