import type { Env, Timer } from "@ganglion/node";

/** Gives the platform's timers back. */
export type Restore = () => void;

/**
 * Puts the simulation's clock behind the global timers. What we wrote takes its timers as arguments; the chain
 * client's library doesn't, and its time-outs must fall in the simulation's order too. One simulation at a time.
 */
export function useVirtualTimers(env: Env): Restore {
  const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
  const timers = new Map<number, Timer>();
  let next = 1;
  const start = (
    work: (...args: unknown[]) => void,
    ms: number | undefined,
    options: { args: unknown[]; again: boolean },
  ): number => {
    const id = next++;
    const due = () => {
      if (options.again) timers.set(id, env.after(Math.max(ms ?? 1, 1), due));
      else timers.delete(id);
      work(...options.args);
    };
    timers.set(id, env.after(ms ?? 0, due));
    return id;
  };
  const stop = (id: unknown) => {
    timers.get(id as number)?.cancel();
    timers.delete(id as number);
  };
  Object.assign(globalThis, {
    setTimeout: (work: () => void, ms?: number, ...args: unknown[]) =>
      start(work, ms, { args, again: false }),
    setInterval: (work: () => void, ms?: number, ...args: unknown[]) =>
      start(work, ms, { args, again: true }),
    clearTimeout: stop,
    clearInterval: stop,
  });
  return () => {
    Object.assign(globalThis, { setTimeout, clearTimeout, setInterval, clearInterval });
  };
}
