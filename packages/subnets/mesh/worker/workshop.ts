import { GeometryThread } from "./geometry-thread.ts";
import type { Job, JobResults } from "./jobs.ts";

export interface WorkshopOptions {
  /** A job that takes longer hangs: its thread is ended, and whoever waits hears of it. */
  readonly jobMs?: number;
}

/**
 * Geometry in a thread of its own, started with the first job: building, judging and drawing never hold an event loop
 * up. Jobs are done in the order in which they come. A thread that hangs or dies is replaced at the next job.
 */
export class Workshop {
  readonly #jobMs: number;
  #thread: Promise<GeometryThread> | undefined;

  constructor({ jobMs = 30_000 }: WorkshopOptions = {}) {
    this.#jobMs = jobMs;
  }

  /** @throws Error if the job fails, hangs, or its thread dies */
  async do<J extends Job>(job: J): Promise<JobResults[J["kind"]]> {
    for (;;) {
      const opened = (this.#thread ??= GeometryThread.open(this.#jobMs));
      const thread = await opened;
      if (!thread.ended) return (await thread.do(job)) as JobResults[J["kind"]];
      // Several may find it ended: the first makes room for the next one, which they share.
      if (this.#thread === opened) this.#thread = undefined;
    }
  }

  async stop(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    await (await thread)?.end("the workshop was closed");
  }
}

let shared: Workshop | undefined;
/** The one of this process: two would only wait for the same processor. Its thread ends with the process. */
export function workshop(): Workshop {
  shared ??= new Workshop();
  return shared;
}
