import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const directory = new URL("../../../conformance/vectors/", import.meta.url);

/** The lines of one pinned vector file, e.g. `vectors("swap")`. */
export function vectors(name: string): unknown[] {
  const path = fileURLToPath(new URL(`${name}.jsonl`, directory));
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line): unknown => JSON.parse(line));
}
