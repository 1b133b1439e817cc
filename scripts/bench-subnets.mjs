// `npm run bench:subnets`: what miners of each subnet reach, beside baselines, by the programs of bench/subnets. Writes
// bench/subnets.json and the tables of docs/subnets. `npm run bench:subnets -- code` runs one.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { bundlePrograms, runProgram } from "./benchmark-programs.mjs";
import { storeFigures } from "./generated-pages.mjs";
import { ROOT, say, setup } from "./setup.mjs";
import { RESULTS, tableText, writeSubnetPages } from "./subnet-pages.mjs";

setup();
const SUBNETS = join(ROOT, "bench/subnets");
const BUILT = join(ROOT, ".cache/bench-subnets");
/** Has the types and no benchmark. */
const NONE = "result";

const known = readdirSync(SUBNETS)
  .filter((file) => file.endsWith(".ts"))
  .map((file) => basename(file, ".ts"))
  .filter((name) => name !== NONE);
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  say(`unknown: ${unknown.join(", ")}. Benchmarks: ${known.join(", ")}`);
  process.exit(2);
}
const names = asked.length > 0 ? asked : known;

await bundlePrograms(
  Object.fromEntries(names.map((name) => [name, join(SUBNETS, `${name}.ts`)])),
  // Finds its WebAssembly beside itself.
  { outdir: BUILT, external: ["manifold-3d"], splitting: true },
);
/** Runs what a file exports, and writes what it gives as one line. */
const runner = (file) =>
  `import { run } from ${JSON.stringify(pathToFileURL(file).href)};
   process.stdout.write("\\n" + JSON.stringify(await run()) + "\\n", () => process.exit(0));`;

const stored = existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, "utf8")) : { subnets: {} };
let failed = 0;
for (const name of names) {
  say(`${name}…`);
  const began = process.hrtime.bigint();
  try {
    const result = await runProgram("-", {
      name,
      input: runner(join(BUILT, `${name}.js`)),
      node: ["--input-type=module"],
    });
    process.stdout.write(`\n${name}\n${tableText(result)}\n`);
    for (const note of result.notes) process.stdout.write(`  (${note})\n`);
    stored.subnets[name] = { at: new Date().toISOString(), ...result };
    storeFigures(RESULTS, stored);
    writeSubnetPages();
  } catch (error) {
    say(String(error.message));
    failed++;
  }
  say(`${name}: ${(Number(process.hrtime.bigint() - began) / 1e9).toFixed(0)} s`);
}
process.stdout.write(
  `\n${failed === 0 ? "all measured" : `${failed} of ${names.length} benchmarks FAILED`}. ${relative(ROOT, RESULTS)} has the figures.\n`,
);
process.exit(failed === 0 ? 0 : 1);
