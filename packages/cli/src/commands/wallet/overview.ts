import { type AccountId, type NetUid, netUid, toSs58 } from "@ganglion/primitives";
import { type ChainClient, listWallets, type Metagraph, metagraph } from "@ganglion/sdk";
import pc from "picocolors";
import { signingKey } from "../../client/keys.ts";
import { withChain } from "../../client/session.ts";
import { address, share, table } from "../../client/table.ts";
import { short, tao } from "../../options/amount.ts";
import type { NetuidsFlags } from "../../options/netuid-option.ts";
import type { NetworkFlags } from "../../options/network-option.ts";
import { isDevUri, type WalletFlags, walletChoice } from "../../options/wallet-option.ts";
import { print } from "../../output.ts";

export interface OverviewFlags extends WalletFlags, NetworkFlags, NetuidsFlags {
  readonly all?: boolean;
}

interface Owner {
  readonly name: string;
  readonly coldkey: AccountId;
  /** Names of the hotkeys that are known here. */
  readonly hotkeys: ReadonlyMap<AccountId, string>;
}

async function ownersOf(flags: OverviewFlags): Promise<Owner[]> {
  const choice = walletChoice(flags);
  const wallets = isDevUri(choice.name) ? [] : await listWallets(choice.dir);
  const hotkeysOf = (name: string) =>
    new Map(
      wallets
        .find((each) => each.name === name)
        ?.hotkeys.flatMap((each) => (each.account ? [[each.account, each.name] as const] : [])),
    );
  if (flags.all)
    return wallets.flatMap(({ name, coldkey }) =>
      coldkey?.account ? [{ name, coldkey: coldkey.account, hotkeys: hotkeysOf(name) }] : [],
    );
  const { label, account } = await signingKey(flags, "coldkey");
  return [{ name: label, coldkey: account, hotkeys: hotkeysOf(label) }];
}

/** Subnets on which hotkeys of these coldkeys are registered: those that the chain knows, and those of the folder. */
async function netuidsOf(client: ChainClient, owners: readonly Owner[]): Promise<NetUid[]> {
  const { OwnedHotkeys, IsNetworkMember } = client.api.query.SubtensorModule!;
  const found = new Set<number>();
  for (const { coldkey, hotkeys } of owners) {
    const owned = (await OwnedHotkeys!.getValue(toSs58(coldkey))) as readonly string[];
    for (const hotkey of new Set([...owned, ...[...hotkeys.keys()].map((each) => toSs58(each))])) {
      const entries = (await IsNetworkMember!.getEntries(hotkey)) as unknown as readonly {
        readonly keyArgs: readonly [string, number];
        readonly value: boolean;
      }[];
      for (const { keyArgs, value } of entries) if (value) found.add(keyArgs[1]);
    }
  }
  return [...found].sort((a, b) => a - b).map(netUid);
}

interface Row {
  readonly wallet: string;
  readonly hotkey: string | null;
  readonly hotkeySs58: string;
  readonly uid: number;
  readonly active: boolean;
  readonly validatorPermit: boolean;
  readonly stake: bigint;
  readonly incentive: number;
  readonly dividends: number;
  readonly emission: bigint;
  readonly updated: number;
  readonly axon: string | null;
}

function rowsOf(graph: Metagraph, owners: readonly Owner[]): Row[] {
  return graph.neurons.flatMap((neuron) => {
    const owner = owners.find(
      ({ coldkey, hotkeys }) => coldkey === neuron.coldkey || hotkeys.has(neuron.hotkey),
    );
    if (!owner) return [];
    return [
      {
        wallet: owner.name,
        hotkey: owner.hotkeys.get(neuron.hotkey) ?? null,
        hotkeySs58: toSs58(neuron.hotkey),
        uid: neuron.uid,
        active: neuron.active,
        validatorPermit: neuron.validatorPermit,
        stake: neuron.totalStake,
        incentive: neuron.incentive,
        dividends: neuron.dividends,
        emission: neuron.emission,
        updated: graph.block - neuron.lastUpdate,
        axon: neuron.axon ? `${neuron.axon.ip}:${neuron.axon.port}` : null,
      },
    ];
  });
}

/** The neurons of a wallet, subnet by subnet. @throws CliError, ChainError */
export async function overview(flags: OverviewFlags): Promise<void> {
  const owners = await ownersOf(flags);
  const { balances, graphs } = await withChain(flags, async (client) => {
    const netuids = flags.netuids ?? (await netuidsOf(client, owners));
    return {
      balances: await Promise.all(
        owners.map(async ({ name, coldkey }) => ({
          name,
          ss58: toSs58(coldkey),
          free: await client.balance(coldkey),
        })),
      ),
      graphs: await Promise.all(netuids.map((netuid) => metagraph(client, netuid))),
    };
  });
  const subnets = graphs
    .map((graph) => ({
      netuid: graph.netuid,
      name: graph.name,
      symbol: graph.symbol,
      tempo: graph.tempo,
      neurons: rowsOf(graph, owners),
    }))
    .filter(({ neurons }) => neurons.length > 0);
  print(
    { wallets: balances, subnets },
    {
      json: flags.json ?? false,
      text: () =>
        [
          ...balances.map(({ name, ss58, free }) => `${pc.bold(name)}  ${ss58}  free ${tao(free)}`),
          ...(subnets.length === 0 ? ["No registered hotkeys."] : []),
          ...subnets.map(
            ({ netuid, name, symbol, neurons }) =>
              `\n${pc.bold(`Subnet ${netuid}: ${name} ${symbol}`)}\n${table(
                [
                  "Wallet",
                  "Hotkey",
                  ">Uid",
                  ">Stake",
                  ">Incentive",
                  ">Dividends",
                  `>Emission (${symbol})`,
                  ">Updated",
                  "Permit",
                  "Axon",
                ],
                neurons.map((row) => [
                  row.wallet,
                  row.hotkey ?? address(row.hotkeySs58, flags.verbose),
                  row.uid,
                  short(row.stake),
                  share(row.incentive),
                  share(row.dividends),
                  short(row.emission),
                  row.updated,
                  row.validatorPermit ? "yes" : "",
                  row.axon ?? "none",
                ]),
              )}`,
          ),
        ].join("\n"),
    },
  );
}
