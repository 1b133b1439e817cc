// Renders bench/results.json into docs/performance.md, between its markers, and docs/performance.svg.
// `node scripts/performance.mjs` writes them, `--check` says whether they are up to date.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkPages, withSections, writePages } from "./generated-pages.mjs";
import { chartsOf, renderCharts } from "./performance-chart.mjs";
import { ROOT } from "./setup.mjs";

const RESULTS = join(ROOT, "bench/results.json");
const PAGE = join(ROOT, "docs/performance.md");
const PICTURE = join(ROOT, "docs/performance.svg");

/** In the order of the page. */
const TITLES = {
  block: "Blocks of a large chain",
  day: "A day of blocks",
  epoch: "Epochs",
  power: "The swap's power",
  blocks: "Blocks of a small chain",
  transfers: "Transfers",
  root: "State root",
  reads: "Reads over WebSocket",
  boot: "Start",
  memory: "Memory",
};

/** Three digits, grouped by thousands. */
export function shown(value) {
  if (Math.abs(value) >= 1000) return Math.round(Number(value.toPrecision(4))).toLocaleString("en");
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return String(Number(value.toPrecision(3)));
}

const cell = (text) => text.replaceAll("|", "\\|");
const isMet = ({ value, atMost, atLeast }) =>
  atMost === undefined ? value >= atLeast : value <= atMost;
const day = (at) => at.slice(0, 10);

function missedBy({ value, atMost, atLeast }) {
  const limit = atMost ?? atLeast;
  return `${Math.round((Math.abs(value - limit) / limit) * 100)} %`;
}

function goalText(goal) {
  return isMet(goal) ? `✓ ${goal.text}` : `✗ ${goal.text}, by ${missedBy(goal)}`;
}

function besideText({ what, value, measuredHere }, ours) {
  const times = `× ${shown(ours / value)} of ${shown(value)}`;
  return `${times}: ${what}${measuredHere ? "" : " (measured elsewhere)"}`;
}

function promiseTable(name, { at, machine, figures, notes }) {
  const rows = figures.map(
    ({ what, unit, ours, goals, alternatives }) =>
      `| ${cell(what)} | ${shown(ours)} ${unit} | ${goals.map((each) => cell(goalText(each))).join("<br>")} | ${alternatives.map((each) => cell(besideText(each, ours))).join("<br>")} |`,
  );
  const [before, after] = machine.loadAverage.map((load) => load.toFixed(1));
  return [
    `### ${TITLES[name] ?? name}`,
    "",
    "| what | measured | goal | beside it, in the same run |",
    "|---|---|---|---|",
    ...rows,
    "",
    `\`npm run bench -- ${name}\`, ${day(at)}, load average ${before} to ${after} on ${machine.cores} cores.${notes.map((note) => ` ${note[0].toUpperCase()}${note.slice(1)}.`).join("")}`,
    "",
  ];
}

function missedList(promises) {
  const missed = promises.flatMap(([name, { figures }]) =>
    figures.flatMap(({ what, unit, ours, goals }) =>
      goals
        .filter((goal) => !isMet(goal))
        .map(
          (goal) =>
            `- ${TITLES[name] ?? name}: ${what}, ${shown(ours)} ${unit}. Goal ${goal.text}, missed by ${missedBy(goal)}.`,
        ),
    ),
  );
  return missed.length > 0 ? missed : ["None, in the figures stored."];
}

function growthTables(charts) {
  return charts.flatMap(({ title, curves }) => {
    const xs = [...new Set(curves.flatMap(({ points }) => points.map(([x]) => x)))].sort(
      (a, b) => a - b,
    );
    const [across, unit] = curves[0].axes;
    const at = ({ points }, x) => points.find(([each]) => each === x)?.[1];
    return [
      `**${title}**, ${unit}`,
      "",
      `| ${across} | ${curves.map(({ name }) => name).join(" | ")} |`,
      `|---:|${curves.map(() => "---:").join("|")}|`,
      ...xs.map(
        (x) =>
          `| ${shown(x)} | ${curves.map((curve) => (at(curve, x) === undefined ? "" : shown(at(curve, x)))).join(" | ")} |`,
      ),
      "",
    ];
  });
}

function ordered(results) {
  const known = Object.keys(TITLES);
  const rank = (name) => (known.includes(name) ? known.indexOf(name) : known.length);
  return Object.entries(results.promises).sort(([a], [b]) => rank(a) - rank(b));
}

/** What stands between the page's markers, by their names. */
export function sectionsOf(results) {
  const promises = ordered(results);
  const charts = chartsOf(promises.map(([, promise]) => promise));
  return {
    growth: growthTables(charts),
    missed: missedList(promises),
    promises: promises.flatMap(([name, promise]) => promiseTable(name, promise)),
  };
}

function rendered() {
  const results = JSON.parse(readFileSync(RESULTS, "utf8"));
  const charts = chartsOf(ordered(results).map(([, promise]) => promise));
  return [
    [PAGE, withSections(readFileSync(PAGE, "utf8"), sectionsOf(results), "docs/performance.md")],
    [PICTURE, renderCharts(charts)],
  ];
}

export const writePerformance = () => writePages(rendered());

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes("--check"))
    process.exit(
      checkPages(rendered(), {
        source: "bench/results.json",
        command: "node scripts/performance.mjs",
      }),
    );
  writePerformance();
}
