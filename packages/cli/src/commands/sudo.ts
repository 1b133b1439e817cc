import { type Command, Option } from "commander";
import { addAliased } from "../options/aliased-option.ts";
import { withNetuid } from "../options/netuid-option.ts";
import { withNetwork } from "../options/network-option.ts";
import { withOutput } from "../options/output-option.ts";
import { withPrompt } from "../options/prompt-option.ts";
import { withWallet } from "../options/wallet-option.ts";
import type { HyperparametersFlags } from "./sudo/get.ts";
import type { SetFlags } from "./sudo/set.ts";
import type { GetTakeFlags, SetTakeFlags } from "./sudo/take.ts";
import type { TrimFlags } from "./sudo/trim.ts";

/** `ganglion sudo …`: rules of subnets and takes of hotkeys, with btcli's grammar and names. */
export function addSudo(program: Command): void {
  const sudo = program
    .command("sudo")
    .aliases(["su"])
    .description("Rules of subnets, takes of hotkeys: get, set, get-take, set-take (also: su).");
  withOutput(
    withNetwork(withNetuid(sudo.command("get").description("The hyperparameters of a subnet."))),
  ).action(async (flags: HyperparametersFlags) => (await import("./sudo/get.ts")).get(flags));
  const set = sudo
    .command("set")
    .description("Sets a hyperparameter, as the subnet's owner or with the sudo key.")
    .option("--value <value>", "its value; two values as low,high");
  addAliased(set, new Option("--param <name>", "its name, as sudo get lists it"), ["--parameter"]);
  withOutput(withPrompt(withNetwork(withWallet(withNetuid(set))))).action(async (flags: SetFlags) =>
    (await import("./sudo/set.ts")).set(flags),
  );
  withOutput(
    withNetwork(
      withWallet(
        sudo
          .command("get-take")
          .alias("get_take")
          .description("What a hotkey keeps of its nominators' dividends."),
      ),
    ),
  ).action(async (flags: GetTakeFlags) => (await import("./sudo/take.ts")).getTake(flags));
  withOutput(
    withPrompt(
      withNetwork(
        withWallet(
          sudo
            .command("set-take")
            .alias("set_take")
            .description("Changes it.")
            .option("--take <share>", "0.18 or 18 is 18 %"),
        ),
      ),
    ),
  ).action(async (flags: SetTakeFlags) => (await import("./sudo/take.ts")).setTake(flags));
  const trim = sudo.command("trim").description("Lowers the number of uids of a subnet.");
  addAliased(trim, new Option("--max-uids <count>", "how many stay"), ["--max"]);
  withOutput(withPrompt(withNetwork(withWallet(withNetuid(trim))))).action(
    async (flags: TrimFlags) => (await import("./sudo/trim.ts")).trim(flags),
  );
}
