import { toSs58 } from "@ganglion/primitives";
import { type Metagraph, metagraph, type Neuron } from "@ganglion/sdk";
import pc from "picocolors";
import { withChain } from "../../client/session.ts";
import { noSubnet, prices } from "../../client/subnets.ts";
import { address, share, table } from "../../client/table.ts";
import { short, tao } from "../../options/amount.ts";
import { type NetuidFlags, neededNetuid } from "../../options/netuid-option.ts";
import type { NetworkFlags } from "../../options/network-option.ts";
import type { PromptFlags } from "../../options/prompt-option.ts";
import { print } from "../../output.ts";

export type ShowFlags = NetworkFlags & NetuidFlags & PromptFlags;

const neuronFacts = (neuron: Neuron) => ({
  uid: neuron.uid,
  hotkey: toSs58(neuron.hotkey),
  coldkey: toSs58(neuron.coldkey),
  active: neuron.active,
  validatorPermit: neuron.validatorPermit,
  totalStake: neuron.totalStake,
  alphaStake: neuron.alphaStake,
  incentive: neuron.incentive,
  dividends: neuron.dividends,
  consensus: neuron.consensus,
  emission: neuron.emission,
  lastUpdate: neuron.lastUpdate,
  blockAtRegistration: neuron.blockAtRegistration,
  axon: neuron.axon ? `${neuron.axon.ip}:${neuron.axon.port}` : null,
});

const facts = ({ neurons, ownerColdkey, ownerHotkey, ...graph }: Metagraph, price: bigint) => ({
  ...graph,
  price,
  ownerColdkey: toSs58(ownerColdkey),
  ownerHotkey: toSs58(ownerHotkey),
  neurons: neurons.map(neuronFacts),
});

function text(graph: Metagraph, price: bigint, verbose: boolean): string {
  const { netuid, name, symbol, tempo, neurons } = graph;
  const blocks = tempo - graph.blocksSinceLastStep;
  return [
    pc.bold(`Subnet ${netuid}: ${name} ${symbol}`),
    `Price ${tao(price)} per ${symbol} · pool ${tao(graph.taoIn)} and ${short(graph.alphaIn)} ${symbol} · staked ${short(graph.alphaOut)} ${symbol}`,
    `Registration ${tao(graph.burn)} · ${neurons.length} of ${graph.maxUids} uids · tempo ${tempo}${blocks > 0 ? `, next epoch in about ${blocks} blocks` : ""} · commit-reveal ${graph.commitRevealEnabled ? "on" : "off"}`,
    `Owner ${toSs58(graph.ownerColdkey)} · block ${graph.block}`,
    "",
    neurons.length === 0
      ? "No neurons yet."
      : table(
          [
            ">Uid",
            ">Stake",
            ">Incentive",
            ">Dividends",
            `>Emission (${symbol})`,
            ">Updated",
            "Permit",
            "Hotkey",
            "Coldkey",
            "Axon",
          ],
          neurons.map((neuron) => [
            neuron.uid,
            short(neuron.totalStake),
            share(neuron.incentive),
            share(neuron.dividends),
            short(neuron.emission),
            graph.block - neuron.lastUpdate,
            neuron.validatorPermit ? "yes" : "",
            address(neuron.hotkey, verbose),
            address(neuron.coldkey, verbose),
            neuron.axon ? `${neuron.axon.ip}:${neuron.axon.port}` : "none",
          ]),
        ),
  ].join("\n");
}

/** The metagraph of a subnet. @throws CliError NO_SUBNET; ChainError */
export async function show(flags: ShowFlags): Promise<void> {
  const netuid = await neededNetuid(flags);
  const { graph, price } = await withChain(flags, async (client) => {
    const priceOf = await prices(client);
    const price = priceOf.get(netuid);
    if (price === undefined) throw noSubnet(netuid);
    return { graph: await metagraph(client, netuid), price };
  });
  print(facts(graph, price), {
    json: flags.json ?? false,
    text: () => text(graph, price, flags.verbose ?? false),
  });
}
