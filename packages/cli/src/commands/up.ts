import { DEFAULT_SUBNETS } from "@ganglion/subnets/registry";
import type { Command } from "commander";
import { report } from "../output.ts";
import { port, pruning } from "./node.ts";

export interface UpFlags {
  readonly data?: string;
  readonly reset?: boolean;
  readonly rpcPort: number;
  readonly webPort: number;
  readonly metricsPort: number;
  readonly axonIp?: string;
  readonly axonPort: number;
  readonly docs?: string;
  readonly subnets: readonly string[];
  readonly isolate?: boolean;
  readonly pruning: "archive" | number;
  readonly web: boolean;
  readonly malicious?: string;
  readonly tensorboard?: string;
  readonly json?: boolean;
}

const subnetNames = (text: string): string[] =>
  text
    .split(",")
    .map((each) => each.trim())
    .filter(Boolean);

export function addUp(program: Command): void {
  program
    .command("up")
    .description(
      "The whole network on this machine: chain, subnets with their miners and validators, gateway, web page.",
    )
    .option("--data <dir>", "data folder")
    .option("--reset", "begin a new chain: what the data folder holds is deleted")
    .option("--rpc-port <port>", "chain, HTTP and WebSocket", port, 9944)
    .option("--web-port <port>", "gateway and web page", port, 8080)
    .option("--metrics-port <port>", "Prometheus", port, 9615)
    .option("--axon-ip <ip>", "address of the axons (default: 127.0.0.2, or this machine's own)")
    .option("--axon-port <port>", "first port of the axons", port, 8091)
    .option("--docs <dir>", "documents that miners may quote from (default: this project's own)")
    .option(
      "--subnets <names>",
      "comma-separated; the first is ready before the others start",
      subnetNames,
      [...DEFAULT_SUBNETS],
    )
    .option("--isolate", "one process per neuron instead of one per subnet")
    .option("--pruning <blocks>", "archive, or how many past states to keep", pruning, 86_400)
    .option("--no-web", "without the web page; the gateway stays")
    .option("--malicious <validator>", "for a demonstration: this validator lies, e.g. validator-3")
    .option("--tensorboard <dir>", "event files with the figures of all neurons")
    .option("--json", "the ready line as JSON on stdout")
    .action(async (flags: UpFlags) => {
      try {
        const { up } = await import("./up/run.ts");
        await up(flags);
      } catch (thrown) {
        process.exitCode = report(thrown, flags.json ?? false);
        // Children may still be there when something failed half-way; they end when this process does.
        process.exit();
      }
    });
}
