import type { NetUid } from "@ganglion/primitives";
import type { ChainClient } from "../chain/client.ts";
import type { Dendrite } from "../net/dendrite.ts";
import type { NeuronLog } from "../neuron/miner.ts";
import { EventFile } from "./event-file.ts";
import { type SubnetFigures, subnetFigures, subnetNumbers } from "./read.ts";

export interface FollowOptions {
  readonly client: ChainClient;
  readonly dendrite?: Dendrite;
  /** Where the event files go, a folder per subnet. */
  readonly folder: string;
  readonly log: NeuronLog;
  /** Only this subnet; all of them unless given. */
  readonly netuid?: NetUid;
  /** Blocks between two looks; 10 unless given. */
  readonly everyBlocks?: number;
}

/** What TensorBoard shows of a subnet, by the names of its curves. */
export function curves({ neurons, stats }: SubnetFigures): Record<string, number | undefined> {
  const values: Record<string, number | undefined> = {};
  for (const neuron of neurons) {
    const who = `uid ${neuron.uid}`;
    values[`incentive/${who}`] = neuron.incentive;
    values[`dividends/${who}`] = neuron.dividends;
    values[`vtrust/${who}`] = neuron.validatorTrust;
    values[`emission/${who}`] = neuron.emission;
    values[`latency/${who}`] = neuron.latencySeconds;
  }
  for (const [name, value] of Object.entries(stats)) values[`subnet/${name}`] = value;
  return values;
}

/** Writes event files while the chain goes on; returns how to stop. One look at a time. */
export function followFigures(options: FollowOptions): () => void {
  const { client, dendrite, folder, log, netuid, everyBlocks = 10 } = options;
  const files = new Map<number, EventFile>();
  let next = 0;
  let looking = false;
  const look = async () => {
    const numbers = netuid === undefined ? await subnetNumbers(client) : [netuid];
    for (const number of numbers) {
      const figures = await subnetFigures(client, number, dendrite);
      const safe = figures.name.replace(/[^\w-]/g, "_").slice(0, 32);
      const file = files.get(number) ?? new EventFile(`${folder}/${number}-${safe}`);
      files.set(number, file);
      file.scalars(figures.block, curves(figures));
    }
  };
  return client.watchBlocks(
    ({ number }) => {
      if (looking || number < next) return;
      looking = true;
      next = number + everyBlocks;
      look()
        .catch((error) => log.trouble("the figures could not be written", error))
        .finally(() => (looking = false));
    },
    (error) => log.trouble("the chain's blocks can't be followed", error),
  );
}
