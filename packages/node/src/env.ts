/** A timer that has not fired yet. */
export interface Timer {
  cancel(): void;
}

/**
 * Everything that the shell takes from the world around it. A simulation hands in its own, and the
 * same seed gives the same chain.
 */
export interface Env {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds of a clock that never goes back; only differences mean something. */
  monotonicMs(): number;
  /** Runs `work` once, `ms` milliseconds from now. */
  after(ms: number, work: () => void): Timer;
  /** `length` random bytes. */
  random(length: number): Uint8Array;
  /** Everything random must follow from `random`, even the nonces of signatures. */
  readonly reproducible: boolean;
  /** Writes a document, e.g. a reproduction of a crash, under a name or a path; returns where it is. */
  keep(name: string, text: string): string;
}

export interface PlatformEnvOptions {
  /** Where kept documents go. */
  readonly keep: (name: string, text: string) => string;
}

/** The real clock, timers and randomness. */
export function platformEnv({ keep }: PlatformEnvOptions): Env {
  return {
    now: () => Date.now(),
    monotonicMs: () => performance.now(),
    after(ms, work) {
      const handle = setTimeout(work, ms);
      return { cancel: () => clearTimeout(handle) };
    },
    random: (length) => globalThis.crypto.getRandomValues(new Uint8Array(length)),
    reproducible: false,
    keep,
  };
}

interface Due {
  readonly at: number;
  readonly order: number;
  /** Gone once it ran or was cancelled. */
  work: (() => void) | undefined;
}

/** An `Env` whose time moves only when it is told to, and whose randomness follows from a seed. */
export class VirtualEnv implements Env {
  /** What was kept, by name. */
  readonly reproducible = true;
  readonly kept = new Map<string, string>();
  #now: number;
  #order = 0;
  /** A heap: the next one first. */
  readonly #due: Due[] = [];
  #random: [number, number, number, number];

  constructor(options: { readonly startMs: number; readonly seed: number }) {
    this.#now = options.startMs;
    const mixed = splitMix32(options.seed);
    this.#random = [mixed(), mixed(), mixed(), mixed()];
  }

  now(): number {
    return this.#now;
  }

  monotonicMs(): number {
    return this.#now;
  }

  after(ms: number, work: () => void): Timer {
    const due: Due = { at: this.#now + Math.max(0, ms), order: this.#order++, work };
    this.#push(due);
    return {
      cancel() {
        due.work = undefined;
      },
    };
  }

  random(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.#next() >>> 24);
  }

  keep(name: string, text: string): string {
    this.kept.set(name, text);
    return `memory:${name}`;
  }

  /** Lets `ms` milliseconds pass: what falls due runs in order, at its own time. */
  advance(ms: number): void {
    const end = this.#now + ms;
    while (this.#runNext(end));
    this.#now = end;
  }

  /** As `advance`; before each timer `settle` may let promises run. */
  async advanceAsync(ms: number, settle: () => Promise<void>): Promise<void> {
    const end = this.#now + ms;
    await settle();
    while (this.#runNext(end)) await settle();
    this.#now = end;
  }

  /** Runs the earliest timer up to `end`; false if there is none. */
  #runNext(end: number): boolean {
    for (;;) {
      const next = this.#due[0];
      if (next === undefined || next.at > end) return false;
      this.#pop();
      const { work } = next;
      if (!work) continue;
      next.work = undefined;
      this.#now = Math.max(this.#now, next.at);
      work();
      return true;
    }
  }

  #push(due: Due): void {
    const heap = this.#due;
    let at = heap.push(due) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isEarlier(due, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = due;
  }

  #pop(): void {
    const heap = this.#due;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isEarlier(heap[child + 1]!, heap[child]!)) child++;
      if (!isEarlier(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }

  /** xoshiro128**: fast, and the same everywhere. */
  #next(): number {
    const s = this.#random;
    const result = Math.imul(rotate(Math.imul(s[1], 5), 7), 9) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 11);
    return result;
  }
}

const isEarlier = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

function splitMix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
}
