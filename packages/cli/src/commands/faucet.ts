import { type Command, Option } from "commander";
import { addAliased } from "../options/aliased-option.ts";
import { parseAmount } from "../options/amount.ts";
import { withNetwork } from "../options/network-option.ts";
import { withOutput } from "../options/output-option.ts";
import { withPrompt } from "../options/prompt-option.ts";
import { withWallet } from "../options/wallet-option.ts";
import type { FaucetFlags } from "./wallet/faucet.ts";

/** `faucet`, below the program and below `wallet`: TAO of //Alice, on chains where TAO is worth nothing. */
export function addFaucet(parent: Command): void {
  const faucet = parent
    .command("faucet")
    .description(
      "Gives a wallet TAO of //Alice, up to 10000 in all; on development and demo chains only.",
    )
    .addOption(
      new Option("-a, --amount <tao>", "how much, at most 1000 (default: 100)").argParser(
        parseAmount,
      ),
    );
  addAliased(
    faucet,
    new Option("--ss58 <address>", "this account instead of the wallet's coldkey"),
    ["--dest"],
  );
  withOutput(withPrompt(withNetwork(withWallet(faucet)))).action(async (flags: FaucetFlags) =>
    (await import("./wallet/faucet.ts")).faucet(flags),
  );
}
