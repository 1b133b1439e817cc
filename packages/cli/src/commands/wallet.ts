import { type Command, Option } from "commander";
import { addAliased } from "../options/aliased-option.ts";
import { parseAmount } from "../options/amount.ts";
import { withNetuids } from "../options/netuid-option.ts";
import { withNetwork } from "../options/network-option.ts";
import { withOutput } from "../options/output-option.ts";
import { withPrompt } from "../options/prompt-option.ts";
import { NAME_ALIASES, withWallet, withWalletPath } from "../options/wallet-option.ts";
import { addFaucet } from "./faucet.ts";
import type { BalanceFlags } from "./wallet/balance.ts";
import type { CreateFlags, RegenFlags, RegenPublicFlags } from "./wallet/create.ts";
import type { ListFlags } from "./wallet/list.ts";
import type { OverviewFlags } from "./wallet/overview.ts";
import type { TransferFlags } from "./wallet/transfer.ts";

const several = (text: string, before: string[] = []): string[] => [...before, ...text.split(",")];

/** Options of everything that writes a keyfile. */
function withWriting(command: Command, options: { readonly password: boolean }): Command {
  withWallet(command);
  command
    .option(
      "--use-password",
      `protect the key with a password${options.password ? " (the default)" : ""}`,
    )
    .option("--no-use-password", `write it unprotected${options.password ? "" : " (the default)"}`)
    .option("--overwrite", "replace a key that is there")
    .option("--no-overwrite", "keep a key that is there (the default)");
  return withOutput(command);
}

const withWords = (command: Command): Command =>
  addAliased(
    command
      .option("--uri <uri>", "make it from a secret URI such as //Alice instead")
      .option("--show-mnemonic", "print the phrase, also where nobody watches"),
    new Option("--n-words <count>", "words of the phrase").choices(["12", "15", "18", "21", "24"]),
    ["--n_words"],
  );

const withSecret = (command: Command): Command =>
  command
    .option("--mnemonic <words>", "the phrase, in quotes; - reads it from standard input")
    .option("--seed <hex>", "32 bytes of seed; - reads them from standard input");

function addCreation(wallet: Command): void {
  const load = () => import("./wallet/create.ts");
  withWords(
    withWriting(wallet.command("create").description("A new coldkey and a hotkey with it."), {
      password: true,
    }),
  ).action(async (flags: CreateFlags) => (await load()).create(flags, ["coldkey", "hotkey"]));
  withWords(
    withWriting(wallet.command("new-coldkey").alias("new_coldkey").description("A new coldkey."), {
      password: true,
    }),
  ).action(async (flags: CreateFlags) => (await load()).create(flags, ["coldkey"]));
  withWords(
    withWriting(wallet.command("new-hotkey").alias("new_hotkey").description("A new hotkey."), {
      password: false,
    }),
  ).action(async (flags: CreateFlags) => (await load()).create(flags, ["hotkey"]));
  withSecret(
    withWriting(
      wallet
        .command("regen-coldkey")
        .alias("regen_coldkey")
        .description("The coldkey again, from its phrase or seed."),
      { password: true },
    ),
  ).action(async (flags: RegenFlags) => (await load()).regenerate(flags, "coldkey"));
  withSecret(
    withWriting(
      wallet
        .command("regen-hotkey")
        .alias("regen_hotkey")
        .description("A hotkey again, from its phrase or seed."),
      { password: false },
    ),
  ).action(async (flags: RegenFlags) => (await load()).regenerate(flags, "hotkey"));
  for (const role of ["coldkey", "hotkey"] as const) {
    const command = wallet
      .command(`regen-${role}pub`)
      .alias(`regen_${role}pub`)
      .description(`The public file of a ${role} alone, for a wallet that watches.`)
      .option("--public-key-hex <hex>", "32 bytes of public key")
      .option("--overwrite", "replace the file that is there");
    addAliased(command, new Option("--ss58 <address>", `address of the ${role}`), [
      "--ss58-address",
    ]);
    withOutput(withWallet(command)).action(async (flags: RegenPublicFlags) =>
      (await load()).regeneratePublic(flags, role),
    );
  }
}

function addReading(wallet: Command): void {
  const list = wallet.command("list").description("The wallets of a folder with their hotkeys.");
  addAliased(list, new Option("--wallet-name <name>", "this wallet alone"), NAME_ALIASES);
  withOutput(withWalletPath(list)).action(async (flags: ListFlags) =>
    (await import("./wallet/list.ts")).list(flags),
  );
  const balance = withWallet(
    wallet.command("balance").description("Free and staked TAO of coldkeys."),
  ).option("-a, --all", "every wallet of the folder");
  addAliased(
    balance,
    new Option("--ss58 <address>", "any address; may be repeated").argParser(several),
    ["--ss58-address"],
  );
  withOutput(withNetwork(balance)).action(async (flags: BalanceFlags) =>
    (await import("./wallet/balance.ts")).balance(flags),
  );
  const overview = withWallet(
    wallet.command("overview").description("The neurons of a wallet on all subnets."),
  ).option("-a, --all", "every wallet of the folder");
  withOutput(withNetwork(withNetuids(overview))).action(async (flags: OverviewFlags) =>
    (await import("./wallet/overview.ts")).overview(flags),
  );
}

/** `ganglion wallet …`: keys and TAO, with btcli's grammar. */
export function addWallet(program: Command): void {
  const wallet = program
    .command("wallet")
    .aliases(["w", "wallets"])
    .description("Keys and TAO: create, list, balance, transfer, overview (also: w).");
  addCreation(wallet);
  addReading(wallet);
  const transfer = wallet.command("transfer").description("Sends TAO to another account.");
  addAliased(transfer, new Option("-d, --destination <address>", "who gets it"), ["--dest"]);
  transfer
    .addOption(new Option("-a, --amount <tao>", "how much, e.g. 1.5").argParser(parseAmount))
    .option("--all", "everything that is free")
    .option("--allow-death", "even if the account ends below the minimum balance");
  withOutput(withPrompt(withNetwork(withWallet(transfer)))).action(async (flags: TransferFlags) =>
    (await import("./wallet/transfer.ts")).transfer(flags),
  );
  addFaucet(wallet);
  const password = wallet
    .command("password-variable")
    .description("A shell line that hands a key's password to programs without a terminal.")
    .addOption(
      new Option("--key <which>", "whose").choices(["coldkey", "hotkey"]).default("coldkey"),
    );
  withOutput(withWallet(password)).action(async (flags) =>
    (await import("./wallet/password-variable.ts")).passwordVariable(flags),
  );
}
