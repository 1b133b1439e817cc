import type { Command } from "commander";
import { runSupervised } from "../supervisor/supervised.ts";

/** Processes that `ganglion up` starts; nobody types these. */
export function addInternal(program: Command): void {
  program
    .command("__node", { hidden: true })
    .action(async () => runSupervised((await import("../jobs/node-job.ts")).nodeJob));
  program
    .command("__host", { hidden: true })
    .action(async () => runSupervised((await import("../jobs/host-job.ts")).hostJob));
  program
    .command("__neuron", { hidden: true })
    .action(async () => runSupervised((await import("../jobs/neuron-job.ts")).neuronJob));
  program
    .command("__gateway", { hidden: true })
    .action(async () => runSupervised((await import("../jobs/gateway-job.ts")).gatewayJob));
}
