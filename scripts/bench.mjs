// `npm run bench`: measures what was promised, with the alternative in the same run, and writes
// bench/results.json and docs/performance.md. `npm run bench -- boot reads` measures those alone.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { basename, join, relative } from "node:path";
import { bundlePrograms, runProgram } from "./benchmark-programs.mjs";
import { storeFigures } from "./generated-pages.mjs";
import { writePerformance } from "./performance.mjs";
import { ROOT, say, setup } from "./setup.mjs";

setup();
const BENCH = join(ROOT, "bench");
const RESULTS = join(BENCH, "results.json");
const BUILT = join(ROOT, ".cache/bench");
/** Less than this part of the stored ratio to the alternative is a fall that must be looked at. */
const FALL = 3;
const PROMISES = [
  "boot",
  "transfers",
  "blocks",
  "block",
  "day",
  "epoch",
  "power",
  "reads",
  "root",
  "memory",
  "training",
];

const flags = process.argv.slice(2).filter((each) => each.startsWith("--"));
const asked = process.argv.slice(2).filter((each) => !each.startsWith("--"));
const unknown = [
  ...asked.filter((each) => !PROMISES.includes(each)),
  ...flags.filter((each) => !/^--(?:profile|accept|blocks=\d+)$/.test(each)),
];
if (unknown.length > 0) {
  say(`unknown: ${unknown.join(", ")}. Benchmarks: ${PROMISES.join(", ")}`);
  say("--profile writes a processor profile of each; --accept stores figures that fell");
  say("--blocks=720 makes the day shorter");
  process.exit(2);
}
const names = asked.length > 0 ? asked : PROMISES;
const profile = flags.includes("--profile");
const shortened = flags.filter((each) => each.startsWith("--blocks="));
/** A shortened day is not what was promised: it is printed only. */
const stores = !profile && shortened.length === 0;

function installRivals() {
  const rivals = ["hardhat", "@tensorflow/tfjs"];
  if (rivals.every((each) => existsSync(join(BENCH, "node_modules", each)))) return;
  say("Installing what we compare with (Hardhat, tfjs; 350 MB, about half a minute)…");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const done = spawnSync(
    npm,
    ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"],
    { cwd: BENCH, stdio: ["ignore", 2, 2] },
  );
  if (done.status !== 0)
    say("npm could not install it: its comparisons are skipped. Is the registry reachable?");
}

async function buildBenchmarks() {
  const programs = ["", "workers"].flatMap((folder) =>
    readdirSync(join(BENCH, folder))
      .filter((file) => file.endsWith(".ts"))
      .map((file) => join(folder, basename(file, ".ts"))),
  );
  await bundlePrograms(
    Object.fromEntries(programs.map((each) => [each, join(BENCH, `${each}.ts`)])),
    { outdir: BUILT },
  );
}

const measure = (name) =>
  runProgram(join(BUILT, `${name}.js`), {
    name,
    args: shortened,
    node: profile ? ["--cpu-prof", `--cpu-prof-dir=${join(BUILT, "profiles")}`] : [],
  });

const shown = (value) =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(3);

function verdict({ text, value, atMost, atLeast }) {
  const limit = atMost ?? atLeast;
  const met = atMost === undefined ? value >= limit : value <= limit;
  const apart = `${Math.round((Math.abs(value - limit) / limit) * 100)} %`;
  return { met, line: `goal ${text}: ${met ? "met" : "MISSED"} by ${apart}` };
}

function print(name, { figures, notes }) {
  process.stdout.write(`\n${name}\n`);
  for (const { what, unit, ours, alternatives, goals } of figures) {
    process.stdout.write(`  ${what}: ${shown(ours)} ${unit}\n`);
    for (const { what: other, value, measuredHere } of alternatives)
      process.stdout.write(
        `    × ${shown(ours / value)} of ${shown(value)} ${unit}, ${other}${measuredHere ? "" : " (not measured here)"}\n`,
      );
    for (const goal of goals) process.stdout.write(`    ${verdict(goal).line}\n`);
  }
  for (const note of notes) process.stdout.write(`  (${note})\n`);
}

/** Figures that are three times as bad as the stored ones, beside their alternative where there is one. */
function falls(before, now) {
  return now.figures.flatMap((figure) => {
    const old = before?.figures.find(({ what }) => what === figure.what);
    const goal = figure.goals[0];
    if (!old || !goal) return [];
    const of = ({ ours, alternatives: [first] }) =>
      first?.measuredHere ? ours / first.value : ours;
    const worse = goal.atMost === undefined ? of(old) / of(figure) : of(figure) / of(old);
    return worse >= FALL ? [`${figure.what}: ${worse.toFixed(1)} times worse than stored`] : [];
  });
}

const { build } = await import("./build.mjs");
if (names.includes("boot") || names.includes("memory")) await build();
if (names.some((each) => ["boot", "memory", "blocks", "training"].includes(each))) installRivals();
await buildBenchmarks();
const stored = existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, "utf8")) : { promises: {} };
const machine = { cpu: cpus()[0]?.model ?? "?", cores: cpus().length, node: process.version };
let missed = 0;
let failed = 0;
for (const name of names) {
  say(`${name}…`);
  const load = loadavg()[0];
  let finding;
  try {
    finding = await measure(name);
  } catch (error) {
    say(String(error.message));
    failed++;
    continue;
  }
  print(name, finding);
  const goals = finding.figures.flatMap((figure) => figure.goals.map(verdict));
  missed += goals.filter(({ met }) => !met).length;
  const fallen = falls(stored.promises[name], finding);
  for (const each of fallen) say(`FELL ${each}`);
  if (fallen.length > 0 && !flags.includes("--accept")) {
    failed++;
    continue;
  }
  stored.promises[name] = {
    at: new Date().toISOString(),
    machine: { ...machine, loadAverage: [load, loadavg()[0]] },
    ...finding,
    goals: goals.map(({ line }) => line),
  };
  if (stores) storeFigures(RESULTS, stored);
}
if (stores && existsSync(RESULTS)) writePerformance();
const outcome = [
  missed === 0 ? "no goal missed" : `${missed} goals missed`,
  ...(failed > 0 ? [`${failed} of ${names.length} benchmarks FAILED`] : []),
].join(", ");
process.stdout.write(
  `\n${outcome}; load average ${loadavg()[0].toFixed(1)} on ${machine.cores} cores. ${relative(ROOT, RESULTS)} has the figures.\n`,
);
if (profile) say(`profiles: ${join(BUILT, "profiles")}`);
process.exit(failed > 0 ? 1 : 0);
