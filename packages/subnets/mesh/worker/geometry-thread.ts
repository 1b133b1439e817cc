import { existsSync } from "node:fs";
import { createRequire } from "node:module";
// Real ones: in a simulation the global timers follow its clock, and a thread does not.
import { clearTimeout, setTimeout } from "node:timers";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import type { Job, JobResults } from "./jobs.ts";

type Result = JobResults[Job["kind"]];
type Reply =
  | { readonly id: number; readonly ok: true; readonly value: Result }
  | { readonly id: number; readonly ok: false; readonly message: string };

interface Waiting {
  readonly resolve: (value: Result) => void;
  readonly reject: (error: Error) => void;
}

/** One thread and the jobs that it was given. It keeps the process alive only while there are some. */
export class GeometryThread {
  readonly #worker: Worker | undefined;
  readonly #jobMs: number;
  readonly #waiting = new Map<number, Waiting>();
  #next = 0;
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  private constructor(worker: Worker | undefined, jobMs: number) {
    this.#worker = worker;
    this.#jobMs = jobMs;
    if (!worker) return;
    worker.unref();
    worker.on("message", (reply: Reply) => {
      const waiting = this.#waiting.get(reply.id);
      this.#waiting.delete(reply.id);
      this.#watch();
      if (reply.ok) waiting?.resolve(reply.value);
      else waiting?.reject(new Error(reply.message));
    });
    worker.on("error", (error) => void this.end(error.message));
    worker.on("exit", () => void this.end("the geometry thread ended"));
  }

  static async open(jobMs: number): Promise<GeometryThread> {
    return new GeometryThread(await startWorker(), jobMs);
  }

  get ended(): boolean {
    return this.#ended;
  }

  async do(job: Job): Promise<Result> {
    if (!this.#worker) {
      const { doJob } = await import("./jobs.ts");
      return doJob(job);
    }
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      if (this.#waiting.size === 1) this.#watch();
      this.#worker!.postMessage({ id, job });
    });
  }

  async end(why: string): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#timer);
    for (const { reject } of this.#waiting.values()) reject(new Error(why));
    this.#waiting.clear();
    await this.#worker?.terminate();
  }

  /** Each finished job gives the next one its time. */
  #watch(): void {
    clearTimeout(this.#timer);
    if (this.#waiting.size === 0) {
      this.#worker?.unref();
      return;
    }
    this.#worker?.ref();
    this.#timer = setTimeout(() => void this.end("the geometry took too long"), this.#jobMs);
    this.#timer.unref();
  }
}

/** The thread's program lies beside this file in a bundle, and is bundled now from sources, which Node can't run. */
async function startWorker(): Promise<Worker | undefined> {
  const built = new URL("./mesh-worker.js", import.meta.url);
  if (existsSync(built)) return new Worker(built);
  const source = new URL("./mesh-worker.ts", import.meta.url);
  // Bundled elsewhere, into a program that measures: the work is done in its own thread.
  if (!existsSync(source)) return undefined;
  // A tool of development; with its name in a variable no bundler follows it.
  const name = "esbuild";
  const { build } = (await import(name)) as typeof import("esbuild");
  // A program without a place has no packages around it: what it needs is named by its file.
  const here = createRequire(import.meta.url);
  const kernel = pathToFileURL(here.resolve("manifold-3d/manifold.js")).href;
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(source)],
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    external: ["manifold-3d", "bufferutil", "utf-8-validate"],
    banner: {
      js: `import { createRequire as __cr } from "node:module"; const require = __cr(${JSON.stringify(kernel)});`,
    },
    write: false,
    logLevel: "silent",
  });
  const program = outputFiles[0]!.text.replaceAll(
    'import("manifold-3d")',
    `import(${JSON.stringify(kernel)})`,
  );
  return new Worker(
    new URL(`data:text/javascript;base64,${Buffer.from(program).toString("base64")}`),
  );
}
