import type { NetEnv } from "../../src/index.ts";

/** A clock that moves when it is told to, and the same randomness every time. */
export class VirtualEnv implements NetEnv {
  #now: number;
  #state = 1;
  #due: { at: number; work: () => void }[] = [];

  constructor(startMs = Date.UTC(2026, 0, 1)) {
    this.#now = startMs;
  }
  now(): number {
    return this.#now;
  }
  after(ms: number, work: () => void): { cancel(): void } {
    const due = { at: this.#now + ms, work };
    this.#due.push(due);
    return {
      cancel: () => {
        this.#due = this.#due.filter((each) => each !== due);
      },
    };
  }
  random(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => {
      this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
      return this.#state >>> 24;
    });
  }
  /** Timers that have not fired. */
  get pending(): number {
    return this.#due.length;
  }
  /** Lets time pass; promises run between the timers. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settled();
      const [next] = this.#due.filter((each) => each.at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#due = this.#due.filter((each) => each !== next);
      this.#now = Math.max(this.#now, next.at);
      next.work();
    }
    this.#now = end;
  }
}

/** Until no promise has anything more to do. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
