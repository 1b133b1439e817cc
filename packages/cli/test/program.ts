import { Command, CommanderError } from "commander";
import { addAsk } from "../src/commands/ask.ts";
import { addFaucet } from "../src/commands/faucet.ts";
import { addKit } from "../src/commands/kit.ts";
import { addStake } from "../src/commands/stake.ts";
import { addSubnets } from "../src/commands/subnets.ts";
import { addSudo } from "../src/commands/sudo.ts";
import { addWallet } from "../src/commands/wallet.ts";
import { addWeights } from "../src/commands/weights.ts";
import { EXIT, report } from "../src/output.ts";

/** The program with these commands alone. */
export function program(): Command {
  const made = new Command("ganglion").exitOverride();
  for (const add of [
    addWallet,
    addSubnets,
    addStake,
    addWeights,
    addSudo,
    addFaucet,
    addKit,
    addAsk,
  ])
    add(made);
  return made;
}

/** Runs a command line as `main.ts` would; answers the exit code. */
export async function execute(args: readonly string[]): Promise<number> {
  try {
    await program().parseAsync(args, { from: "user" });
    return EXIT.done;
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) return report(thrown, args.includes("--json"));
    return thrown.exitCode === 0 ? EXIT.done : EXIT.usage;
  }
}
