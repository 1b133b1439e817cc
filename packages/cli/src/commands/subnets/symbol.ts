import { utf8Bytes } from "@ganglion/primitives";
import { carryOutOne } from "../../client/extrinsic.ts";
import { signingKey } from "../../client/keys.ts";
import { withChain } from "../../client/session.ts";
import { subnetBy } from "../../client/subnets.ts";
import { type NetuidFlags, neededNetuid } from "../../options/netuid-option.ts";
import type { NetworkFlags } from "../../options/network-option.ts";
import type { PromptFlags } from "../../options/prompt-option.ts";
import type { WalletFlags } from "../../options/wallet-option.ts";
import { print } from "../../output.ts";

export interface SymbolFlags extends WalletFlags, NetworkFlags, NetuidFlags, PromptFlags {}

/** Gives a subnet another symbol. @throws CliError NO_SUBNET; ChainError SymbolDoesNotExist, SymbolAlreadyInUse */
export async function setSymbol(symbol: string, flags: SymbolFlags): Promise<void> {
  const netuid = await neededNetuid(flags);
  const signer = await signingKey(flags, "coldkey");
  const { outcome, submitted } = await withChain(flags, async (client) => {
    const subnet = await subnetBy(client, netuid);
    return carryOutOne(client, flags, {
      signer,
      operation: {
        title: `Change the symbol of subnet ${netuid} from ${subnet.symbol} to ${symbol}`,
        details: [],
        call: {
          pallet: "SubtensorModule",
          name: "update_symbol",
          args: { netuid, symbol: utf8Bytes(symbol) },
        },
        facts: { netuid, symbol },
      },
    });
  });
  print(outcome, {
    json: flags.json ?? false,
    text: () =>
      submitted ? `The symbol of subnet ${netuid} is ${symbol}.` : "Nothing changed (--dry-run).",
  });
}
