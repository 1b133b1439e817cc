import { createInterface } from "node:readline";
import { Argument, type Command } from "commander";
import { EXIT } from "../output.ts";

const KINDS = ["epoch", "swap", "emission", "math"] as const;

export function addCompute(program: Command): void {
  program
    .command("compute")
    .description(
      "Consensus arithmetic: JSON documents on standard input, one per line, their results on standard output.",
    )
    .addArgument(new Argument("<kind>", "what to compute").choices(KINDS))
    .option("--json", "output is JSON lines with or without it")
    .action(async (kind: (typeof KINDS)[number]) => {
      const { computations, parseDocument } = await import("@ganglion/math");
      const compute = computations[kind];
      let number = 0;
      let failed = 0;
      for await (const line of createInterface({
        input: process.stdin,
        crlfDelay: Number.POSITIVE_INFINITY,
      })) {
        number++;
        if (line.trim() === "") continue;
        let out: string;
        try {
          out = JSON.stringify(compute(parseDocument(line)));
        } catch (thrown) {
          failed++;
          out = JSON.stringify({
            error: thrown instanceof Error ? thrown.message : String(thrown),
            line: number,
          });
        }
        if (!process.stdout.write(`${out}\n`))
          await new Promise((resolve) => process.stdout.once("drain", resolve));
      }
      process.exitCode = failed === 0 ? EXIT.done : EXIT.refused;
    });
}
