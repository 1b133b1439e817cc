import { asCliError } from "../output.ts";
import type { FromChild, ToChild } from "./child.ts";

/** What a supervised process does. */
export interface Job<Config, Ready> {
  /** Starts; answers once it serves. */
  start(
    config: Config,
    log: (line: string) => void,
  ): Promise<{
    readonly ready: Ready;
    /** Hears what the supervisor says while it runs. */
    tell?(message: unknown): void;
    stop(): Promise<void>;
  }>;
}

const send = (message: FromChild<unknown>): void => {
  process.send?.(message);
};

/**
 * Runs a job under a supervisor: takes its configuration, says when it is ready, ends when told to or when
 * the supervisor is gone. Ctrl-C reaches the whole group; here it means nothing, the supervisor decides.
 */
export function runSupervised<Config, Ready>(job: Job<Config, Ready>): void {
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => {});
  let stop: (() => Promise<void>) | undefined;
  let tell: ((message: unknown) => void) | undefined;
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    // A stop that hangs must not keep the process: the supervisor's patience is three seconds.
    setTimeout(() => process.exit(1), 2_800).unref();
    (stop?.() ?? Promise.resolve()).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on("disconnect", end);
  process.on("message", (message: ToChild) => {
    if (message.type === "stop") end();
    else if (message.type === "tell") tell?.(message.message);
    else
      job
        .start(message.config as Config, (line) => send({ type: "log", line }))
        .then(
          (running) => {
            stop = () => running.stop();
            tell = (said) => running.tell?.(said);
            if (ending) end();
            else send({ type: "ready", ready: running.ready });
          },
          (thrown) => {
            const { code, message: text, hint, exit } = asCliError(thrown);
            send({ type: "failed", code, message: text, exit, ...(hint ? { hint } : {}) });
            setTimeout(() => process.exit(exit), 50);
          },
        );
  });
}
