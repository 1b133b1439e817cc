import { parentPort } from "node:worker_threads";
import { doJob, type Job } from "./jobs.ts";

/** A thread that builds, judges and draws, one job after the other. */
const port = parentPort!;
port.on("message", async ({ id, job }: { readonly id: number; readonly job: Job }) => {
  try {
    port.postMessage({ id, ok: true, value: await doJob(job) });
  } catch (error) {
    port.postMessage({ id, ok: false, message: error instanceof Error ? error.message : "failed" });
  }
});
