// Renders bench/subnets.json into docs/subnets: README.md has the tables of all subnets, each subnet's own page its own,
// with a chart where there are curves. `node scripts/subnet-pages.mjs` writes them, `--check` says whether they are up to date.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { renderCurves } from "./curve-chart.mjs";
import { checkPages, withSections, writePages } from "./generated-pages.mjs";
import { ROOT } from "./setup.mjs";

export const RESULTS = join(ROOT, "bench/subnets.json");
const PAGES = join(ROOT, "docs/subnets");

const columnsOf = ({ rows }) => [...new Set(rows.flatMap(({ values }) => Object.keys(values)))];

/** Three decimals below ten, three digits above; thousands in groups. An absent figure is an empty cell. */
function shown(value) {
  if (value === undefined || value === null) return "";
  if (Number.isInteger(value)) return value.toLocaleString("en");
  const size = Math.abs(value);
  if (size >= 1000) return Math.round(value).toLocaleString("en");
  if (size >= 100) return value.toFixed(0);
  if (size >= 10) return value.toFixed(1);
  return size >= 0.0005 ? value.toFixed(3) : String(Number(value.toPrecision(2)));
}

/** The table as a terminal shows it. */
export function tableText(result) {
  const columns = columnsOf(result);
  const lines = [
    ["", ...columns],
    ...result.rows.map(({ name, values }) => [name, ...columns.map((each) => shown(values[each]))]),
  ];
  const widths = ["", ...columns].map((_, i) => Math.max(...lines.map((cells) => cells[i].length)));
  return lines
    .map((cells) =>
      cells
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
        .join("  ")
        .replace(/^/, "  ")
        .trimEnd(),
    )
    .join("\n");
}

const cell = (text) => text.replaceAll("|", "\\|");
const sentence = (note) =>
  `${note[0].toUpperCase()}${note.slice(1)}${/[.!?]$/.test(note) ? "" : "."}`;

/** Table, chart and notes as lines of Markdown. */
function tableLines(name, result) {
  const columns = columnsOf(result);
  return [
    `| | ${columns.map(cell).join(" | ")} |`,
    `|---|${columns.map(() => "---:").join("|")}|`,
    ...result.rows.map(
      (row) =>
        `| ${cell(row.name)} | ${columns.map((each) => shown(row.values[each])).join(" | ")} |`,
    ),
    "",
    ...(result.curves?.length > 0 ? [`![${name}, point by point](${name}.svg)`, ""] : []),
    ...result.notes.map((note) => `- ${sentence(note)}`),
    "",
    `\`npm run bench:subnets -- ${name}\`, ${result.at.slice(0, 10)}, seeds ${result.seeds.join(", ")}.`,
  ];
}

function rendered() {
  const { subnets } = JSON.parse(readFileSync(RESULTS, "utf8"));
  const all = Object.entries(subnets).sort(([a], [b]) => (a < b ? -1 : 1));
  const own = ([name]) => join(PAGES, `${name}.md`);
  const overview = all.flatMap(([name, result]) => [
    `## ${existsSync(own([name])) ? `[${name}](${name}.md)` : name}`,
    "",
    ...tableLines(name, result),
    "",
  ]);
  const readme = join(PAGES, "README.md");
  return [
    [readme, withSections(readFileSync(readme, "utf8"), { results: overview }, readme)],
    ...all
      .filter((each) => existsSync(own(each)))
      .map(([name, result]) => {
        const path = own([name]);
        const sections = { results: tableLines(name, result) };
        return [path, withSections(readFileSync(path, "utf8"), sections, path)];
      }),
    ...all
      .filter(([, { curves }]) => curves?.length > 0)
      .map(([name, result]) => [join(PAGES, `${name}.svg`), renderCurves(name, result)]),
  ];
}

export const writeSubnetPages = () => writePages(rendered());

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes("--check"))
    process.exit(
      checkPages(rendered(), {
        source: "bench/subnets.json",
        command: "node scripts/subnet-pages.mjs",
      }),
    );
  writeSubnetPages();
}
