import { type Command, Option } from "commander";
import { addAliased } from "../options/aliased-option.ts";
import { parseAmount } from "../options/amount.ts";
import { parseNetuid, withNetuid, withNetuids } from "../options/netuid-option.ts";
import { withNetwork } from "../options/network-option.ts";
import { withOutput } from "../options/output-option.ts";
import { withPrompt } from "../options/prompt-option.ts";
import { withTolerance } from "../options/tolerance-option.ts";
import { withWallet } from "../options/wallet-option.ts";
import type { AddFlags } from "./stake/add.ts";
import type { StakeListFlags } from "./stake/list.ts";
import type { MoveFlags } from "./stake/move.ts";
import type { RemoveFlags } from "./stake/remove.ts";

const names = (text: string): string[] => text.split(",").map((each) => each.trim());

const withHotkeys = (command: Command): Command => {
  addAliased(
    command,
    new Option("--include-hotkeys <name|address,…>", "these hotkeys instead").argParser(names),
    ["--hotkey-ss58-address"],
  );
  return command.option("--all-hotkeys", "every hotkey of the wallet's folder");
};

const amount = (flags: string, description: string): Option =>
  new Option(flags, description).argParser(parseAmount);

function addMoves(stake: Command): void {
  const load = () => import("./stake/move.ts");
  const common = (command: Command, { swap }: { readonly swap: boolean }): Command => {
    addAliased(
      command,
      new Option(
        swap ? "-o, --origin-netuid <n>" : "--origin-netuid <n>",
        "from this subnet",
      ).argParser(parseNetuid),
      swap ? ["--origin"] : [],
    );
    command.addOption(
      new Option("--dest-netuid <n>", "to this subnet (default: the same)").argParser(parseNetuid),
    );
    command.addOption(amount("-a, --amount <alpha>", "how much of the origin's alpha"));
    addAliased(command, new Option("--all", "all that is there"), ["--stake-all", "--swap-all"]);
    return withOutput(
      withPrompt(withTolerance(withNetwork(withWallet(command)), { partial: swap })),
    );
  };
  const move = stake.command("move").description("Moves stake to another hotkey or subnet.");
  addAliased(move, new Option("--from <hotkey>", "hotkey that has it (default: the wallet's)"));
  addAliased(move, new Option("--to <hotkey>", "hotkey that gets it (default: the same)"), [
    "--dest",
    "--dest-ss58",
    "--dest-hotkey",
  ]);
  common(move, { swap: false }).action(async (flags: MoveFlags) => (await load()).move(flags));
  const transfer = stake
    .command("transfer")
    .description("Gives stake to another coldkey, with the same hotkey.");
  addAliased(transfer, new Option("--dest <coldkey>", "address or wallet that gets it"), [
    "--dest-ss58",
    "--dest-coldkey",
  ]);
  common(transfer, { swap: false }).action(async (flags: MoveFlags) =>
    (await load()).transfer(flags),
  );
  common(stake.command("swap").description("Swaps stake between subnets, within a price limit."), {
    swap: true,
  }).action(async (flags: MoveFlags) => (await load()).swap(flags));
}

/** `ganglion stake …`: alpha and TAO, with btcli's grammar. */
export function addStake(program: Command): void {
  const stake = program
    .command("stake")
    .aliases(["st"])
    .description("Stake: add, remove, list, move, transfer, swap (also: st).");
  const list = withWallet(stake.command("list").description("What a coldkey has staked where."));
  addAliased(list, new Option("-k, --ss58 <address>", "any coldkey"), [
    "--coldkey-ss58",
    "--coldkey_ss58",
    "--key",
  ]);
  list.option("--no-prompt", "it never asks");
  withOutput(withNetwork(list)).action(async (flags: StakeListFlags) =>
    (await import("./stake/list.ts")).list(flags),
  );
  const add = withHotkeys(
    withWallet(withNetuids(stake.command("add").description("Stakes TAO: buys alpha of subnets."))),
  );
  add.addOption(amount("--amount <tao>", "how much TAO, for each hotkey and subnet"));
  addAliased(add, new Option("-a, --all", "all that is free, in equal parts"), ["--all-tokens"]);
  withOutput(withPrompt(withTolerance(withNetwork(add), { partial: true }))).action(
    async (flags: AddFlags) => (await import("./stake/add.ts")).add(flags),
  );
  const remove = withHotkeys(
    withWallet(withNetuid(stake.command("remove").description("Unstakes: sells alpha for TAO."))),
  );
  remove.addOption(amount("-a, --amount <alpha>", "how much alpha, from each hotkey"));
  addAliased(remove, new Option("--all", "all of it, on --netuid or on every subnet"), [
    "--unstake-all",
  ]);
  addAliased(
    remove,
    new Option("--all-alpha", "all of it but root's, and stakes what comes out to root"),
    ["--unstake-all-alpha"],
  );
  remove.option("--all-netuids", "with --all: on every subnet");
  withOutput(withPrompt(withTolerance(withNetwork(remove), { partial: true }))).action(
    async (flags: RemoveFlags) => (await import("./stake/remove.ts")).remove(flags),
  );
  addMoves(stake);
}
