import { accountOf, devKeypair } from "@ganglion/crypto";
import { toSs58 } from "@ganglion/primitives";
import type { ChainClient } from "@ganglion/sdk";
import { CliError, EXIT } from "../output.ts";

/**
 * True on demo and development chains: those that the public key //Alice governs. The chain type does not
 * tell, the public test network calls itself "Development" too.
 */
export async function isDevelopmentChain(client: ChainClient): Promise<boolean> {
  const sudo = (await client.api.query.Sudo!.Key!.getValue()) as string | undefined;
  return sudo === toSs58(accountOf(devKeypair("Alice")));
}

/** @throws CliError NOT_HERE on any other chain */
export async function needDevelopmentChain(client: ChainClient, what: string): Promise<void> {
  if (await isDevelopmentChain(client)) return;
  throw new CliError("NOT_HERE", `${what} on development and demo chains only`, {
    exit: EXIT.refused,
    hint: "This chain is not governed by //Alice. `ganglion up` or `ganglion node --dev` starts one that is.",
  });
}
