import { toSs58 } from "@ganglion/primitives";
import type { CallRef, ChainClient } from "@ganglion/sdk";
import { carryOutOne } from "../../client/extrinsic.ts";
import { hotkeyAccount, signingKey } from "../../client/keys.ts";
import { withChain } from "../../client/session.ts";
import { subnetBy } from "../../client/subnets.ts";
import { ONE, tao } from "../../options/amount.ts";
import { type NetuidFlags, neededNetuid } from "../../options/netuid-option.ts";
import type { NetworkFlags } from "../../options/network-option.ts";
import type { PromptFlags } from "../../options/prompt-option.ts";
import { type ToleranceFlags, toleranceOf } from "../../options/tolerance-option.ts";
import type { WalletFlags } from "../../options/wallet-option.ts";
import { CliError, EXIT, print } from "../../output.ts";

export interface RegisterFlags
  extends WalletFlags,
    NetworkFlags,
    PromptFlags,
    NetuidFlags,
    ToleranceFlags {}

const ROOT = 0;

/** The price can rise within the block in which many register, so there is a limit unless it is said otherwise. */
function callOf(netuid: number, hotkey: string, limit: bigint | undefined): CallRef {
  if (netuid === ROOT)
    return { pallet: "SubtensorModule", name: "root_register", args: { hotkey } };
  if (limit === undefined)
    return { pallet: "SubtensorModule", name: "burned_register", args: { netuid, hotkey } };
  return {
    pallet: "SubtensorModule",
    name: "register_limit",
    args: { netuid, hotkey, limit_price: limit },
  };
}

async function priceOf(client: ChainClient, netuid: number): Promise<bigint> {
  if (netuid === ROOT) return 0n;
  return (await client.api.query.SubtensorModule!.Burn!.getValue(netuid)) as bigint;
}

/** Registers a hotkey. @throws CliError NO_SUBNET, ALREADY_REGISTERED, NOT_ENOUGH_BALANCE; ChainError */
export async function register(flags: RegisterFlags): Promise<void> {
  const netuid = await neededNetuid(flags);
  const signer = await signingKey(flags, "coldkey");
  const hotkey = await hotkeyAccount(flags);
  const tolerance = toleranceOf(flags);
  const result = await withChain(flags, async (client) => {
    const subnet = await subnetBy(client, netuid);
    const known = await client.uidOf(hotkey, netuid);
    if (known !== undefined)
      throw new CliError(
        "ALREADY_REGISTERED",
        `hotkey ${toSs58(hotkey)} is uid ${known} of subnet ${netuid} already`,
        { exit: EXIT.refused, hint: "--wallet.hotkey names another hotkey." },
      );
    const cost = await priceOf(client, netuid);
    const limit = tolerance === undefined ? undefined : (cost * (ONE + tolerance)) / ONE;
    const { outcome, submitted } = await carryOutOne(client, flags, {
      signer,
      operation: {
        title: `Register ${toSs58(hotkey)} on subnet ${netuid} (${subnet.name})`,
        details:
          netuid === ROOT
            ? [["Burns", "nothing; a place on root is given by stake"]]
            : [
                ["Burns", tao(cost)],
                ["At most", limit === undefined ? "any price (--unsafe)" : tao(limit)],
              ],
        call: callOf(netuid, toSs58(hotkey), limit),
        spends: cost,
        facts: {
          netuid,
          hotkey: toSs58(hotkey),
          coldkey: toSs58(signer.account),
          cost,
          limit: netuid === ROOT ? null : (limit ?? null),
        },
      },
    });
    return { ...outcome, uid: submitted ? ((await client.uidOf(hotkey, netuid)) ?? null) : null };
  });
  print(result, {
    json: flags.json ?? false,
    text: () =>
      result.uid === null
        ? "Nothing was registered (--dry-run)."
        : `Registered as uid ${result.uid} of subnet ${netuid}.`,
  });
}
