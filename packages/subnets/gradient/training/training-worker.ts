import { parentPort, workerData } from "node:worker_threads";
import type { MarketConfig } from "../config.ts";
import { EngineTrainer } from "./engine-trainer.ts";
import type { JudgeJob, TrainJob, WriteJob } from "./trainer.ts";

/** What the worker is asked; it answers in the same order. */
export type WorkerJob =
  | { readonly kind: "about" }
  | { readonly kind: "genesis" }
  | { readonly kind: "train"; readonly job: TrainJob }
  | { readonly kind: "judge"; readonly job: JudgeJob }
  | { readonly kind: "heldOut"; readonly theta: Float32Array }
  | { readonly kind: "write"; readonly job: WriteJob };
export type WorkerAnswer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };

const opening = EngineTrainer.open(workerData as MarketConfig);
async function work(asked: WorkerJob): Promise<unknown> {
  const trainer = await opening;
  switch (asked.kind) {
    case "about":
      return { parameters: trainer.parameters, shards: trainer.shards };
    case "genesis":
      return trainer.genesis();
    case "train":
      return trainer.train(asked.job);
    case "judge":
      return trainer.judge(asked.job);
    case "heldOut":
      return trainer.heldOut(asked.theta);
    case "write":
      return trainer.write(asked.job);
  }
}

let last: Promise<unknown> = Promise.resolve();
parentPort!.on("message", (asked: WorkerJob) => {
  const answer = (message: WorkerAnswer): void => parentPort!.postMessage(message);
  // One after another: there is one engine.
  last = last.then(() =>
    work(asked).then(
      (value) => answer({ ok: true, value }),
      (error: unknown) =>
        answer({ ok: false, message: error instanceof Error ? error.message : String(error) }),
    ),
  );
});
