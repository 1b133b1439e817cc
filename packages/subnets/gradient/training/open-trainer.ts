import { existsSync } from "node:fs";
import type { MarketConfig } from "../config.ts";
import type { Trainer } from "./trainer.ts";

/** Without the bundle: one engine and one corpus for all neurons of a thread; their jobs don't touch each other. */
const opened = new Map<string, Promise<Trainer>>();

/**
 * A trainer for these terms: in a thread of its own where the bundled program lies beside this one, as in the command
 * line tool; from sources in this thread, since Node can't start a thread on TypeScript.
 */
export async function openTrainer(config: MarketConfig): Promise<Trainer> {
  const program = new URL("./training-worker.js", import.meta.url);
  if (program.protocol === "file:" && existsSync(program)) {
    const { WorkerTrainer } = await import("./worker-trainer.ts");
    return WorkerTrainer.open(program, config);
  }
  const key = JSON.stringify(config);
  const known =
    opened.get(key) ??
    import("./engine-trainer.ts").then(({ EngineTrainer }) => EngineTrainer.open(config));
  opened.set(key, known);
  return known;
}
