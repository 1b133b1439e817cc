import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { replayScenario, type Scenario } from "../src/replay/replay.ts";

const FOLDER = join(
  import.meta.dirname ?? new URL(".", import.meta.url).pathname,
  "../../../conformance/vectors/scenarios",
);

// Recorded from the reference's compiled pallets: every changed storage item, result and event of every step.
describe.each(
  readdirSync(FOLDER)
    .filter((file) => file.endsWith(".json"))
    .sort(),
)("%s", (file) => {
  const scenarios = JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as Scenario[];
  test.each(scenarios)("$name equals the reference in every step", (scenario) => {
    const { equal, at, key, want, got } = replayScenario(scenario);
    expect({ equal, at, key, want, got }).toEqual({ equal: true });
  });
});
