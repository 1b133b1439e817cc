/**
 * What the network part takes from the world around it; the node's `Env` fits. A simulation hands in
 * its own, and the same seed gives the same conversation.
 */
export interface NetEnv {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `work` once, `ms` milliseconds from now. */
  after(ms: number, work: () => void): { cancel(): void };
  /** `length` random bytes. */
  random(length: number): Uint8Array;
  /**
   * Waits for work that takes real time (a thread, a process, a file): a simulation stops its clock meanwhile. Use
   * `outside(env, work)`, which works where there is no simulation too.
   */
  outside?<T>(work: Promise<T>): Promise<T>;
}

/** Work outside of this thread, under a clock that may be a simulation's. */
export const outside = <T>(env: NetEnv, work: Promise<T>): Promise<T> =>
  env.outside ? env.outside(work) : work;

/** The real clock, timers and randomness. */
export const platformNetEnv: NetEnv = {
  now: () => Date.now(),
  after(ms, work) {
    const handle = setTimeout(work, ms);
    return { cancel: () => clearTimeout(handle) };
  },
  random: (length) => globalThis.crypto.getRandomValues(new Uint8Array(length)),
};

/** Nanoseconds since 1970, as the v10 wire counts them. */
export const nowNs = (env: NetEnv): bigint => BigInt(Math.round(env.now() * 1000)) * 1000n;

/** A random UUID (version 4). */
export function newUuid(env: NetEnv): string {
  const bytes = env.random(16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Resolves after `ms` milliseconds of this clock. */
export const sleep = (env: NetEnv, ms: number): Promise<void> =>
  new Promise((resolve) => env.after(ms, resolve));
