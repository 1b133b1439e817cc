// `npm test`: everything that this machine can test. What it can't is listed as skipped with the command that would
// enable it; with CI=true or --strict such a skip is a failure. Last line: N passed, N failed, N skipped.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ROOT, say, setup } from "./setup.mjs";

const unit = process.argv.includes("--unit");
const strict = process.env.CI === "true" || process.argv.includes("--strict");
const only = process.argv.slice(2).filter((each) => !each.startsWith("--"));
const started = Date.now();

setup();
const counts = { passed: 0, failed: 0, skipped: 0 };
const problems = [];

/** Runs one part with its output shown; a part that fails counts as one failure. */
function part(name, command, args, env = {}) {
  say(`\n— ${name}`);
  const { status } = spawnSync(command, args, {
    cwd: ROOT,
    stdio: ["ignore", 2, 2],
    env: { ...process.env, ...env },
  });
  if (status === 0) counts.passed++;
  else {
    counts.failed++;
    problems.push(`${name} failed: ${command} ${args.join(" ")}`);
  }
  return status === 0;
}

if (!only.length) {
  part("types", "npx", ["tsc", "-p", "tsconfig.json"]);
  part("types of the pure packages, without any platform", "npx", [
    "tsc",
    "-p",
    "tsconfig.pure.json",
  ]);
  part("lint and format", "npx", ["biome", "check", "."]);
  part("compiled kernels are those of their sources", "node", ["scripts/wasm.mjs", "--check"]);
}

if (!unit && !only.length) {
  const { build } = await import("./build.mjs");
  try {
    say("\n— bundle of the command line tool and the page");
    await build({ force: true });
    counts.passed++;
  } catch (error) {
    counts.failed++;
    problems.push(`the bundle could not be made: ${error.message}`);
  }
  // Clients of other languages and a browser: installed where that is possible, else their tests say that they are skipped.
  if (existsSync(join(ROOT, "scripts/python-clients.mjs"))) {
    const { pythonClients } = await import("./python-clients.mjs");
    say("\n— Python clients");
    await pythonClients({ install: true }).catch((error) => say(`not there: ${error.message}`));
  }
  if (existsSync(join(ROOT, "scripts/papi-client.mjs"))) {
    const { installPapi } = await import("./papi-client.mjs");
    say("\n— polkadot-api");
    if (!installPapi()) say("not there: npm could not install it");
  }
  if (existsSync(join(ROOT, "scripts/chromium.mjs"))) {
    const { chromium } = await import("./chromium.mjs");
    say("\n— Chromium");
    await chromium({ install: strict }).catch((error) => say(`not there: ${error.message}`));
  }
}

const report = join(ROOT, ".cache/test-report.json");
mkdirSync(join(ROOT, ".cache"), { recursive: true });
rmSync(report, { force: true });
say("\n— tests");
const { status } = spawnSync(
  "npx",
  [
    "vitest",
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...only,
  ],
  {
    cwd: ROOT,
    stdio: ["ignore", 2, 2],
    env: {
      ...process.env,
      GANGLION_TESTS: unit ? "unit" : "all",
      ...(strict ? { GANGLION_STRICT: "1" } : {}),
    },
  },
);

if (!existsSync(report)) {
  counts.failed++;
  problems.push("the test runner ended without a report");
} else {
  const { testResults } = JSON.parse(readFileSync(report, "utf8"));
  for (const file of testResults) {
    if (file.assertionResults.length === 0 && file.status === "failed") {
      counts.failed++;
      problems.push(`${file.name} could not be run: ${file.message?.split("\n")[0] ?? ""}`);
    }
    for (const { status, fullName } of file.assertionResults) {
      if (status === "passed") counts.passed++;
      else if (status === "failed") {
        counts.failed++;
        problems.push(fullName);
      } else {
        counts.skipped++;
        say(`skipped: ${fullName}`);
        if (strict) problems.push(`skipped, which is a failure here: ${fullName}`);
      }
    }
  }
}
// Vitest's own failure is more than its tests': an error that nobody caught, in a file whose tests all passed.
if (status !== 0 && counts.failed === 0) {
  counts.failed++;
  problems.push("something failed outside of the tests: the runner tells above what");
}
if (strict) {
  counts.failed += counts.skipped;
  counts.skipped = 0;
}
for (const problem of problems) say(`✗ ${problem}`);
say(`${((Date.now() - started) / 1000).toFixed(0)} s`);
process.stdout.write(
  `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`,
);
process.exit(counts.failed === 0 ? 0 : 1);
