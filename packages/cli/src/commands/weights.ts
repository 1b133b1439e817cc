import { type Command, Option } from "commander";
import { withNetuid } from "../options/netuid-option.ts";
import { withNetwork } from "../options/network-option.ts";
import { withOutput } from "../options/output-option.ts";
import { withPrompt } from "../options/prompt-option.ts";
import { withWallet } from "../options/wallet-option.ts";
import type { CommitFlags } from "./weights/commit.ts";
import type { WeightsFlags } from "./weights/set.ts";

function withWeights(command: Command, options: { readonly salt?: string } = {}): Command {
  command
    .option("-u, --uids <uid,…>", "whom the weights are for, e.g. 1,2,3")
    .option("-w, --weights <share,…>", "a share for each of them, e.g. 0.2,0.3,0.5")
    .addOption(new Option("--version-key <n>", "version of the weights (default: the subnet's)"));
  if (options.salt) command.option("-s, --salt <n,…>", options.salt);
  return withOutput(withPrompt(withNetwork(withWallet(withNetuid(command)))));
}

/** `ganglion weights …`: what a validator's hotkey thinks of the others, with btcli's grammar. */
export function addWeights(program: Command): void {
  const weights = program
    .command("weights")
    .aliases(["wt", "weight"])
    .description("Weights of a validator: set, commit, reveal (also: wt).");
  withWeights(weights.command("set").description("Sets weights openly.")).action(
    async (flags: WeightsFlags) => (await import("./weights/set.ts")).set(flags),
  );
  withWeights(
    weights
      .command("commit")
      .description("Commits to weights: timelocked, or by their hash with a salt."),
    {
      salt: "commits by hash, with these numbers from 0 to 65535; without it the chain opens the commit by itself, if it has Drand's pulses",
    },
  ).action(async (flags: CommitFlags) => (await import("./weights/commit.ts")).commit(flags));
  withWeights(weights.command("reveal").description("Reveals weights that were committed."), {
    salt: "the commit's salt: numbers from 0 to 65535",
  }).action(async (flags: CommitFlags) => (await import("./weights/commit.ts")).reveal(flags));
}
