import { existsSync } from "node:fs";
import { createRequire } from "node:module";
// Not the global ones: a simulation replaces those, and a thread that hangs hangs in real time.
import { clearTimeout, setTimeout } from "node:timers";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";

/** What a guest may use up. Work is counted by the engine, not timed, so that every machine stops at the same place. */
export interface SandboxLimits {
  readonly memoryBytes: number;
  /** More than 256 kB lets the guest's recursion overflow the host's stack before its own. */
  readonly stackBytes: number;
  /** A tick is ten thousand jumps and calls: about half a millisecond. */
  readonly ticksPerCall: number;
  /** Of the whole program. */
  readonly ticks: number;
  /** Signs of one result as JSON. */
  readonly outputLength: number;
}

export const SANDBOX_LIMITS: SandboxLimits = {
  memoryBytes: 16 * 1024 * 1024,
  stackBytes: 256 * 1024,
  ticksPerCall: 30,
  ticks: 120,
  outputLength: 65_536,
};

/** A function to be called, each time with the next list of arguments. */
export interface Program {
  readonly source: string;
  /** An identifier that the source defines. */
  readonly entry: string;
  readonly calls: readonly (readonly unknown[])[];
  /** Go on with the next call after one that failed, unless it ran out of time; by default the rest is left out. */
  readonly goOn?: boolean;
  /** Also see whether what the language brings is as it was. */
  readonly intact?: boolean;
  /** Also tell which `__ran(id)` ran in each call. */
  readonly coverage?: boolean;
  /**
   * May share a realm with the programs before it in the same `runAll`, which is several times faster. What one of them
   * does to the language, the next ones find: only for what is told apart and judged again elsewhere.
   */
  readonly shared?: boolean;
  /** Less than the sandbox allows, where one knows that little is needed. */
  readonly ticksPerCall?: number;
}

/** What one call gave: JSON as text, or why there is none. */
export type Called =
  | { readonly ok: true; readonly json: string }
  | { readonly ok: false; readonly reason: SandboxReason; readonly detail: string };

export type SandboxReason =
  | "timeout"
  | "out_of_memory"
  | "stack_overflow"
  | "syntax"
  | "threw"
  | "no_entry"
  | "too_large"
  | "not_json"
  | "not_plain"
  | "tampering"
  | "crashed";

/** What became of a program. With `trouble` it failed as a whole; `calls` has what was done before. */
export interface Ran {
  readonly trouble: { readonly reason: SandboxReason; readonly detail: string } | null;
  readonly calls: readonly Called[];
  /** Per call, a JSON list of numbers. */
  readonly covered: readonly string[];
  readonly ticks: number;
  readonly ticksOfCalls: readonly number[];
}

interface Job {
  readonly programs: readonly Program[];
  readonly wallMs: number;
  /** Of the programs that are through, in their order. */
  readonly results: Ran[];
  readonly done: (results: readonly Ran[]) => void;
}

/** Who wrote a program. */
export type Whose = "ours" | "stranger" | "proposal";

/**
 * How long a program may take on the clock before its thread is ended: what the ticks can't see, such as one call of a
 * built-in function. Our own end by themselves, and on a machine that is busy with other things they may take their
 * time; of proposals there are hundreds, and one that is slow is no loss.
 */
const WALL_MS: Readonly<Record<Whose, number>> = { ours: 60_000, stranger: 3_000, proposal: 500 };
/** A thread that hasn't started by then won't. */
const START_MS = 60_000;

const failed = (reason: SandboxReason, detail: string): Ran => ({
  trouble: { reason, detail },
  calls: [],
  covered: [],
  ticks: 0,
  ticksOfCalls: [],
});

/** Source of the thread: beside this file, or, from a bundle, in the package. */
function workerFile(): string {
  const beside = fileURLToPath(new URL("./worker.mjs", import.meta.url));
  if (existsSync(beside)) return beside;
  return createRequire(import.meta.url).resolve("@ganglion/subnets/code/sandbox-worker");
}

/**
 * A thread with an engine in it, which runs what strangers wrote. Starts when it is first needed, and anew when it had
 * to be ended. Never throws at what it is given; jobs are done one after the other.
 */
export class Sandbox {
  readonly #limits: SandboxLimits;
  readonly #wallMs: Readonly<Record<Whose, number>>;
  readonly #queue: Job[] = [];
  #worker: Worker | undefined;
  #running: Job | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor({
    limits = SANDBOX_LIMITS,
    wallMs = {},
  }: { readonly limits?: SandboxLimits; readonly wallMs?: Partial<Record<Whose, number>> } = {}) {
    this.#limits = limits;
    this.#wallMs = { ...WALL_MS, ...wallMs };
  }

  async run(program: Program, whose: Whose = "stranger"): Promise<Ran> {
    return (await this.runAll([program], whose))[0]!;
  }

  /** One result per program, in their order. One that has to be ended by the clock takes none of the others with it. */
  async runAll(programs: readonly Program[], whose: Whose = "stranger"): Promise<readonly Ran[]> {
    if (programs.length === 0) return [];
    return new Promise((done) => {
      this.#queue.push({ programs, wallMs: this.#wallMs[whose], results: [], done });
      if (!this.#running) this.#next();
    });
  }

  /** Ends the thread; what runs and what waits is told so. */
  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    clearTimeout(this.#timer);
    const jobs = [...(this.#running ? [this.#running] : []), ...this.#queue.splice(0)];
    this.#running = undefined;
    for (const { programs, results, done } of jobs)
      done(programs.map((_, i) => results[i] ?? failed("crashed", "the sandbox was stopped")));
    await worker?.terminate();
  }

  #next(): void {
    this.#running = this.#queue.shift();
    if (this.#running) this.#send(this.#running);
    // A process may end while nothing runs, and must not while something does.
    else this.#worker?.unref();
  }

  /** Gives the thread what is left of a job. */
  #send({ programs, results }: Job): void {
    this.#worker ??= this.#start();
    this.#worker.ref();
    this.#worker.postMessage({
      limits: this.#limits,
      programs: programs
        .slice(results.length)
        .map(({ source, entry, calls, intact, goOn, coverage, shared, ticksPerCall }) => ({
          source,
          entry,
          calls: calls.map((args) => JSON.stringify(args)),
          intact: intact ?? false,
          goOn: goOn ?? false,
          coverage: coverage ?? false,
          shared: shared ?? false,
          ticksPerCall: ticksPerCall ?? this.#limits.ticksPerCall,
        })),
    });
    this.#watch(this.#worker, START_MS);
  }

  #watch(worker: Worker, ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#replace(worker, failed("timeout", "the clock")), ms);
  }

  #start(): Worker {
    // Flags of the process that it is started in may not fit a file.
    const worker = new Worker(workerFile(), { stdout: true, stderr: true, execArgv: [] });
    const crashed = (detail: string): void => this.#replace(worker, failed("crashed", detail));
    worker.on("message", (told: Ran | "begin") => {
      const job = this.#running;
      if (this.#worker !== worker || !job) return;
      if (told !== "begin") job.results.push(told);
      if (job.results.length === job.programs.length) this.#finish(job);
      else this.#watch(worker, job.wallMs);
    });
    worker.on("error", (error) => crashed(error.message.slice(0, 200)));
    worker.on("exit", () => crashed("the thread ended"));
    return worker;
  }

  /** Ends a thread, with this result for the program that it was at; the rest of the job goes to a new one. */
  #replace(worker: Worker, result: Ran): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    void worker.terminate();
    clearTimeout(this.#timer);
    const job = this.#running;
    if (!job) return;
    job.results.push(result);
    if (job.results.length === job.programs.length) this.#finish(job);
    else this.#send(job);
  }

  #finish({ results, done }: Job): void {
    clearTimeout(this.#timer);
    done(results);
    this.#next();
  }
}

let shared: Sandbox | undefined;

/** The one of this thread of ours: every neuron has a thread, so every neuron has its own. */
export const sandbox = (): Sandbox => (shared ??= new Sandbox());
