import { Command, CommanderError } from "commander";
import { addAsk } from "./commands/ask.ts";
import { addCompute } from "./commands/compute.ts";
import { addFaucet } from "./commands/faucet.ts";
import { addInternal } from "./commands/internal.ts";
import { addNeurons } from "./commands/neurons.ts";
import { addNode } from "./commands/node.ts";
import { addReplay } from "./commands/replay.ts";
import { addStake } from "./commands/stake.ts";
import { addSubnets } from "./commands/subnets.ts";
import { addSudo } from "./commands/sudo.ts";
import { addUp } from "./commands/up.ts";
import { addWallet } from "./commands/wallet.ts";
import { addWeights } from "./commands/weights.ts";
import { EXIT, report } from "./output.ts";
import { VERSION } from "./version.ts";

// What a command does is loaded when it is used: help is there at once, and the node carries no client with it.

const program = new Command("ganglion")
  .description("The whole Bittensor system in TypeScript.")
  .version(VERSION)
  .exitOverride()
  .configureHelp({ showGlobalOptions: true })
  .showHelpAfterError("(ganglion --help lists the commands)");

for (const add of [
  addUp,
  addNode,
  addAsk,
  addNeurons,
  addWallet,
  addSubnets,
  addStake,
  addWeights,
  addSudo,
  addFaucet,
  addCompute,
  addReplay,
  addInternal,
])
  add(program);

try {
  await program.parseAsync(process.argv);
} catch (thrown) {
  if (thrown instanceof CommanderError) {
    process.exitCode = thrown.exitCode === 0 ? EXIT.done : EXIT.usage;
  } else {
    process.exitCode = report(thrown, process.argv.includes("--json"));
  }
}
