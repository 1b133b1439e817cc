import { Worker } from "node:worker_threads";
import type { MoreOptions } from "./chain.ts";
import type { Replayed, ToReplay } from "./replay-worker.ts";
import type { Made } from "./soak.ts";

/** Blocks that are handed over together. */
const BATCH = 50;
/** Batches that may wait: a slow replay holds the soak up, and not the memory. */
const MOST_WAITING = 4;

/** Makes the blocks of a soak again, beside it, and compares the state roots. */
export class Replayer {
  readonly #worker: Worker;
  #batch: Made[] = [];
  #waiting = 0;
  #last: Replayed = { blocks: 0 };
  #failed: unknown;
  #wake: (() => void) | undefined;

  constructor(program: string, runtime: MoreOptions = {}) {
    this.#worker = new Worker(program, { workerData: runtime });
    this.#worker.on("message", (answer: Replayed) => {
      this.#last = answer;
      this.#waiting--;
      this.#wake?.();
    });
    this.#worker.on("error", (error) => {
      this.#failed = error;
      this.#wake?.();
    });
  }

  get last(): Replayed {
    return this.#last;
  }

  /** Hands a block over; waits while too many lie there. @throws what the replay threw */
  async add(made: Made): Promise<void> {
    this.#batch.push(made);
    if (this.#batch.length < BATCH) return;
    this.#send();
    await this.#until(MOST_WAITING);
  }

  #send(): void {
    const message: ToReplay = { blocks: this.#batch };
    this.#batch = [];
    this.#waiting++;
    this.#worker.postMessage(message);
  }

  async #until(waiting: number): Promise<void> {
    while (this.#waiting > waiting && this.#failed === undefined)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    if (this.#failed !== undefined) throw this.#failed;
  }

  /** Waits for the last block. */
  async end(): Promise<Replayed> {
    if (this.#batch.length > 0) this.#send();
    await this.#until(0);
    this.#worker.postMessage("end" satisfies ToReplay);
    await this.#worker.terminate();
    return this.#last;
  }
}
