import { type AccountId, type NetUid, toSs58 } from "@ganglion/primitives";
import type { CallRef, ChainClient } from "@ganglion/sdk";
import { carryOut, feeOf, type Operation } from "../../client/extrinsic.ts";
import { signingKey } from "../../client/keys.ts";
import { withChain } from "../../client/session.ts";
import { type Subnet, subnetBy } from "../../client/subnets.ts";
import {
  ensureTolerable,
  limitLines,
  limitPrice,
  quoteBuy,
  quoteFacts,
  quoteLines,
} from "../../client/swap-quote.ts";
import { parseAmount, tao, token } from "../../options/amount.ts";
import { needed } from "../../options/ask.ts";
import { type NetuidsFlags, parseNetuid } from "../../options/netuid-option.ts";
import type { NetworkFlags } from "../../options/network-option.ts";
import { type ToleranceFlags, toleranceOf } from "../../options/tolerance-option.ts";
import { CliError, EXIT, print } from "../../output.ts";
import { type HotkeysFlags, hotkeysOf } from "./hotkeys.ts";
import { stakeEvent } from "./stake-event.ts";

export interface AddFlags extends HotkeysFlags, NetworkFlags, NetuidsFlags, ToleranceFlags {
  readonly amount?: bigint;
  readonly all?: boolean;
}

const ROOT = 0;

interface Target {
  readonly hotkey: AccountId;
  readonly subnet: Subnet;
}

/** What buying at one place means. @throws CliError NO_QUOTE, SLIPPAGE */
async function operationOf(
  client: ChainClient,
  flags: AddFlags,
  { hotkey, subnet }: Target,
  amount: bigint,
): Promise<Operation> {
  const { netuid, name } = subnet;
  const tolerance = netuid === ROOT ? undefined : toleranceOf(flags);
  const quote = await quoteBuy(client, subnet, amount);
  const partial = flags.partial === true;
  const attention =
    tolerance === undefined || partial
      ? []
      : ensureTolerable(flags, quote.impact, { tolerance, partialOffered: true });
  const limit = tolerance === undefined ? undefined : limitPrice(quote, tolerance);
  const base = { hotkey: toSs58(hotkey), netuid, amount_staked: amount };
  const call: CallRef =
    limit === undefined
      ? { pallet: "SubtensorModule", name: "add_stake", args: base }
      : {
          pallet: "SubtensorModule",
          name: "add_stake_limit",
          args: { ...base, limit_price: limit, allow_partial: partial },
        };
  return {
    title: `Stake ${tao(amount)} on subnet ${netuid} (${name})`,
    details: [
      ["Hotkey", toSs58(hotkey)],
      ...(netuid === ROOT ? [] : quoteLines(quote)),
      ...limitLines(limit, { tolerance, partial }),
      ...attention,
    ],
    call,
    spends: amount,
    facts: {
      netuid,
      hotkey: toSs58(hotkey),
      amount,
      ...quoteFacts(quote),
      limitPrice: limit ?? null,
    },
  };
}

/** All that is free in equal parts, fees and the minimum balance left out. @throws CliError NOT_ENOUGH_BALANCE */
async function equalParts(
  client: ChainClient,
  coldkey: AccountId,
  targets: readonly Target[],
): Promise<bigint> {
  const [{ hotkey, subnet }] = targets as readonly [Target];
  const free = await client.balance(coldkey);
  const minimum = (await client.api.constants.Balances!.ExistentialDeposit!()) as bigint;
  const example: CallRef = {
    pallet: "SubtensorModule",
    name: "add_stake_limit",
    args: {
      hotkey: toSs58(hotkey),
      netuid: subnet.netuid,
      amount_staked: free,
      limit_price: subnet.price,
      allow_partial: false,
    },
  };
  // Fees vary a little with the length of the amounts: twice the estimate is kept back.
  const fee = 2n * (await feeOf(client, example, coldkey));
  const count = BigInt(targets.length);
  const part = (free - minimum - fee * count) / count;
  if (part <= 0n)
    throw new CliError("NOT_ENOUGH_BALANCE", `there is only ${tao(free)} free`, {
      exit: EXIT.refused,
      hint: "On development chains `ganglion faucet` fills the wallet.",
    });
  return part;
}

/** Stakes TAO. @throws CliError NO_SUBNET, SLIPPAGE, NOT_ENOUGH_BALANCE; ChainError */
export async function add(flags: AddFlags): Promise<void> {
  if (flags.all && flags.amount !== undefined)
    throw new CliError("BAD_OPTIONS", "--all and --amount exclude each other", {
      exit: EXIT.usage,
    });
  const netuids: readonly NetUid[] = await needed(flags, flags.netuids, {
    option: "--netuid",
    question: "On which subnet (netuid)?",
    parse: (text) => [parseNetuid(text)],
  });
  const asked = flags.all
    ? undefined
    : await needed(flags, flags.amount, {
        option: "--amount",
        question: "How much TAO?",
        parse: parseAmount,
      });
  const signer = await signingKey(flags, "coldkey");
  const hotkeys = await hotkeysOf(flags);
  const operations = await withChain(flags, async (client) => {
    const targets: Target[] = [];
    for (const netuid of netuids) {
      const subnet = await subnetBy(client, netuid);
      for (const hotkey of hotkeys) targets.push({ hotkey, subnet });
    }
    const amount = asked ?? (await equalParts(client, signer.account, targets));
    const planned: Operation[] = [];
    for (const target of targets) planned.push(await operationOf(client, flags, target, amount));
    const done = await carryOut(client, flags, { signer, operations: planned });
    return done.map(({ outcome, submitted }, i) => {
      const bought = submitted && stakeEvent(submitted, "StakeAdded");
      const { netuid, symbol } = targets[i]!.subnet;
      const text = bought
        ? `Staked ${tao(bought.rao)}: ${token(bought.alpha, netuid, symbol)} on subnet ${netuid}.`
        : "Nothing was staked (--dry-run).";
      return { text, facts: { ...outcome, received: bought?.alpha ?? null } };
    });
  });
  print(
    { operations: operations.map(({ facts }) => facts) },
    {
      json: flags.json ?? false,
      text: () => operations.map(({ text }) => text).join("\n"),
    },
  );
}
