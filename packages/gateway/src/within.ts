import type { NetEnv } from "@ganglion/sdk";

/** Something that took longer than it may. */
export class TooSlowError extends Error {
  override readonly name = "TooSlowError";
}

/**
 * The same promise, but it fails after `ms` milliseconds of this clock: the chain client waits for
 * ever while its node is away.
 * @throws TooSlowError, or what the promise throws
 */
export function within<T>(env: NetEnv, ms: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = env.after(ms, () => reject(new TooSlowError(`no answer within ${ms} ms`)));
    promise.then(resolve, reject).finally(() => timer.cancel());
  });
}
