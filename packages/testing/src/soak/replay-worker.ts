// A worker of a soak: makes the same blocks again from their extrinsics, on a runtime of its own.
import { parentPort, workerData } from "node:worker_threads";
import type { MoreOptions } from "./chain.ts";
import type { Made } from "./soak.ts";
import { replayBlock, soakChain } from "./soak.ts";

/** What the worker is asked, one after another. */
export type ToReplay = { readonly blocks: readonly Made[] } | "end";
/** What it answers: how far it is, and the first block that came out differently. */
export interface Replayed {
  readonly blocks: number;
  readonly differs?: { readonly block: number; readonly root: string; readonly again: string };
}

const port = parentPort!;
const chain = soakChain(workerData as MoreOptions);
let differs: Replayed["differs"];

port.on("message", (message: ToReplay) => {
  if (message === "end") return port.close();
  for (const { extrinsics, root } of message.blocks) {
    if (differs) break;
    const again = replayBlock(chain, extrinsics);
    if (again !== root) differs = { block: chain.number, root, again };
  }
  const answer: Replayed = { blocks: chain.number, ...(differs ? { differs } : {}) };
  port.postMessage(answer);
});
