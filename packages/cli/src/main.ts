import { Command, CommanderError } from "commander";
import { addAsk } from "./commands/ask.ts";
import { addCompute } from "./commands/compute.ts";
import { addFaucet } from "./commands/faucet.ts";
import { addInternal } from "./commands/internal.ts";
import { addKit } from "./commands/kit.ts";
import { addNeurons } from "./commands/neurons.ts";
import { addNode } from "./commands/node.ts";
import { addReplay } from "./commands/replay.ts";
import { addStake } from "./commands/stake.ts";
import { addSubnets } from "./commands/subnets.ts";
import { addSudo } from "./commands/sudo.ts";
import { addUp } from "./commands/up.ts";
import { addWallet } from "./commands/wallet.ts";
import { addWeights } from "./commands/weights.ts";
import { CliError, EXIT, report } from "./output.ts";
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
  addKit,
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
  await add(program);

// Whoever reads our output may have seen enough: `ganglion … | head`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});

const json = process.argv.some((each) => /^--json(-out(put)?)?$/.test(each));
// With --json a mistake on the command line is a document as well, not a help text.
if (json) quiet(program);

try {
  await program.parseAsync(process.argv);
} catch (thrown) {
  if (!(thrown instanceof CommanderError)) process.exitCode = report(thrown, json);
  else if (thrown.exitCode === 0) process.exitCode = EXIT.done;
  else if (!json) process.exitCode = EXIT.usage;
  else
    process.exitCode = report(
      new CliError("BAD_USAGE", thrown.message.replace(/^error: /, ""), {
        exit: EXIT.usage,
        hint: "ganglion --help lists the commands, and each command has --help.",
      }),
      json,
    );
}

function quiet(command: Command): void {
  command.configureOutput({ writeErr: () => {} });
  for (const each of command.commands) quiet(each);
}
