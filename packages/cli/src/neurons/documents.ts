import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join, relative } from "node:path";

/** A text that miners may quote from. */
export interface Document {
  readonly name: string;
  readonly text: string;
}

const TEXTS = new Set([".md", ".txt", ".rst", ".adoc"]);
const MAX_BYTES = 524_288;
const MAX_FILES = 500;
const SKIPPED = new Set(["node_modules", "dist", ".git"]);

/** Every text below a folder, by its path inside it; files that are too large or no texts are left out. */
export function readDocuments(folder: string, only?: readonly string[]): Document[] {
  const out: Document[] = [];
  const walk = (path: string) => {
    for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      if (out.length >= MAX_FILES || SKIPPED.has(entry.name)) continue;
      const inside = join(path, entry.name);
      if (entry.isDirectory()) walk(inside);
      else if (
        entry.isFile() &&
        TEXTS.has(extname(entry.name)) &&
        statSync(inside).size <= MAX_BYTES
      )
        out.push({ name: relative(folder, inside), text: readFileSync(inside, "utf8") });
    }
  };
  if (only) {
    for (const each of only) {
      const path = join(folder, each);
      if (!existsSync(path)) continue;
      if (statSync(path).isDirectory()) walk(path);
      else out.push({ name: each, text: readFileSync(path, "utf8") });
    }
  } else walk(folder);
  return out;
}
