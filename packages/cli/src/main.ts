import { Command, CommanderError } from "commander";
import { EXIT, report } from "./output.ts";
import { VERSION } from "./version.ts";

// What a command does is loaded when it is used: help is there at once, and the node carries no client with it.

const program = new Command("ganglion")
  .description("The whole Bittensor system in TypeScript.")
  .version(VERSION)
  .exitOverride()
  .configureHelp({ showGlobalOptions: true })
  .showHelpAfterError("(ganglion --help lists the commands)");

const { addUp } = await import("./commands/up.ts");
const { addNode } = await import("./commands/node.ts");
const { addAsk } = await import("./commands/ask.ts");
const { addCompute } = await import("./commands/compute.ts");
const { addReplay } = await import("./commands/replay.ts");
const { addNeurons, undotted } = await import("./commands/neurons.ts");
const { addInternal } = await import("./commands/internal.ts");
for (const add of [addUp, addNode, addAsk, addCompute, addReplay, addNeurons, addInternal])
  add(program);

try {
  await program.parseAsync(undotted(process.argv));
} catch (thrown) {
  if (thrown instanceof CommanderError) {
    process.exitCode = thrown.exitCode === 0 ? EXIT.done : EXIT.usage;
  } else {
    process.exitCode = report(thrown, process.argv.includes("--json"));
  }
}
