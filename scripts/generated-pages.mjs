// Pages with parts that are rendered from figures, between markers: `<!-- generated: NAME -->` and `<!-- end: NAME -->`.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { ROOT, say } from "./setup.mjs";

/** The page with its sections (lines, by their names) replaced. @throws Error if a marker is missing */
export function withSections(page, sections, path) {
  return Object.entries(sections).reduce((text, [name, lines]) => {
    const begin = `<!-- generated: ${name} -->`;
    const end = `<!-- end: ${name} -->`;
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`${path} has no section "${name}"`);
    const body = lines.join("\n").trim();
    return `${text.slice(0, from + begin.length)}\n\n${body}\n\n${text.slice(to)}`;
  }, page);
}

/** Writes pages: pairs of path and text. */
export function writePages(pages) {
  for (const [path, text] of pages) writeFileSync(path, text);
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** Says which pages are not as they would be rendered now; 0 or 1, to exit with. */
export function checkPages(pages, { source, command }) {
  const stale = pages.filter(([path, text]) => read(path) !== text);
  for (const [path] of stale)
    say(`${relative(ROOT, path)} is not what ${source} renders: run ${command}`);
  return stale.length === 0 ? 0 : 1;
}

/** Stores figures as the repository's check wants them formatted. */
export function storeFigures(path, figures) {
  writeFileSync(path, `${JSON.stringify(figures, null, 2)}\n`);
  spawnSync(
    process.execPath,
    [join(ROOT, "node_modules/@biomejs/biome/bin/biome"), "format", "--write", path],
    { stdio: "ignore" },
  );
}
