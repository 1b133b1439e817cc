import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DEFAULT_CONFIG } from "../config.ts";
import { EngineTrainer } from "../training/engine-trainer.ts";
import { WorkerTrainer } from "../training/worker-trainer.ts";

const CONFIG = { ...DEFAULT_CONFIG, shape: { width: 16, layers: 1, heads: 1, context: 32 } };
const ASSIGNMENT = { window: 1, seed: "cd".repeat(32), shard: 2 };
let folder: string;
let worker: WorkerTrainer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "ganglion-trainer-"));
  const outfile = join(folder, "training-worker.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL("../training/training-worker.ts", import.meta.url))],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "silent",
    external: ["lmdb", "bufferutil", "utf-8-validate"],
    banner: {
      js: 'import { createRequire as __cr } from "node:module"; const require = __cr(import.meta.url);',
    },
  });
  worker = await WorkerTrainer.open(pathToFileURL(outfile), CONFIG);
});
afterAll(async () => {
  await worker.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("a thread computes the same bits as this one", async () => {
  const here = await EngineTrainer.open(CONFIG);
  expect([worker.parameters, worker.shards]).toEqual([here.parameters, here.shards]);
  const theta = await here.genesis();
  expect(await worker.genesis()).toEqual(theta);
  const job = { theta, assignment: ASSIGNMENT };
  const made = await here.train(job);
  expect(await worker.train(job)).toEqual(made);
  const judging = {
    theta,
    secret: new Uint8Array(32).fill(9),
    miners: [{ assignment: ASSIGNMENT, update: made.update, factor: 0.2 }],
  };
  expect(await worker.judge(judging)).toEqual(await here.judge(judging));
  expect(await worker.heldOut(theta)).toBe(await here.heldOut(theta));
});

test("what goes wrong in the thread rejects, and the next job is done", async () => {
  const theta = await worker.genesis();
  const wrong = { theta, assignment: { ...ASSIGNMENT, shard: 1e6 } };
  await expect(worker.train(wrong)).rejects.toThrow();
  expect(await worker.heldOut(theta)).toBeGreaterThan(7);
});
