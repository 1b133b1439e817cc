import { type NetUid, toSs58 } from "@ganglion/primitives";
import { type CallRef, type ChainClient, transactionOf } from "@ganglion/sdk";
import { carryOutOne } from "../../client/extrinsic.ts";
import { type SigningKey, signingKey } from "../../client/keys.ts";
import { withChain } from "../../client/session.ts";
import { subnetBy } from "../../client/subnets.ts";
import { needed } from "../../options/ask.ts";
import { type NetuidFlags, neededNetuid } from "../../options/netuid-option.ts";
import type { NetworkFlags } from "../../options/network-option.ts";
import type { PromptFlags } from "../../options/prompt-option.ts";
import type { WalletFlags } from "../../options/wallet-option.ts";
import { CliError, EXIT, print } from "../../output.ts";
import { HYPERPARAMETERS, type Hyperparameter, NETWORK_PARAMETERS } from "./hyperparameters.ts";
import { argsOf } from "./value.ts";

export interface SetFlags extends WalletFlags, NetworkFlags, NetuidFlags, PromptFlags {
  readonly param?: string;
  readonly value?: string;
}

/** @throws CliError BAD_PARAM */
function known(name: string): Hyperparameter {
  for (const all of [HYPERPARAMETERS, NETWORK_PARAMETERS])
    if (Object.hasOwn(all, name)) return all[name]!;
  throw new CliError("BAD_PARAM", `there is no hyperparameter "${name}" that can be set`, {
    exit: EXIT.usage,
    hint: `Of a subnet: ${Object.keys(HYPERPARAMETERS).join(", ")}. Of the network: ${Object.keys(NETWORK_PARAMETERS).join(", ")}.`,
  });
}

/** A call in the sudo key's name. */
export const inSudo = (client: ChainClient, inner: CallRef): CallRef => ({
  pallet: "Sudo",
  name: "sudo",
  args: { call: transactionOf(client, inner).decodedCall },
});

/** By what right the signer may set something on a subnet. @throws CliError NO_SUBNET, NOT_ALLOWED */
export async function rightOf(
  client: ChainClient,
  signer: SigningKey,
  about: { readonly netuid: NetUid; readonly what: string; readonly owner: boolean },
): Promise<"owner" | "sudo"> {
  const { netuid, what, owner } = about;
  const { ownerColdkey } = await subnetBy(client, netuid);
  if (owner && ownerColdkey === toSs58(signer.account)) return "owner";
  const others = owner ? `its owner ${ownerColdkey} or ` : "";
  await needSudoKey(client, signer, `${what} of subnet ${netuid} is set by ${others}the sudo key`);
  return "sudo";
}

/** @throws CliError NOT_ALLOWED */
async function needSudoKey(client: ChainClient, signer: SigningKey, rule: string): Promise<void> {
  const sudo = (await client.api.query.Sudo!.Key!.getValue()) as string | undefined;
  const who = toSs58(signer.account);
  if (sudo === who) return;
  throw new CliError("NOT_ALLOWED", `${rule} alone, not by ${who}`, {
    exit: EXIT.refused,
    hint: "--wallet.name names another wallet; on development chains the sudo key is //Alice.",
  });
}

/** Sets a rule of a subnet, as its owner or through Sudo, or one of the network. @throws CliError; ChainError */
export async function set(flags: SetFlags): Promise<void> {
  const param = await needed(flags, flags.param, {
    option: "--param",
    question: "Which hyperparameter?",
    parse: (text) => {
      known(text.trim());
      return text.trim();
    },
  });
  const rule = known(param);
  const netuid = rule.network ? undefined : await neededNetuid(flags);
  const value = await needed(flags, flags.value, {
    option: "--value",
    question: `Which value for ${param}?`,
    parse: (text) => {
      argsOf(param, rule, text);
      return text;
    },
  });
  const args = argsOf(param, rule, value);
  const signer = await signingKey(flags, "coldkey");
  const place = netuid === undefined ? "the network" : `subnet ${netuid}`;
  const { outcome, submitted } = await withChain(flags, async (client) => {
    let by: "owner" | "sudo" = "sudo";
    if (netuid === undefined)
      await needSudoKey(client, signer, `${param} of the network is set by the sudo key`);
    else by = await rightOf(client, signer, { netuid, what: param, owner: rule.owner });
    const call: CallRef = {
      pallet: "AdminUtils",
      name: rule.call,
      args: netuid === undefined ? args : { netuid, ...args },
    };
    return carryOutOne(client, flags, {
      signer,
      operation: {
        title: `Set ${param} of ${place} to ${value}`,
        details: [["As", by === "owner" ? "the subnet's owner" : "the sudo key"]],
        call: by === "owner" ? call : inSudo(client, call),
        facts: { netuid: netuid ?? null, param, value, by },
      },
    });
  });
  print(outcome, {
    json: flags.json ?? false,
    text: () =>
      submitted ? `${param} of ${place} is ${value} now.` : "Nothing was changed (--dry-run).",
  });
}
