import { toSs58, utf8Bytes } from "@ganglion/primitives";
import type { CallRef } from "@ganglion/sdk";
import { carryOutOne } from "../../client/extrinsic.ts";
import { hotkeyAccount, signingKey } from "../../client/keys.ts";
import { withChain } from "../../client/session.ts";
import { tao } from "../../options/amount.ts";
import type { NetworkFlags } from "../../options/network-option.ts";
import type { PromptFlags } from "../../options/prompt-option.ts";
import type { WalletFlags } from "../../options/wallet-option.ts";
import { print } from "../../output.ts";

export interface CreateSubnetFlags extends WalletFlags, NetworkFlags, PromptFlags {
  readonly subnetName?: string;
  readonly githubRepo?: string;
  readonly subnetContact?: string;
  readonly subnetUrl?: string;
  readonly discord?: string;
  readonly description?: string;
  readonly logoUrl?: string;
  readonly additionalInfo?: string;
}

/** The identity that the chain keeps of a subnet; undefined if nothing was given. */
function identityOf(flags: CreateSubnetFlags) {
  const texts = {
    subnet_name: flags.subnetName,
    github_repo: flags.githubRepo,
    subnet_contact: flags.subnetContact,
    subnet_url: flags.subnetUrl,
    discord: flags.discord,
    description: flags.description,
    logo_url: flags.logoUrl,
    additional: flags.additionalInfo,
  };
  if (Object.values(texts).every((text) => text === undefined)) return undefined;
  return Object.fromEntries(
    Object.entries(texts).map(([field, text]) => [field, utf8Bytes(text ?? "")]),
  );
}

/** Creates a subnet. @throws CliError NOT_ENOUGH_BALANCE; ChainError */
export async function create(flags: CreateSubnetFlags): Promise<void> {
  const signer = await signingKey(flags, "coldkey");
  const hotkey = await hotkeyAccount(flags);
  const identity = identityOf(flags);
  const { outcome, submitted } = await withChain(flags, async (client) => {
    const cost = (await client.api.apis.SubnetRegistrationRuntimeApi!
      .get_network_registration_cost!()) as bigint;
    const call: CallRef = identity
      ? {
          pallet: "SubtensorModule",
          name: "register_network_with_identity",
          args: { hotkey: toSs58(hotkey), identity },
        }
      : { pallet: "SubtensorModule", name: "register_network", args: { hotkey: toSs58(hotkey) } };
    return carryOutOne(client, flags, {
      signer,
      operation: {
        title: flags.subnetName ? `Create subnet "${flags.subnetName}"` : "Create a subnet",
        details: [
          ["Locks", tao(cost)],
          ["Owner hotkey", toSs58(hotkey)],
        ],
        call,
        spends: cost,
        facts: { cost, owner: toSs58(signer.account), hotkey: toSs58(hotkey) },
      },
    });
  });
  const added = submitted?.events.find(({ type }) => type === "SubtensorModule.NetworkAdded");
  const netuid = added ? (added.value as readonly [number, number])[0] : null;
  print(
    { ...outcome, netuid },
    {
      json: flags.json ?? false,
      text: () =>
        netuid === null
          ? "No subnet was created (--dry-run)."
          : `Subnet ${netuid} was created; \`ganglion subnets start --netuid ${netuid}\` starts it.`,
    },
  );
}
