import type { Command } from "commander";
import { CliError, EXIT, print, say } from "../output.ts";
import { suiteTable } from "./kit/report.ts";

interface NewFlags {
  readonly dir?: string;
  readonly json?: boolean;
}
interface TestFlags {
  readonly seeds: number;
  readonly blocks: number;
  readonly json?: boolean;
}

const count =
  (most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < 1 || value > most)
      throw new CliError("BAD_NUMBER", `expected a whole number from 1 to ${most}, got "${text}"`, {
        exit: EXIT.usage,
      });
    return value;
  };

export function addKit(program: Command): void {
  const kit = program.command("kit").description("Subnets of your own.");
  kit
    .command("new")
    .description("A working subnet with its tests, from the template.")
    .argument("<name>", "lower case letters, digits and dashes")
    .option("--dir <dir>", "where; by default packages/subnets/NAME, and into the registry")
    .option("--json", "what was made as JSON on stdout")
    .action(async (name: string, flags: NewFlags) => {
      const { makeSubnet } = await import("./kit/new.ts");
      const made = makeSubnet(name, flags.dir);
      print(made, {
        json: flags.json ?? false,
        text: () =>
          [`${made.dir}: ${made.files.length} files`, ...made.next.map((line) => `  ${line}`)].join(
            "\n",
          ),
      });
    });
  kit
    .command("test")
    .description(
      "The attack suite on a subnet, on the real runtime in simulated time: what each attacker earns against honest work.",
    )
    .argument("<name|dir>", "a subnet of this repository, or a folder with a subnet.ts")
    .option("--seeds <n>", "networks, each with another seed", count(100), 3)
    .option("--blocks <n>", "blocks of each network", count(10_000), 100)
    .option("--json", "the report as JSON on stdout")
    .action(async (which: string, flags: TestFlags) => {
      const { runSuite } = await import("./kit/test.ts");
      const report = await runSuite(which, {
        seeds: Array.from({ length: flags.seeds }, (_, i) => i + 1),
        blocks: flags.blocks,
        onProgress: say,
      });
      print(report, { json: flags.json ?? false, text: () => suiteTable(report) });
    });
}
