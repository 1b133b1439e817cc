// `npm run soak -- --blocks 100000 --seed 1 --json`: a random workload of all calls, held to the laws after
// every block, and made again on a second runtime. `--report` writes docs/soak.md.
import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ROOT, setup } from "./setup.mjs";

setup();
const BUILT = join(ROOT, ".cache/soak", String(process.pid));
const SOAK = join(ROOT, "packages/testing/src/soak");
const { build } = await import("esbuild");
mkdirSync(BUILT, { recursive: true });
await build({
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  sourcemap: "linked",
  logLevel: "warning",
  // CommonJS dependencies inside an ES module bundle look for it.
  banner: {
    js: 'import { createRequire as __cr } from "node:module"; import { fileURLToPath as __fu } from "node:url"; import { dirname as __dn } from "node:path"; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); const __dirname = __dn(__filename);',
  },
  external: ["lmdb"],
  entryPoints: {
    soak: join(SOAK, "main.ts"),
    "replay-worker": join(SOAK, "replay-worker.ts"),
  },
  outExtension: { ".js": ".mjs" },
  outdir: BUILT,
});
const child = spawn(
  process.execPath,
  ["--enable-source-maps", "--expose-gc", join(BUILT, "soak.mjs"), ...process.argv.slice(2)],
  { cwd: ROOT, stdio: "inherit", env: { ...process.env, GANGLION_ROOT: ROOT } },
);
// Who ends this ends the run, which then tells what it has.
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => child.kill("SIGTERM"));
child.on("exit", (code) => {
  rmSync(BUILT, { recursive: true, force: true });
  process.exit(code ?? 1);
});
