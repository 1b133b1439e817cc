// `npm run soak -- --blocks 100000 --seed 1 --json`: a random workload of all calls, held to the laws after
// every block, and made again on a second runtime. `--report` writes docs/soak.md.
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { bundlePrograms } from "./benchmark-programs.mjs";
import { ROOT, setup } from "./setup.mjs";

setup();
const BUILT = join(ROOT, ".cache/soak", String(process.pid));
const SOAK = join(ROOT, "packages/testing/src/soak");
await bundlePrograms(
  { soak: join(SOAK, "main.ts"), "replay-worker": join(SOAK, "replay-worker.ts") },
  { outdir: BUILT },
);
const child = spawn(
  process.execPath,
  ["--enable-source-maps", "--expose-gc", join(BUILT, "soak.js"), ...process.argv.slice(2)],
  { cwd: ROOT, stdio: "inherit", env: { ...process.env, GANGLION_ROOT: ROOT } },
);
// Who ends this ends the run, which then tells what it has.
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => child.kill("SIGTERM"));
child.on("exit", (code) => {
  rmSync(BUILT, { recursive: true, force: true });
  process.exit(code ?? 1);
});
