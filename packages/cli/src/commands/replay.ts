import { readFileSync } from "node:fs";
import type { replayScenario } from "@ganglion/runtime";
import type { Command } from "commander";
import { CliError, EXIT, toJson } from "../output.ts";

type Scenario = Parameters<typeof replayScenario>[0];

function readScenarios(file: string, parse: (text: string) => unknown): Scenario[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw new CliError("NO_FILE", `cannot read ${file}`, {
      exit: EXIT.usage,
      hint: "Give the path of a scenario file.",
      cause,
    });
  }
  try {
    // Some recorders write u64 as numbers, which `JSON.parse` would round.
    const parsed = parse(text);
    const scenarios: unknown[] = Array.isArray(parsed) ? parsed : [parsed];
    if (scenarios.every(isScenario)) return scenarios;
  } catch (cause) {
    throw new CliError("NOT_JSON", `${file} is no JSON document`, { exit: EXIT.usage, cause });
  }
  throw new CliError("NO_SCENARIO", `${file} holds no list of scenarios`, {
    exit: EXIT.usage,
    hint: "A scenario has a name, a setup with its storage, and steps.",
  });
}

function isScenario(value: unknown): value is Scenario {
  const { setup, steps } = (value ?? {}) as Partial<Scenario>;
  return typeof setup?.storage === "object" && setup.storage !== null && Array.isArray(steps);
}

export function addReplay(program: Command): void {
  program
    .command("replay")
    .description("Replays scenario files of the reference and compares every number.")
    .argument("<files...>", "scenario files")
    .option("--json", "one JSON document per scenario")
    .action(async (files: string[], options: { json?: boolean }) => {
      const { replayScenario } = await import("@ganglion/runtime");
      const { parseDocument } = await import("@ganglion/math");
      let different = 0;
      for (const file of files) {
        for (const scenario of readScenarios(file, parseDocument)) {
          let result: {
            name: string;
            steps: number;
            equal: boolean;
            at?: number;
            key?: string;
            want?: unknown;
            got?: unknown;
          };
          try {
            result = replayScenario(scenario);
          } catch (thrown) {
            result = {
              name: scenario.name,
              steps: scenario.steps.length,
              equal: false,
              key: "error",
              got: thrown instanceof Error ? thrown.message : String(thrown),
            };
          }
          if (!result.equal) different++;
          const { name, steps, equal, at = null, key = null, want = null, got = null } = result;
          process.stdout.write(
            options.json
              ? `${toJson({ file, name, steps, equal, at, key, want, got })}\n`
              : `${name}: ${equal ? "equal" : `differs at step ${at}, ${key}: want ${toJson(want)}, got ${toJson(got)}`}\n`,
          );
        }
      }
      process.exitCode = different === 0 ? EXIT.done : EXIT.refused;
    });
}
