import type { Mesh } from "../glb/mesh.ts";
import { readGlb } from "../glb/read-glb.ts";
import { writeGlb } from "../glb/write-glb.ts";
import { type BuildOptions, buildMesh } from "../miner/build.ts";
import { type PreviewOptions, previewPng } from "../preview/render.ts";
import { type JudgedMesh, judgeFree, judgeMesh } from "../scoring.ts";
import type { Clause } from "../tasks/clause.ts";

/** What is too long for a thread that others wait for. Plain data in and out. */
export type Job =
  | { readonly kind: "build"; readonly prompt: string; readonly options: BuildOptions }
  /** Without clauses only integrity is judged. */
  | { readonly kind: "judge"; readonly mesh: Mesh; readonly clauses?: readonly Clause[] }
  | { readonly kind: "preview"; readonly glb: Uint8Array; readonly options?: PreviewOptions };

export interface JobResults {
  /** A GLB file; null if the prompt names nothing that can be built. */
  readonly build: Uint8Array | null;
  readonly judge: JudgedMesh;
  /** A PNG; null if the file can't be read. */
  readonly preview: Uint8Array | null;
}

/** Builds are the same for the same words: several validators may ask for one thing, several miners live in a process. */
const builds = new Map<string, Promise<Uint8Array | null>>();
const KEPT_BUILDS = 32;

function built({ prompt, options }: Job & { readonly kind: "build" }): Promise<Uint8Array | null> {
  const key = JSON.stringify([prompt, options]);
  const known = builds.get(key);
  if (known) return known;
  const making = buildMesh(prompt, options).then((mesh) => (mesh ? writeGlb(mesh) : null));
  builds.set(key, making);
  if (builds.size > KEPT_BUILDS) builds.delete(builds.keys().next().value!);
  return making;
}

/** Does a job in this thread. */
export async function doJob(job: Job): Promise<JobResults[Job["kind"]]> {
  switch (job.kind) {
    case "build":
      return built(job);
    case "judge":
      return job.clauses ? judgeMesh(job.mesh, job.clauses) : judgeFree(job.mesh);
    case "preview": {
      const read = readGlb(job.glb, { bytes: job.glb.length, faces: 1_000_000 });
      return read.ok ? previewPng(read.value, job.options) : null;
    }
  }
}
