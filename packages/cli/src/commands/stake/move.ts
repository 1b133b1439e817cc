import { type AccountId, type NetUid, toSs58 } from "@ganglion/primitives";
import type { CallRef, ChainClient } from "@ganglion/sdk";
import { carryOutOne } from "../../client/extrinsic.ts";
import { coldkeyAccount, hotkeyAccount, signingKey } from "../../client/keys.ts";
import { withChain } from "../../client/session.ts";
import { stakeWith } from "../../client/stakes.ts";
import { type Subnet, subnetBy } from "../../client/subnets.ts";
import { ensureTolerable, quoteBuy, quoteSell } from "../../client/swap-quote.ts";
import { ONE, parseAmount, percent, tao, token } from "../../options/amount.ts";
import { needed } from "../../options/ask.ts";
import { parseNetuid } from "../../options/netuid-option.ts";
import type { NetworkFlags } from "../../options/network-option.ts";
import type { PromptFlags } from "../../options/prompt-option.ts";
import { type ToleranceFlags, toleranceOf } from "../../options/tolerance-option.ts";
import type { WalletFlags } from "../../options/wallet-option.ts";
import { CliError, EXIT, print } from "../../output.ts";
import { notEnoughStake } from "./remove.ts";

export interface MoveFlags extends WalletFlags, NetworkFlags, PromptFlags, ToleranceFlags {
  readonly from?: string;
  readonly to?: string;
  readonly dest?: string;
  readonly originNetuid?: NetUid;
  readonly destNetuid?: NetUid;
  readonly amount?: bigint;
  readonly all?: boolean;
}

/** Where stake comes from and goes to. */
interface Way {
  readonly hotkey: AccountId;
  readonly origin: Subnet;
  readonly destination: Subnet;
  readonly amount: bigint;
}

/** What the chain shall do with it. */
interface Kind {
  readonly title: string;
  readonly details: readonly (readonly [string, string])[];
  readonly facts: Readonly<Record<string, unknown>>;
  readonly call: (way: Way, limit: bigint | undefined) => CallRef;
}

const askedNetuid = (flags: MoveFlags, given: NetUid | undefined, which: "origin" | "dest") =>
  needed(flags, given, {
    option: `--${which}-netuid`,
    question: which === "origin" ? "From which subnet (netuid)?" : "To which subnet (netuid)?",
    parse: parseNetuid,
  });

const placeArgs = ({ origin, destination, amount }: Way) => ({
  origin_netuid: origin.netuid,
  destination_netuid: destination.netuid,
  alpha_amount: amount,
});

/** The way through both pools: sold in one, bought in the other; nothing within one subnet. */
async function quoteOf(client: ChainClient, { origin, destination, amount }: Way) {
  if (origin.netuid === destination.netuid) return undefined;
  const sold = await quoteSell(client, origin, amount);
  const bought = await quoteBuy(client, destination, sold.receives);
  const left = ((ONE - sold.impact) * (ONE - bought.impact)) / ONE;
  return { through: sold.receives, receives: bought.receives, impact: ONE - left };
}

async function carry(
  flags: MoveFlags,
  kind: Kind,
  netuids: { readonly origin: NetUid; readonly destination: NetUid },
  hotkey: AccountId,
): Promise<void> {
  if (flags.all && flags.amount !== undefined)
    throw new CliError("BAD_OPTIONS", "--all and --amount exclude each other", {
      exit: EXIT.usage,
    });
  const asked = flags.all
    ? undefined
    : await needed(flags, flags.amount, {
        option: "--amount",
        question: "How much alpha?",
        parse: parseAmount,
      });
  const signer = await signingKey(flags, "coldkey");
  const { outcome, submitted } = await withChain(flags, async (client) => {
    const origin = await subnetBy(client, netuids.origin);
    const destination = await subnetBy(client, netuids.destination);
    const held = await stakeWith(client, {
      coldkey: signer.account,
      hotkey,
      netuid: origin.netuid,
    });
    const amount = asked ?? held;
    if (held === 0n || held < amount)
      throw notEnoughStake(origin, { hotkey, held, asked: asked ?? 1n });
    const way: Way = { hotkey, origin, destination, amount };
    const quote = await quoteOf(client, way);
    const tolerance = quote && toleranceOf(flags);
    // Moving and transferring know no limit on the chain, so this is their only guard.
    const attention =
      quote && tolerance !== undefined && flags.partial !== true
        ? ensureTolerable(flags, quote.impact, { tolerance, partialOffered: kind.title === "Swap" })
        : [];
    const rate = destination.price === 0n ? 0n : (origin.price * ONE) / destination.price;
    const limit = tolerance === undefined ? undefined : (rate * (ONE - tolerance)) / ONE;
    return carryOutOne(client, flags, {
      signer,
      operation: {
        title: `${kind.title} ${token(amount, origin.netuid, origin.symbol)}`,
        details: [
          ["From", `subnet ${origin.netuid} (${origin.name}), hotkey ${toSs58(hotkey)}`],
          ["To", `subnet ${destination.netuid} (${destination.name})`],
          ...kind.details,
          ...(quote
            ? ([
                [
                  "Receives",
                  `about ${token(quote.receives, destination.netuid, destination.symbol)}, through ${tao(quote.through)}`,
                ],
                ["Price impact", percent(quote.impact)],
              ] as const)
            : []),
          ...attention,
        ],
        call: kind.call(way, limit),
        facts: {
          ...kind.facts,
          hotkey: toSs58(hotkey),
          originNetuid: origin.netuid,
          destNetuid: destination.netuid,
          amount,
          expected: quote?.receives ?? amount,
          priceImpact: quote ? Number(quote.impact) / Number(ONE) : 0,
        },
      },
    });
  });
  print(outcome, {
    json: flags.json ?? false,
    text: () => (submitted ? "Done." : "Nothing was moved (--dry-run)."),
  });
}

/** Moves stake between hotkeys and subnets of the same coldkey. @throws CliError; ChainError */
export async function move(flags: MoveFlags): Promise<void> {
  const origin = await askedNetuid(flags, flags.originNetuid, "origin");
  const destination = flags.destNetuid ?? origin;
  const from = await hotkeyAccount(flags, flags.from);
  const to = flags.to === undefined ? from : await hotkeyAccount(flags, flags.to);
  if (from === to && origin === destination)
    throw new CliError("SAME_PLACE", "it would be moved to where it is", {
      exit: EXIT.usage,
      hint: "--to names another hotkey, --dest-netuid another subnet.",
    });
  const kind: Kind = {
    title: "Move",
    details: [["To hotkey", toSs58(to)]],
    facts: { destHotkey: toSs58(to) },
    call: (way) => ({
      pallet: "SubtensorModule",
      name: "move_stake",
      args: {
        origin_hotkey: toSs58(way.hotkey),
        destination_hotkey: toSs58(to),
        ...placeArgs(way),
      },
    }),
  };
  await carry(flags, kind, { origin, destination }, from);
}

/** Gives stake to another coldkey. @throws CliError; ChainError */
export async function transfer(flags: MoveFlags): Promise<void> {
  const origin = await askedNetuid(flags, flags.originNetuid, "origin");
  const dest = await needed(flags, flags.dest, {
    option: "--dest",
    question: "Which coldkey gets it (address or wallet)?",
    parse: (text) => text,
  });
  const to = await coldkeyAccount(flags, dest);
  const kind: Kind = {
    title: "Transfer",
    details: [["To coldkey", toSs58(to)]],
    facts: { destColdkey: toSs58(to) },
    call: (way) => ({
      pallet: "SubtensorModule",
      name: "transfer_stake",
      args: {
        destination_coldkey: toSs58(to),
        hotkey: toSs58(way.hotkey),
        ...placeArgs(way),
      },
    }),
  };
  const destination = flags.destNetuid ?? origin;
  await carry(flags, kind, { origin, destination }, await hotkeyAccount(flags));
}

/** Swaps stake to another subnet within a price limit that the chain keeps. @throws CliError; ChainError */
export async function swap(flags: MoveFlags): Promise<void> {
  const origin = await askedNetuid(flags, flags.originNetuid, "origin");
  const destination = await askedNetuid(flags, flags.destNetuid, "dest");
  if (origin === destination)
    throw new CliError("SAME_PLACE", "it would be swapped to the subnet where it is", {
      exit: EXIT.usage,
    });
  const kind: Kind = {
    title: "Swap",
    details: [],
    facts: {},
    call: (way, limit) => {
      const args = { hotkey: toSs58(way.hotkey), ...placeArgs(way) };
      return limit === undefined
        ? { pallet: "SubtensorModule", name: "swap_stake", args }
        : {
            pallet: "SubtensorModule",
            name: "swap_stake_limit",
            args: { ...args, limit_price: limit, allow_partial: flags.partial === true },
          };
    },
  };
  await carry(flags, kind, { origin, destination }, await hotkeyAccount(flags));
}
