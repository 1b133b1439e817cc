import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { StringDecoder } from "node:string_decoder";
import { type NetEnv, outside, platformNetEnv } from "../../net/env.ts";
import type { NeuronLog } from "../../neuron/miner.ts";

export interface CommandOptions {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: NetEnv;
  readonly log: NeuronLog;
  /** How long one request may take, 30 s unless given; then the program is ended and started again. */
  readonly timeoutMs?: number;
  /** The longest line that the program may write, 4 MiB unless given. */
  readonly maxLineBytes?: number;
  /** Requests that may wait for their answer at a time, 16 unless given. */
  readonly maxWaiting?: number;
}

export type CommandTrouble =
  | "cannot_start"
  | "ended"
  | "timeout"
  | "stopped"
  | "too_long"
  | "garbled"
  | "refused"
  | "busy";

/** Why a program gave no answer. */
export class CommandError extends Error {
  readonly reason: CommandTrouble;
  constructor(reason: CommandTrouble, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "CommandError";
    this.reason = reason;
  }
}

type Waiting = {
  readonly resolve: (answer: object) => void;
  readonly reject: (error: CommandError) => void;
  readonly settled: () => void;
};

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 15_000;
const MAX_STDERR_LINE = 500;

/**
 * A program that answers: it reads one JSON object a line, `{"id":1,"request":{…}}`, and writes one a line,
 * `{"id":1,"answer":{…}}` or `{"id":1,"error":"…"}`, in any order. What it writes on stderr goes to the log. It is
 * started at the first request, and again, later each time, when it ended.
 */
export class CommandProcess {
  readonly name: string;
  readonly #options: CommandOptions;
  readonly #env: NetEnv;
  readonly #waiting = new Map<number, Waiting>();
  #child: ChildProcessWithoutNullStreams | undefined;
  #nextId = 1;
  #waitMs = FIRST_WAIT_MS;
  #notBeforeMs = 0;
  #closed = false;

  constructor(options: CommandOptions) {
    this.#options = options;
    this.#env = options.env ?? platformNetEnv;
    this.name = `command:${options.program.split(/[\\/]/).at(-1)}`.slice(0, 64);
  }

  /** @throws CommandError */
  ask(request: unknown, { signal }: { readonly signal?: AbortSignal } = {}): Promise<object> {
    const { maxWaiting = 16, timeoutMs = 30_000 } = this.#options;
    if (this.#closed) throw new CommandError("ended", "the program was stopped");
    if (this.#waiting.size >= maxWaiting)
      throw new CommandError("busy", `${maxWaiting} requests wait for the program already`);
    const child = this.#running();
    const id = this.#nextId++;
    const answer = new Promise<object>((resolve, reject) => {
      const withdrawn = () =>
        this.#settle(id, (each) =>
          each.reject(new CommandError("stopped", "nobody waits for the answer any more")),
        );
      const timer = this.#env.after(timeoutMs, () => {
        this.#settle(id, (each) =>
          each.reject(new CommandError("timeout", `no answer within ${timeoutMs} ms`)),
        );
        // It may hang for ever; the others that wait for it hear of it by its end.
        this.#end(child);
      });
      const settled = () => {
        timer.cancel();
        signal?.removeEventListener("abort", withdrawn);
      };
      this.#waiting.set(id, { resolve, reject, settled });
      signal?.addEventListener("abort", withdrawn, { once: true });
      if (signal?.aborted) return withdrawn();
      child.stdin.write(`${JSON.stringify({ id, request })}\n`);
    });
    return outside(this.#env, answer);
  }

  async stop(): Promise<void> {
    this.#closed = true;
    const child = this.#child;
    if (!child) return;
    const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
    child.stdin.end();
    this.#end(child);
    await gone;
  }

  #running(): ChildProcessWithoutNullStreams {
    if (this.#child) return this.#child;
    const leftMs = this.#notBeforeMs - this.#env.now();
    if (leftMs > 0)
      throw new CommandError("ended", `the program ended; it is started again in ${leftMs} ms`);
    const { program, args, log } = this.#options;
    const child = spawn(program, [...args], { stdio: "pipe", windowsHide: true });
    this.#child = child;
    this.#readLines(child);
    const told = new StringDecoder("utf8");
    child.stderr.on("data", (chunk: Buffer) => {
      const text = told.write(chunk).trim().slice(0, MAX_STDERR_LINE);
      if (text) log.info(`${this.name}: ${text}`);
    });
    // A program that closed its input is about to end, or will be ended by the timeout.
    child.stdin.on("error", () => undefined);
    child.on("error", (cause) => {
      log.trouble(`${program} could not be started`, cause);
      this.#gone(
        child,
        new CommandError("cannot_start", `${program} could not be started`, { cause }),
      );
    });
    child.on("close", (code, by) => {
      const how = by ? `was ended by ${by}` : `ended with ${code}`;
      this.#gone(child, new CommandError("ended", `the program ${how}`));
    });
    return child;
  }

  #readLines(child: ChildProcessWithoutNullStreams): void {
    const { maxLineBytes = 4 * 1024 * 1024 } = this.#options;
    const decoder = new StringDecoder("utf8");
    let rest: string[] = [];
    let length = 0;
    child.stdout.on("data", (chunk: Buffer) => {
      const lines = decoder.write(chunk).split("\n");
      const last = lines.pop()!;
      for (const line of lines) {
        if (length + line.length > maxLineBytes) return this.#tooLong(child, maxLineBytes);
        this.#onLine(rest.join("") + line);
        rest = [];
        length = 0;
      }
      rest.push(last);
      length += last.length;
      if (length > maxLineBytes) this.#tooLong(child, maxLineBytes);
    });
  }

  #tooLong(child: ChildProcessWithoutNullStreams, maxLineBytes: number): void {
    child.stdout.removeAllListeners("data");
    child.stdout.resume();
    this.#gone(child, new CommandError("too_long", `a line has more than ${maxLineBytes} bytes`));
    this.#end(child);
  }

  #onLine(line: string): void {
    if (line.trim() === "") return;
    let body: { id?: unknown; answer?: unknown; error?: unknown };
    try {
      body = JSON.parse(line) as typeof body;
    } catch {
      this.#options.log.info(`${this.name} wrote a line that is no JSON`);
      return;
    }
    const { id, answer, error } = body ?? {};
    if (typeof id !== "number") return;
    this.#waitMs = FIRST_WAIT_MS;
    this.#settle(id, ({ resolve, reject }) => {
      if (typeof error === "string")
        reject(new CommandError("refused", error.slice(0, MAX_STDERR_LINE)));
      else if (typeof answer === "object" && answer !== null && !Array.isArray(answer))
        resolve(answer);
      else reject(new CommandError("garbled", "the program's answer is not a JSON object"));
    });
  }

  #settle(id: number, how: (waiting: Waiting) => void): void {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    waiting.settled();
    how(waiting);
  }

  #gone(child: ChildProcessWithoutNullStreams, why: CommandError): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#notBeforeMs = this.#env.now() + this.#waitMs;
    this.#waitMs = Math.min(this.#waitMs * 2, LONGEST_WAIT_MS);
    for (const id of [...this.#waiting.keys()]) this.#settle(id, ({ reject }) => reject(why));
  }

  #end(child: ChildProcessWithoutNullStreams): void {
    child.kill("SIGKILL");
  }
}
