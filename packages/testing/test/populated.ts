import type { Context } from "@ganglion/frame";
import { Soak } from "../src/index.ts";

/** Blocks until subnets, neurons, root and stake are there, and some trade has gone over them. */
const BLOCKS = 240;

/** A chain on which all kinds of things are, between two blocks. */
export function populatedChain(): Soak {
  const soak = new Soak({ seed: 11, accounts: 40, subnets: 4, perBlock: 4, wholeEvery: 1_000 });
  soak.outcomes.start();
  for (let i = 0; i < BLOCKS; i++) soak.block();
  soak.outcomes.stop();
  return soak;
}

/** What was written since the mark and is not as it was. */
export function changedSince(ctx: Context, mark: number): string[] {
  return [...ctx.state.writesSince(mark)].flatMap(([key, before]) => {
    const after = ctx.state.readRaw(key);
    const same =
      before === undefined || after === undefined
        ? before === after
        : before.length === after.length && before.every((byte, i) => byte === after[i]);
    return same ? [] : [key];
  });
}
