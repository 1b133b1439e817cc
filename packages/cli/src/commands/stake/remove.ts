import { type AccountId, type NetUid, toSs58 } from "@ganglion/primitives";
import type { CallRef, ChainClient } from "@ganglion/sdk";
import { carryOut, type Operation } from "../../client/extrinsic.ts";
import { signingKey } from "../../client/keys.ts";
import { withChain } from "../../client/session.ts";
import { stakesOf, stakeWith } from "../../client/stakes.ts";
import { allSubnets, noSubnet, type Subnet } from "../../client/subnets.ts";
import {
  ensureTolerable,
  limitLines,
  limitPrice,
  quoteFacts,
  quoteLines,
  quoteSell,
} from "../../client/swap-quote.ts";
import { parseAmount, percent, tao, token } from "../../options/amount.ts";
import { needed } from "../../options/ask.ts";
import { type NetuidFlags, neededNetuid } from "../../options/netuid-option.ts";
import type { NetworkFlags } from "../../options/network-option.ts";
import { type ToleranceFlags, toleranceOf } from "../../options/tolerance-option.ts";
import { CliError, EXIT, print } from "../../output.ts";
import { type HotkeysFlags, hotkeysOf } from "./hotkeys.ts";
import { stakeEvent } from "./stake-event.ts";

export interface RemoveFlags extends HotkeysFlags, NetworkFlags, NetuidFlags, ToleranceFlags {
  readonly amount?: bigint;
  readonly all?: boolean;
  readonly allAlpha?: boolean;
  readonly allNetuids?: boolean;
}

const ROOT = 0;

interface Position {
  readonly hotkey: AccountId;
  readonly subnet: Subnet;
  /** All that is there. */
  readonly held: bigint;
}

export const notEnoughStake = (
  { netuid, symbol }: Subnet,
  numbers: { readonly hotkey: AccountId; readonly held: bigint; readonly asked: bigint },
): CliError =>
  new CliError(
    "NOT_ENOUGH_STAKE",
    `there is ${token(numbers.held, netuid, symbol)} with ${toSs58(numbers.hotkey)} on subnet ${netuid}, less than ${token(numbers.asked, netuid, symbol)}`,
    { exit: EXIT.refused, hint: "`ganglion stake list` shows what there is; --all takes all." },
  );

/** What selling at one place means; `amount` undefined sells everything. @throws CliError NO_QUOTE, SLIPPAGE */
async function operationOf(
  client: ChainClient,
  flags: RemoveFlags,
  { hotkey, subnet, held }: Position,
  amount: bigint | undefined,
): Promise<Operation> {
  const { netuid, name, symbol } = subnet;
  const tolerance = netuid === ROOT ? undefined : toleranceOf(flags);
  const sold = amount ?? held;
  const quote = await quoteSell(client, subnet, sold);
  const partial = flags.partial === true && amount !== undefined;
  const attention =
    tolerance === undefined || partial
      ? []
      : ensureTolerable(flags, quote.impact, { tolerance, partialOffered: amount !== undefined });
  const limit = tolerance === undefined ? undefined : limitPrice(quote, tolerance);
  return {
    title: `Unstake ${amount === undefined ? "all of " : ""}${token(sold, netuid, symbol)} from subnet ${netuid} (${name})`,
    details: [
      ["Hotkey", toSs58(hotkey)],
      ...(netuid === ROOT ? [] : quoteLines(quote)),
      ...limitLines(limit, { tolerance, partial }),
      ...attention,
    ],
    call: callOf({ hotkey: toSs58(hotkey), netuid }, { amount, limit, partial }),
    facts: {
      netuid,
      hotkey: toSs58(hotkey),
      amount: sold,
      ...quoteFacts(quote),
      limitPrice: limit ?? null,
    },
  };
}

function callOf(
  place: { readonly hotkey: string; readonly netuid: number },
  terms: {
    readonly amount: bigint | undefined;
    readonly limit: bigint | undefined;
    readonly partial: boolean;
  },
): CallRef {
  const { amount, limit, partial } = terms;
  const pallet = "SubtensorModule";
  // Emission may add to the stake until then: this call takes what is there at that moment.
  if (amount === undefined)
    return { pallet, name: "remove_stake_full_limit", args: { ...place, limit_price: limit } };
  const args = { ...place, amount_unstaked: amount };
  return limit === undefined
    ? { pallet, name: "remove_stake", args }
    : {
        pallet,
        name: "remove_stake_limit",
        args: { ...args, limit_price: limit, allow_partial: partial },
      };
}

/** Everything that the coldkey has, with the hotkeys that were named or with all. */
async function everything(
  client: ChainClient,
  flags: RemoveFlags,
  coldkey: AccountId,
  netuid: NetUid | undefined,
): Promise<Position[]> {
  const named = flags.walletHotkey ?? flags.includeHotkeys ?? flags.allHotkeys;
  const only = named === undefined ? undefined : new Set(await hotkeysOf(flags));
  const subnets = new Map(
    (await allSubnets(client)).map((subnet) => [subnet.netuid as number, subnet]),
  );
  if (netuid !== undefined && !subnets.has(netuid)) throw noSubnet(netuid);
  const positions = (await stakesOf(client, coldkey))
    .filter((stake) => netuid === undefined || stake.netuid === netuid)
    .filter(({ hotkey }) => only === undefined || only.has(hotkey))
    .map(({ hotkey, netuid, amount }) => ({ hotkey, subnet: subnets.get(netuid)!, held: amount }));
  if (positions.length > 0) return positions;
  throw new CliError("NOTHING_STAKED", "there is nothing to unstake", {
    exit: EXIT.refused,
    hint: "`ganglion stake list` shows what is staked where.",
  });
}

/** One extrinsic per hotkey: everything but root's is sold and staked to root. It knows no price limit. */
async function allAlpha(
  client: ChainClient,
  flags: RemoveFlags,
  coldkey: AccountId,
): Promise<Operation[]> {
  const positions = (await everything(client, flags, coldkey, undefined)).filter(
    ({ subnet }) => subnet.netuid !== ROOT,
  );
  const tolerance = toleranceOf(flags);
  const byHotkey = new Map<AccountId, (readonly [string, string])[]>();
  for (const { hotkey, subnet, held } of positions) {
    const quote = await quoteSell(client, subnet, held);
    const lines = byHotkey.get(hotkey) ?? [];
    lines.push([
      `Subnet ${subnet.netuid}`,
      `${token(held, subnet.netuid, subnet.symbol)} for about ${tao(quote.receives)}, price impact ${percent(quote.impact)}`,
    ]);
    if (tolerance !== undefined)
      lines.push(...ensureTolerable(flags, quote.impact, { tolerance, partialOffered: false }));
    byHotkey.set(hotkey, lines);
  }
  return [...byHotkey].map(([hotkey, details]) => ({
    title: `Sell all alpha with ${toSs58(hotkey)} and stake it to root`,
    details,
    call: {
      pallet: "SubtensorModule",
      name: "unstake_all_alpha",
      args: { hotkey: toSs58(hotkey) },
    },
    facts: { hotkey: toSs58(hotkey), toRoot: true },
  }));
}

async function plan(
  client: ChainClient,
  flags: RemoveFlags,
  coldkey: AccountId,
): Promise<Operation[]> {
  if (flags.allAlpha) return allAlpha(client, flags, coldkey);
  if (flags.all) {
    const netuid = flags.allNetuids ? undefined : flags.netuid;
    const positions = await everything(client, flags, coldkey, netuid);
    const planned: Operation[] = [];
    for (const each of positions) planned.push(await operationOf(client, flags, each, undefined));
    return planned;
  }
  const netuid = await neededNetuid(flags);
  const amount = await needed(flags, flags.amount, {
    option: "--amount",
    question: "How much alpha?",
    parse: parseAmount,
  });
  const subnet = (await allSubnets(client)).find((each) => each.netuid === netuid);
  if (!subnet) throw noSubnet(netuid);
  const planned: Operation[] = [];
  for (const hotkey of await hotkeysOf(flags)) {
    const held = await stakeWith(client, { coldkey, hotkey, netuid });
    if (held < amount) throw notEnoughStake(subnet, { hotkey, held, asked: amount });
    planned.push(await operationOf(client, flags, { hotkey, subnet, held }, amount));
  }
  return planned;
}

/** Unstakes. @throws CliError NO_SUBNET, NOT_ENOUGH_STAKE, NOTHING_STAKED, SLIPPAGE; ChainError */
export async function remove(flags: RemoveFlags): Promise<void> {
  if ((flags.all || flags.allAlpha) && flags.amount !== undefined)
    throw new CliError("BAD_OPTIONS", "--all and --amount exclude each other", {
      exit: EXIT.usage,
    });
  const signer = await signingKey(flags, "coldkey");
  const operations = await withChain(flags, async (client) => {
    const planned = await plan(client, flags, signer.account);
    const done = await carryOut(client, flags, { signer, operations: planned });
    return done.map(({ outcome, submitted }, i) => {
      const sold = submitted && stakeEvent(submitted, "StakeRemoved");
      return {
        text: submitted
          ? `${planned[i]!.title}: ${sold && !flags.allAlpha ? `got ${tao(sold.rao)}` : "done"}.`
          : "Nothing was unstaked (--dry-run).",
        facts: { ...outcome, received: flags.allAlpha ? null : (sold?.rao ?? null) },
      };
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
