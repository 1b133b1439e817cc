import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "vitest";
import { type FactCase, type FactStep, runCase } from "./reference-case.ts";

const FOLDER = join(
  import.meta.dirname ?? new URL(".", import.meta.url).pathname,
  "../../../conformance/vectors/reference-tests",
);
/** These are about arithmetic alone: packages/math runs them. */
const ARITHMETIC = new Set(["math.json", "swap.json", "share-pool.json"]);

interface Topic {
  readonly worlds?: Readonly<Record<string, readonly FactStep[]>>;
  readonly cases: readonly FactCase[];
}

// Who does what in the reference's tests, and which figures must come out. Format: README.md beside them.
describe.each(
  readdirSync(FOLDER)
    .filter((file) => file.endsWith(".json") && !ARITHMETIC.has(file))
    .sort(),
)("%s", (file) => {
  const { worlds, cases } = JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as Topic;
  test.each(cases)("$name", (fact) => {
    runCase(fact, fact.world === undefined ? [] : worlds![fact.world]!);
  });
});
