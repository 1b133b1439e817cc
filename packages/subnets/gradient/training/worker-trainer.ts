import { Worker } from "node:worker_threads";
import type { MarketConfig } from "../config.ts";
import type { JudgeJob, Judgement, Trained, Trainer, TrainJob, WriteJob } from "./trainer.ts";
import type { WorkerAnswer, WorkerJob } from "./training-worker.ts";

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** A trainer in a thread of its own: a neuron answers while it computes. What the thread throws rejects. */
export class WorkerTrainer implements Trainer {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  #failed: Error | undefined;
  parameters = 0;
  shards = 0;

  private constructor(program: URL, config: MarketConfig) {
    this.#worker = new Worker(program, { workerData: config });
    this.#worker.on("message", (answer: WorkerAnswer) => {
      const waiting = this.#waiting.shift();
      if (answer.ok) waiting?.resolve(answer.value);
      else waiting?.reject(new Error(answer.message));
    });
    this.#worker.on("error", (error) => this.#fail(error));
    this.#worker.on("exit", () => this.#fail(new Error("the training thread has ended")));
  }

  /** @param program the bundled worker */
  static async open(program: URL, config: MarketConfig): Promise<WorkerTrainer> {
    const trainer = new WorkerTrainer(program, config);
    const about = await trainer.#ask<{ parameters: number; shards: number }>({ kind: "about" });
    trainer.parameters = about.parameters;
    trainer.shards = about.shards;
    return trainer;
  }

  genesis(): Promise<Float32Array> {
    return this.#ask({ kind: "genesis" });
  }
  train(job: TrainJob): Promise<Trained> {
    return this.#ask({ kind: "train", job });
  }
  judge(job: JudgeJob): Promise<Judgement> {
    return this.#ask({ kind: "judge", job });
  }
  heldOut(theta: Float32Array): Promise<number> {
    return this.#ask({ kind: "heldOut", theta });
  }
  write(job: WriteJob): Promise<string> {
    return this.#ask({ kind: "write", job });
  }
  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #ask<T>(job: WorkerJob): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#failed) return reject(this.#failed);
      this.#waiting.push({ resolve: resolve as (value: unknown) => void, reject });
      this.#worker.postMessage(job);
    });
  }
  #fail(error: Error): void {
    this.#failed ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failed);
  }
}
