/** Work that could not be taken in. */
export class QueueFullError extends Error {
  constructor(waiting: number) {
    super(`${waiting} requests are waiting already`);
    this.name = "QueueFullError";
  }
}

type Waiting = { priority: number; order: number; start: () => void };

/** Runs at most `workers` pieces of work at a time; the others wait, the most important first, equals in order. */
export class WorkQueue {
  readonly #workers: number;
  readonly #maxWaiting: number;
  readonly #waiting: Waiting[] = [];
  #running = 0;
  #order = 0;

  constructor(options: { workers: number; maxWaiting: number }) {
    this.#workers = options.workers;
    this.#maxWaiting = options.maxWaiting;
  }

  get running(): number {
    return this.#running;
  }
  get waiting(): number {
    return this.#waiting.length;
  }

  /**
   * Resolves once a worker is free; the returned function frees it again, and may be called twice.
   * @throws QueueFullError; or the signal's reason if it aborts first
   */
  async enter(priority: number, signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    if (this.#running < this.#workers) return this.#occupy();
    if (this.#waiting.length >= this.#maxWaiting) throw new QueueFullError(this.#waiting.length);
    await new Promise<void>((resolve, reject) => {
      const entry: Waiting = {
        priority: Number.isNaN(priority) ? 0 : priority,
        order: this.#order++,
        start: () => {
          signal?.removeEventListener("abort", leave);
          resolve();
        },
      };
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(entry), 1);
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", leave, { once: true });
      const at = this.#waiting.findIndex((other) => other.priority < entry.priority);
      this.#waiting.splice(at < 0 ? this.#waiting.length : at, 0, entry);
    });
    return this.#release();
  }

  #occupy(): () => void {
    this.#running++;
    return this.#release();
  }

  #release(): () => void {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const next = this.#waiting.shift();
      // The place goes over without becoming free, so that nobody slips in between.
      if (next) next.start();
      else this.#running--;
    };
  }
}
