import type { Ctx } from "@ganglion/frame";
import type { AccountId, NetUid } from "@ganglion/primitives";
import { TimelockedIndex } from "./storage.ts";

type Entry = readonly [netuid: NetUid, who: AccountId];

const isBefore = ([a, x]: Entry, [b, y]: Entry): boolean => a < b || (a === b && x < y);
const without = (index: readonly Entry[], [netuid, who]: Entry): Entry[] =>
  index.filter(([n, w]) => n !== netuid || w !== who);

// Each change writes the set, also when nothing changed in it, as the reference's does.

/** Notes that a neuron has something timelocked. */
export function noteTimelocked(ctx: Ctx, entry: Entry): void {
  TimelockedIndex.mutate(ctx, (index) => {
    const others = without(index, entry);
    const at = others.findIndex((each) => isBefore(entry, each));
    return at < 0 ? [...others, entry] : others.toSpliced(at, 0, entry);
  });
}

/** Notes that it has nothing any more. */
export function forgetTimelocked(ctx: Ctx, entry: Entry): void {
  TimelockedIndex.mutate(ctx, (index) => without(index, entry));
}
