import type { NetEnv } from "./env.ts";

/** Why a signal was aborted: time was up. */
export class DeadlineError extends Error {
  readonly ms: number;
  constructor(ms: number) {
    super(`not done within ${ms} ms`);
    this.name = "DeadlineError";
    this.ms = ms;
  }
}

export type Deadline = {
  signal: AbortSignal;
  /** Call it when the work is over: it stops the timer. */
  clear(): void;
};

/** A signal that aborts with a `DeadlineError` after `ms`, or with its parent's reason as soon as that aborts. */
export function startDeadline(env: NetEnv, ms: number, parent?: AbortSignal): Deadline {
  const controller = new AbortController();
  const timer = env.after(ms, () => controller.abort(new DeadlineError(ms)));
  const inherit = () => controller.abort(parent?.reason);
  if (parent?.aborted) inherit();
  parent?.addEventListener("abort", inherit, { once: true });
  return {
    signal: controller.signal,
    clear() {
      timer.cancel();
      parent?.removeEventListener("abort", inherit);
    },
  };
}

/** The work's result, or the signal's reason if that comes first. The work itself goes on, unheard. */
export function orAbort<T>(work: Promise<T> | T, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return Promise.resolve(work);
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) {
      Promise.resolve(work).catch(() => undefined); // Nobody waits for it any more.
      return abort();
    }
    signal.addEventListener("abort", abort, { once: true });
    Promise.resolve(work)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", abort));
  });
}
