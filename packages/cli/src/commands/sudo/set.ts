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
import { HYPERPARAMETERS, type Hyperparameter } from "./hyperparameters.ts";
import { argsOf } from "./value.ts";

export interface SetFlags extends WalletFlags, NetworkFlags, NetuidFlags, PromptFlags {
  readonly param?: string;
  readonly value?: string;
}

/** @throws CliError BAD_PARAM */
function known(name: string): Hyperparameter {
  if (Object.hasOwn(HYPERPARAMETERS, name)) return HYPERPARAMETERS[name]!;
  throw new CliError("BAD_PARAM", `there is no hyperparameter "${name}" that can be set`, {
    exit: EXIT.usage,
    hint: `One of ${Object.keys(HYPERPARAMETERS).join(", ")}.`,
  });
}

/** A call in the sudo key's name. */
export const inSudo = (client: ChainClient, inner: CallRef): CallRef => ({
  pallet: "Sudo",
  name: "sudo",
  args: { call: transactionOf(client, inner).decodedCall },
});

/** By what right the signer may set something on a subnet. @throws CliError NOT_ALLOWED */
export async function rightOf(
  client: ChainClient,
  signer: SigningKey,
  about: { readonly netuid: NetUid; readonly what: string; readonly owner: boolean },
): Promise<"owner" | "sudo"> {
  const { ownerColdkey } = await subnetBy(client, about.netuid);
  const who = toSs58(signer.account);
  if (about.owner && ownerColdkey === who) return "owner";
  const sudo = (await client.api.query.Sudo!.Key!.getValue()) as string | undefined;
  if (sudo === who) return "sudo";
  const allowed = about.owner ? `its owner ${ownerColdkey} or the sudo key` : "the sudo key";
  throw new CliError(
    "NOT_ALLOWED",
    `${about.what} of subnet ${about.netuid} is set by ${allowed} alone, not by ${who}`,
    {
      exit: EXIT.refused,
      hint: "--wallet.name names another wallet; on development chains the sudo key is //Alice.",
    },
  );
}

/** Sets a rule of a subnet, as its owner or through Sudo. @throws CliError; ChainError */
export async function set(flags: SetFlags): Promise<void> {
  const netuid = await neededNetuid(flags);
  const param = await needed(flags, flags.param, {
    option: "--param",
    question: "Which hyperparameter?",
    parse: (text) => {
      known(text.trim());
      return text.trim();
    },
  });
  const rule = known(param);
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
  const { outcome, submitted } = await withChain(flags, async (client) => {
    const by = await rightOf(client, signer, { netuid, what: param, owner: rule.owner });
    const call: CallRef = {
      pallet: "AdminUtils",
      name: rule.call,
      args: { netuid, ...args },
    };
    return carryOutOne(client, flags, {
      signer,
      operation: {
        title: `Set ${param} of subnet ${netuid} to ${value}`,
        details: [["As", by === "owner" ? "the subnet's owner" : "the sudo key"]],
        call: by === "owner" ? call : inSudo(client, call),
        facts: { netuid, param, value, by },
      },
    });
  });
  print(outcome, {
    json: flags.json ?? false,
    text: () =>
      submitted
        ? `${param} of subnet ${netuid} is ${value} now.`
        : "Nothing was changed (--dry-run).",
  });
}
