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
  | "crashed"
  | "stopped";

/** What became of a program. With `trouble` it failed as a whole; `calls` has what was done before. */
export interface Ran {
  readonly trouble: { readonly reason: SandboxReason; readonly detail: string } | null;
  readonly calls: readonly Called[];
  /** Per call, a JSON list of numbers. */
  readonly covered: readonly string[];
  readonly ticks: number;
}

interface Job {
  readonly programs: readonly Program[];
  readonly wallMs: number;
  readonly done: (results: readonly Ran[]) => void;
}

/** How long programs may take on the clock before their thread is ended: what the ticks can't see, such as one call of a built-in function. */
const WALL_MS = 3_000;
/** Our own programs end by themselves; on a machine that is busy with other things they may take their time. */
const OWN_WALL_MS = 60_000;
const WALL_MS_EACH = 100;

/** Who wrote a program. */
export type Whose = "ours" | "stranger";

const stopped = (reason: SandboxReason, detail: string): Ran => ({
  trouble: { reason, detail },
  calls: [],
  covered: [],
  ticks: 0,
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
  readonly #wallMs: number;
  readonly #queue: Job[] = [];
  #worker: Worker | undefined;
  #running: Job | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor({
    limits = SANDBOX_LIMITS,
    wallMs = WALL_MS,
  }: { readonly limits?: SandboxLimits; readonly wallMs?: number } = {}) {
    this.#limits = limits;
    this.#wallMs = wallMs;
  }

  async run(program: Program, whose: Whose = "stranger"): Promise<Ran> {
    return (await this.runAll([program], whose))[0]!;
  }

  /**
   * One result per program, in their order. A program that has to be ended by the clock is found by running each alone.
   */
  async runAll(programs: readonly Program[], whose: Whose = "stranger"): Promise<readonly Ran[]> {
    if (programs.length === 0) return [];
    const wallMs = whose === "ours" ? OWN_WALL_MS : this.#wallMs;
    const results = await this.#submit(programs, wallMs);
    if (programs.length === 1 || results[0]?.trouble?.reason !== "stopped")
      return results.map(asTimeout);
    const alone: Ran[] = [];
    for (const program of programs)
      alone.push(asTimeout((await this.#submit([program], wallMs))[0]!));
    return alone;
  }

  /** Ends the thread; what runs is told to have stopped. */
  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#finish([]);
    for (const job of this.#queue.splice(0))
      job.done(job.programs.map(() => stopped("crashed", "the sandbox was stopped")));
    await worker?.terminate();
  }

  #submit(programs: readonly Program[], wallMs: number): Promise<readonly Ran[]> {
    return new Promise((done) => {
      this.#queue.push({ programs, wallMs, done });
      this.#next();
    });
  }

  #next(): void {
    if (this.#running) return;
    const job = this.#queue.shift();
    if (!job) return;
    this.#running = job;
    this.#worker ??= this.#start();
    const worker = this.#worker;
    // A process may end while nothing runs, and must not while something does.
    worker.ref();
    this.#timer = setTimeout(
      () => this.#replace(worker, "stopped", "the clock"),
      job.wallMs + WALL_MS_EACH * job.programs.length,
    );
    worker.postMessage({
      limits: this.#limits,
      programs: job.programs.map(
        ({ source, entry, calls, intact, goOn, coverage, ticksPerCall }) => ({
          source,
          entry,
          calls: calls.map((args) => JSON.stringify(args)),
          intact: intact ?? false,
          goOn: goOn ?? false,
          coverage: coverage ?? false,
          ticksPerCall: ticksPerCall ?? this.#limits.ticksPerCall,
        }),
      ),
    });
  }

  #start(): Worker {
    // Flags of the process that it is started in may not fit a file.
    const worker = new Worker(workerFile(), { stdout: true, stderr: true, execArgv: [] });
    worker.on("message", (results: readonly Ran[]) => {
      if (this.#worker === worker) this.#finish(results);
    });
    worker.on("error", (error) => this.#replace(worker, "crashed", error.message.slice(0, 200)));
    worker.on("exit", () => this.#replace(worker, "crashed", "the thread ended"));
    return worker;
  }

  #replace(worker: Worker, reason: SandboxReason, detail: string): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    void worker.terminate();
    this.#finish((this.#running?.programs ?? []).map(() => stopped(reason, detail)));
  }

  #finish(results: readonly Ran[]): void {
    clearTimeout(this.#timer);
    const job = this.#running;
    this.#running = undefined;
    this.#worker?.unref();
    if (job)
      job.done(
        job.programs.map((_, i) => results[i] ?? stopped("crashed", "the sandbox was stopped")),
      );
    this.#next();
  }
}

const asTimeout = (ran: Ran): Ran =>
  ran.trouble?.reason === "stopped"
    ? { ...ran, trouble: { ...ran.trouble, reason: "timeout" } }
    : ran;

let shared: Sandbox | undefined;

/** The one of this thread of ours: every neuron has a thread, so every neuron has its own. */
export const sandbox = (): Sandbox => (shared ??= new Sandbox());
