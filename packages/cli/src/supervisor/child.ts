import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What a supervised process is. */
export interface ChildOptions<Ready> {
  readonly name: string;
  /** Arguments after the program's own name. */
  readonly args: readonly string[];
  /** Sent once it runs. */
  readonly config?: unknown;
  readonly log: (line: string) => void;
  /** Takes what the child says in its ready message; asked again after each restart. */
  readonly onReady?: (ready: Ready) => void;
  readonly restart?: boolean;
}

/** Messages between the supervisor and its processes. */
export type FromChild<Ready> =
  | { readonly type: "ready"; readonly ready: Ready }
  | {
      readonly type: "failed";
      readonly code: string;
      readonly message: string;
      readonly hint?: string;
      readonly exit: number;
    }
  | { readonly type: "log"; readonly line: string };
export type ToChild =
  | { readonly type: "config"; readonly config: unknown }
  | { readonly type: "tell"; readonly message: unknown }
  | { readonly type: "stop" };

/** A process that could not start: its own words, with its own exit code. */
export class ChildFailed extends Error {
  override readonly name = "ChildFailed";
  readonly code: string;
  readonly hint: string | undefined;
  readonly exit: number;
  constructor(failed: Extract<FromChild<unknown>, { type: "failed" }>) {
    super(failed.message);
    this.code = failed.code;
    this.hint = failed.hint;
    this.exit = failed.exit;
  }
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;
/** A process that ran this long was healthy: its next crash begins a new count. */
const HEALTHY_MS = 30_000;

/** A process that is started again when it dies, later each time, and says so. */
export class Child<Ready> {
  readonly #options: ChildOptions<Ready>;
  #process: ChildProcess | undefined;
  #stopping = false;
  #waitMs = FIRST_WAIT_MS;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ChildOptions<Ready>) {
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Starts and answers with its ready message. @throws ChildFailed, or an error if it died without a word */
  start(): Promise<Ready> {
    return new Promise((resolve, reject) => {
      this.#run((ready) => resolve(ready), reject);
    });
  }

  #run(onReady: (ready: Ready) => void, onFailed: (error: Error) => void): void {
    const { name, args, config, log } = this.#options;
    const startedAt = Date.now();
    let ready = false;
    // Its own program file, whatever the working directory is now.
    const child = fork(process.argv[1] ?? fileURLToPath(import.meta.url), [...args], {
      stdio: ["ignore", 2, 2, "ipc"],
    });
    this.#process = child;
    child.on("message", (message: FromChild<Ready>) => {
      if (message.type === "ready") {
        ready = true;
        this.#options.onReady?.(message.ready);
        onReady(message.ready);
      } else if (message.type === "failed") onFailed(new ChildFailed(message));
      else log(message.line);
    });
    child.on("error", (error) => onFailed(error));
    child.on("exit", (code, signal) => {
      this.#process = undefined;
      if (this.#stopping) return;
      const how = signal ? `was ended by ${signal}` : `ended with ${code}`;
      if (!ready || this.#options.restart === false) {
        onFailed(new Error(`${name} ${how} before it was ready`));
        if (!ready) return;
      }
      if (Date.now() - startedAt > HEALTHY_MS) this.#waitMs = FIRST_WAIT_MS;
      log(`${name} ${how}; it starts again in ${this.#waitMs} ms`);
      this.#again();
    });
    if (config !== undefined) child.send({ type: "config", config } satisfies ToChild);
  }

  #again(): void {
    this.#timer = setTimeout(() => {
      this.#run(
        () => this.#options.log(`${this.#options.name} runs again`),
        (error) => {
          if (this.#stopping) return;
          this.#options.log(`${this.#options.name} did not start: ${error.message}`);
          this.#again();
        },
      );
    }, this.#waitMs);
    this.#waitMs = Math.min(this.#waitMs * 2, LONGEST_WAIT_MS);
  }

  /** Tells it something while it runs; one that is down just now hears of it by its configuration. */
  tell(message: unknown): void {
    if (this.#process?.connected) this.#process.send({ type: "tell", message } satisfies ToChild);
  }

  /** Asks it to end, and ends it if it doesn't within `ms`. */
  async stop(ms = 3_000): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    const child = this.#process;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    if (child.connected) child.send({ type: "stop" } satisfies ToChild);
    const timer = setTimeout(() => child.kill("SIGKILL"), ms);
    await gone;
    clearTimeout(timer);
  }
}
