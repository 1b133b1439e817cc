import { type NetUid, toSs58 } from "@ganglion/primitives";
import type { ChainClient } from "@ganglion/sdk";
import { carryOutOne } from "../../client/extrinsic.ts";
import { signingKey } from "../../client/keys.ts";
import { withChain } from "../../client/session.ts";
import { subnetBy } from "../../client/subnets.ts";
import { type NetuidFlags, neededNetuid } from "../../options/netuid-option.ts";
import type { NetworkFlags } from "../../options/network-option.ts";
import type { PromptFlags } from "../../options/prompt-option.ts";
import type { WalletFlags } from "../../options/wallet-option.ts";
import { CliError, EXIT, print } from "../../output.ts";

export type CheckStartFlags = NetworkFlags & NetuidFlags & PromptFlags;
export interface StartFlags extends WalletFlags, CheckStartFlags {}

interface StartState {
  /** Block of the first emission; null if the subnet is not started. */
  readonly startedAt: number | null;
  /** First block in which it may be started. */
  readonly earliest: number;
  readonly block: number;
}

async function startState(client: ChainClient, netuid: NetUid): Promise<StartState> {
  const { registeredAt } = await subnetBy(client, netuid);
  const { FirstEmissionBlockNumber, StartCallDelay } = client.api.query.SubtensorModule!;
  const [first, delay, head] = await Promise.all([
    FirstEmissionBlockNumber!.getValue(netuid) as Promise<bigint | undefined>,
    StartCallDelay!.getValue() as Promise<bigint>,
    client.head(),
  ]);
  return {
    startedAt: first === undefined ? null : Number(first),
    earliest: registeredAt + Number(delay),
    block: head.number,
  };
}

/** Tells whether a subnet may be started. @throws CliError NO_SUBNET; ChainError */
export async function checkStart(flags: CheckStartFlags): Promise<void> {
  const netuid = await neededNetuid(flags);
  const state = await withChain(flags, (client) => startState(client, netuid));
  const canStart = state.startedAt === null && state.block >= state.earliest;
  print(
    { netuid, ...state, canStart },
    {
      json: flags.json ?? false,
      text: () => {
        if (state.startedAt !== null)
          return `Subnet ${netuid} was started; its first emission was in block ${state.startedAt}.`;
        if (canStart) return `Subnet ${netuid} can be started now.`;
        return `Subnet ${netuid} can be started from block ${state.earliest} on, in ${state.earliest - state.block} blocks.`;
      },
    },
  );
}

/** Starts a subnet. @throws CliError NO_SUBNET, NOT_OWNER, ALREADY_STARTED, TOO_EARLY; ChainError */
export async function start(flags: StartFlags): Promise<void> {
  const netuid = await neededNetuid(flags);
  const signer = await signingKey(flags, "coldkey");
  const { outcome, submitted } = await withChain(flags, async (client) => {
    const { ownerColdkey } = await subnetBy(client, netuid);
    if (ownerColdkey !== toSs58(signer.account))
      throw new CliError("NOT_OWNER", `subnet ${netuid} belongs to ${ownerColdkey}`, {
        exit: EXIT.refused,
        hint: "Only its owner can start it; --wallet.name names another wallet.",
      });
    const { startedAt, earliest, block } = await startState(client, netuid);
    if (startedAt !== null)
      throw new CliError("ALREADY_STARTED", `subnet ${netuid} is started already`, {
        exit: EXIT.refused,
      });
    if (block < earliest)
      throw new CliError(
        "TOO_EARLY",
        `subnet ${netuid} can be started from block ${earliest} on, it is block ${block}`,
        { exit: EXIT.refused },
      );
    return carryOutOne(client, flags, {
      signer,
      operation: {
        title: `Start subnet ${netuid}`,
        details: [],
        call: { pallet: "SubtensorModule", name: "start_call", args: { netuid } },
        facts: { netuid },
      },
    });
  });
  print(outcome, {
    json: flags.json ?? false,
    text: () => (submitted ? `Subnet ${netuid} is started.` : "Nothing was started (--dry-run)."),
  });
}
