import { toSs58 } from "@ganglion/primitives";
import type { CallRef } from "@ganglion/sdk";
import { needDevelopmentChain } from "../../client/development.ts";
import { carryOutOne } from "../../client/extrinsic.ts";
import { parseParty, signingKey } from "../../client/keys.ts";
import { withChain } from "../../client/session.ts";
import { parseAmount, tao } from "../../options/amount.ts";
import { needed } from "../../options/ask.ts";
import type { NetworkFlags } from "../../options/network-option.ts";
import type { PromptFlags } from "../../options/prompt-option.ts";
import { isDevUri, type WalletFlags } from "../../options/wallet-option.ts";
import { CliError, EXIT, print } from "../../output.ts";

export interface TransferFlags extends WalletFlags, NetworkFlags, PromptFlags {
  readonly destination?: string;
  readonly amount?: bigint;
  readonly all?: boolean;
  readonly allowDeath?: boolean;
}

const checked = (text: string): string => {
  parseParty(text);
  return text;
};

/** Sends TAO. @throws CliError, ChainError */
export async function transfer(flags: TransferFlags): Promise<void> {
  if (flags.all && flags.amount !== undefined)
    throw new CliError("BAD_OPTIONS", "--all and --amount exclude each other", {
      exit: EXIT.usage,
    });
  const destination = await needed(flags, flags.destination, {
    option: "--destination",
    question: "Who gets it (address)?",
    parse: checked,
  });
  const to = parseParty(destination);
  const amount = flags.all
    ? undefined
    : await needed(flags, flags.amount, {
        option: "--amount",
        question: "How much TAO?",
        parse: parseAmount,
      });
  const signer = await signingKey(flags, "coldkey");
  if (to === signer.account)
    throw new CliError("SAME_ACCOUNT", "this would send TAO to the account it comes from", {
      exit: EXIT.usage,
    });
  const keepAlive = !flags.allowDeath;
  const { outcome, submitted, free } = await withChain(flags, async (client) => {
    if (isDevUri(destination))
      await needDevelopmentChain(client, `${destination} is known to everybody: TAO goes there`);
    const before = await client.balance(signer.account);
    const dest = { type: "Id", value: toSs58(to) };
    const call: CallRef =
      amount === undefined
        ? { pallet: "Balances", name: "transfer_all", args: { dest, keep_alive: keepAlive } }
        : {
            pallet: "Balances",
            name: keepAlive ? "transfer_keep_alive" : "transfer_allow_death",
            args: { dest, value: amount },
          };
    const done = await carryOutOne(client, flags, {
      signer,
      operation: {
        title: `Transfer ${amount === undefined ? "everything" : tao(amount)} to ${toSs58(to)}`,
        details: [["Free now", tao(before)]],
        call,
        ...(amount === undefined ? {} : { spends: amount }),
        facts: {
          from: toSs58(signer.account),
          to: toSs58(to),
          amount: amount ?? null,
          all: amount === undefined,
        },
      },
    });
    return { ...done, free: await client.balance(signer.account) };
  });
  const sent = (
    submitted?.events.find(({ type }) => type === "Balances.Transfer")?.value as
      | { readonly amount: bigint }
      | undefined
  )?.amount;
  const document = { ...outcome, amount: sent ?? amount ?? null, free };
  print(document, {
    json: flags.json ?? false,
    text: () =>
      submitted
        ? `Sent ${tao(sent ?? 0n)} to ${toSs58(to)}; ${tao(free)} left.`
        : "Nothing was sent (--dry-run).",
  });
}
