// How `npm run bench`, `npm run bench:subnets` and `npm run soak` bundle their programs, and how a benchmark runs each in
// a process of its own.
import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./setup.mjs";

/** Bundles programs, by their names, into an empty folder. `external`: packages that are not bundled. */
export async function bundlePrograms(entryPoints, { outdir, external = [], splitting = false }) {
  const { build } = await import("esbuild");
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  await build({
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    sourcemap: "linked",
    logLevel: "warning",
    // CommonJS dependencies inside an ES module bundle look for it.
    banner: {
      js: 'import { createRequire as __cr } from "node:module"; const require = __cr(import.meta.url); const __filename = import.meta.filename; const __dirname = import.meta.dirname;',
    },
    external: ["lmdb", "bufferutil", "utf-8-validate", ...external],
    // Hardhat brings a ws of its own, of another version.
    alias: { ws: join(ROOT, "node_modules/ws") },
    entryPoints,
    outdir,
    splitting,
  });
}

/**
 * Runs a program and reads the JSON of its last line: what another left in memory must not slow it.
 * `args` stand behind the program, `node` before it; `input` is its standard input. Throws if it fails.
 */
export function runProgram(file, { name, args = [], node = [], input = "" }) {
  const child = spawn(process.execPath, ["--enable-source-maps", ...node, file, ...args], {
    stdio: ["pipe", "pipe", 2],
    cwd: ROOT,
    env: { ...process.env, GANGLION_ROOT: ROOT },
  });
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  let text = "";
  child.stdout.on("data", (part) => (text += part));
  return new Promise((resolve, reject) => {
    child.on("close", (code) => {
      if (code === 0) resolve(JSON.parse(text.trim().split("\n").at(-1)));
      else reject(new Error(`the benchmark ${name} ended with ${code}`));
    });
  });
}
