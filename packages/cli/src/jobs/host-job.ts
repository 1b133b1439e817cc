import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import type { NeuronJob, NeuronMessage } from "../neuron-worker.ts";
import type { Job } from "../supervisor/supervised.ts";

export interface HostConfig {
  readonly subnet: string;
  readonly jobs: readonly NeuronJob[];
}
export interface HostReady {
  readonly neurons: readonly {
    readonly name: string;
    readonly uid: number;
    readonly port: number;
  }[];
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/** One neuron in a thread of its own: it can hang or crash without the others noticing. */
class NeuronThread {
  readonly #job: NeuronJob;
  readonly #log: (line: string) => void;
  #worker: Worker | undefined;
  #waitMs = FIRST_WAIT_MS;
  #stopping = false;

  constructor(job: NeuronJob, log: (line: string) => void) {
    this.#job = job;
    this.#log = log;
  }

  start(): Promise<{ readonly name: string; readonly uid: number; readonly port: number }> {
    return new Promise((resolve, reject) => {
      let settled = false;
      const worker = new Worker(join(dirname(process.argv[1]!), "neuron-worker.js"), {
        workerData: this.#job,
      });
      this.#worker = worker;
      worker.on("message", (message: NeuronMessage) => {
        if (message.type === "ready") {
          settled = true;
          this.#waitMs = FIRST_WAIT_MS;
          resolve({ name: this.#job.name, uid: message.uid, port: message.port });
        } else this.#log(`${this.#job.name}: ${message.text}`);
      });
      worker.on("error", (error) => {
        this.#log(`${this.#job.name} failed: ${error.message}`);
        if (!settled) reject(error);
        settled = true;
      });
      worker.on("exit", () => {
        this.#worker = undefined;
        if (this.#stopping) return;
        if (!settled) reject(new Error(`${this.#job.name} ended before it was ready`));
        settled = true;
        this.#again();
      });
    });
  }

  #again(): void {
    this.#log(`${this.#job.name} starts again in ${this.#waitMs} ms`);
    setTimeout(() => {
      // A failed start ends in "exit", which comes back here.
      if (!this.#stopping)
        this.start().then(
          () => this.#log(`${this.#job.name} runs again`),
          () => {},
        );
    }, this.#waitMs).unref();
    this.#waitMs = Math.min(this.#waitMs * 2, LONGEST_WAIT_MS);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const worker = this.#worker;
    if (!worker) return;
    const gone = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
    worker.postMessage("stop");
    const timer = setTimeout(() => void worker.terminate(), 1_500);
    await gone;
    clearTimeout(timer);
  }
}

/** Hosts the neurons of one subnet, a thread each. */
export const hostJob: Job<HostConfig, HostReady> = {
  async start({ jobs }, log) {
    const threads = jobs.map((job) => new NeuronThread(job, log));
    const neurons = await Promise.all(threads.map((thread) => thread.start()));
    return {
      ready: { neurons },
      async stop() {
        await Promise.all(threads.map((thread) => thread.stop()));
      },
    };
  },
};
