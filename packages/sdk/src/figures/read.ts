import { type NetUid, netUid, toSs58 } from "@ganglion/primitives";
import type { ChainClient } from "../chain/client.ts";
import { type Metagraph, metagraph } from "../chain/metagraph.ts";
import { statsSynapse } from "../kit/run-neuron.ts";
import type { Dendrite } from "../net/dendrite.ts";

const U16_MAX = 65_535;
const RAO_PER_ALPHA = 1e9;
/** How long a validator may take for its figures. */
const STATS_MS = 1_500;

/** A neuron's figures, as charts want them: shares of 1, alpha, seconds. */
export interface NeuronFigures {
  readonly uid: number;
  /** SS58. */
  readonly hotkey: string;
  readonly incentive: number;
  readonly dividends: number;
  readonly validatorTrust: number;
  /** Of the last epoch, in alpha. */
  readonly emission: number;
  /** In alpha. */
  readonly stake: number;
  /** How long its last answer took, as a validator measured it; absent if none tells. */
  readonly latencySeconds: number | undefined;
}

/** A subnet's figures at one block. */
export interface SubnetFigures {
  readonly netuid: NetUid;
  /** As its identity on the chain has it. */
  readonly name: string;
  readonly block: number;
  /** Block of the last epoch. */
  readonly lastStep: number;
  readonly neurons: readonly NeuronFigures[];
  /** The numbers among what a validator says about its subnet, by their names: rounds, losses. */
  readonly stats: Readonly<Record<string, number>>;
}

type Told = Readonly<Record<string, unknown>>;

/** @param dendrite asks a validator for what the chain doesn't know; without one that part stays empty */
export async function subnetFigures(
  client: ChainClient,
  netuid: NetUid,
  dendrite?: Dendrite,
): Promise<SubnetFigures> {
  const [graph, trusts] = await Promise.all([
    metagraph(client, netuid),
    validatorTrusts(client, netuid),
  ]);
  const told = dendrite ? await askValidators(dendrite, graph) : {};
  const latencies = new Map(
    (Array.isArray(told["miners"]) ? (told["miners"] as Told[]) : []).flatMap((each) =>
      typeof each?.["latencyMs"] === "number" ? [[each["uid"], each["latencyMs"] / 1_000]] : [],
    ),
  );
  return {
    netuid,
    name: graph.name || String(netuid),
    block: graph.block,
    lastStep: graph.lastStep,
    neurons: graph.neurons.map((neuron) => ({
      uid: neuron.uid,
      hotkey: toSs58(neuron.hotkey),
      incentive: neuron.incentive / U16_MAX,
      dividends: neuron.dividends / U16_MAX,
      validatorTrust: (trusts[neuron.uid] ?? 0) / U16_MAX,
      emission: Number(neuron.emission) / RAO_PER_ALPHA,
      stake: Number(neuron.alphaStake) / RAO_PER_ALPHA,
      latencySeconds: latencies.get(neuron.uid),
    })),
    stats: Object.fromEntries(
      Object.entries(told).flatMap(([name, value]) =>
        typeof value === "number" && Number.isFinite(value) ? [[name, value]] : [],
      ),
    ),
  };
}

/** What the first validator that answers says; nothing if none does. */
async function askValidators(dendrite: Dendrite, { neurons }: Metagraph): Promise<Told> {
  const asked = neurons
    .filter(({ axon, validatorPermit }) => axon && validatorPermit)
    .sort((a, b) => Number(b.totalStake - a.totalStake))
    .slice(0, 3);
  for (const { axon, hotkey } of asked) {
    const target = { ip: axon!.ip, port: axon!.port, hotkey };
    const result = await dendrite.call(
      target,
      statsSynapse,
      {},
      {
        timeoutMs: STATS_MS,
        maxAnswerBytes: 262_144,
      },
    );
    if (result.ok) return result.answer.stats;
  }
  return {};
}

/**
 * How much of each validator's weights the consensus of the last epoch left standing, by uid; 65535 = all. The
 * metagraph's runtime API doesn't tell it.
 */
export async function validatorTrusts(
  client: ChainClient,
  netuid: NetUid,
): Promise<readonly number[]> {
  const stored = await client.api.query.SubtensorModule!.ValidatorTrust!.getValue(netuid);
  return (stored as readonly number[] | undefined) ?? [];
}

/** Numbers of all subnets but root. */
export async function subnetNumbers(client: ChainClient): Promise<NetUid[]> {
  const entries =
    (await client.api.query.SubtensorModule!.NetworksAdded!.getEntries()) as unknown as {
      keyArgs: [number];
    }[];
  return entries
    .map(({ keyArgs }) => keyArgs[0])
    .filter((each) => each !== 0)
    .sort((a, b) => a - b)
    .map((each) => netUid(each));
}
