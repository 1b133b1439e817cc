// `npm run check`: types, lint, format, compiled kernels, figures in docs, import table. Each step says its name; all run even if one fails.
import { spawnSync } from "node:child_process";
import { ROOT, say, setup } from "./setup.mjs";

setup();
const steps = [
  ["types of everything", "npx", ["tsc", "-p", "tsconfig.json"]],
  ["types of the pure packages, without any platform", "npx", ["tsc", "-p", "tsconfig.pure.json"]],
  ["lint and format", "npx", ["biome", "check", "."]],
  ["compiled kernels are those of their sources", "node", ["scripts/wasm.mjs", "--check"]],
  ["figures of docs/performance.md", "node", ["scripts/performance.mjs", "--check"]],
  ["figures of docs/subnets", "node", ["scripts/subnet-pages.mjs", "--check"]],
  ["import table", "npx", ["vitest", "run", "--reporter=dot", "architecture.test.ts"]],
];
let failed = 0;
for (const [name, command, args] of steps) {
  const started = Date.now();
  const { status } = spawnSync(command, args, { cwd: ROOT, stdio: ["ignore", 2, 2] });
  say(
    `${status === 0 ? "ok  " : "FAIL"} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`,
  );
  if (status !== 0) failed++;
}
process.exit(failed === 0 ? 0 : 1);
