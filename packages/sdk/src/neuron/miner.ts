import type { Keypair } from "@ganglion/crypto";
import type { NetUid } from "@ganglion/primitives";
import type { ChainClient } from "../chain/client.ts";
import type { Axon } from "../net/axon.ts";
import { announceAxon, requireUid } from "./registration.ts";

/** What a neuron tells whoever runs it. */
export interface NeuronLog {
  info(what: string, details?: Readonly<Record<string, unknown>>): void;
  /** Something went wrong; the neuron goes on. */
  trouble(what: string, error: unknown): void;
}

export interface MinerOptions {
  readonly client: ChainClient;
  readonly hotkey: Keypair;
  readonly netuid: NetUid;
  /** With its routes attached; not started yet. */
  readonly axon: Axon;
  /** Where it listens. */
  readonly host?: string;
  readonly port: number;
  /** The address that goes on the chain: others must reach it. */
  readonly externalIp: string;
  readonly log: NeuronLog;
  /** Blocks between two looks at the chain. */
  readonly checkEveryBlocks?: number;
}

/** A neuron that runs. */
export interface RunningNeuron {
  readonly uid: number;
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Serves: checks the registration, listens, announces the address, and keeps looking whether it is still registered.
 * @throws ChainError if the hotkey is not registered; TransportError if the port is taken
 */
export async function startMiner(options: MinerOptions): Promise<RunningNeuron> {
  const { client, hotkey, netuid, axon, log, externalIp, checkEveryBlocks = 25 } = options;
  const uid = await requireUid(client, hotkey, netuid);
  const { port } = await axon.start({ host: options.host ?? "0.0.0.0", port: options.port });
  let registered = true;
  const announce = async () => {
    const sent = await announceAxon(client, {
      hotkey,
      netuid,
      axon: axon.info({ ip: externalIp, port }),
    });
    if (sent) log.info("announced", { netuid, uid, ip: externalIp, port });
  };
  try {
    await announce();
  } catch (error) {
    // Refused for now (a rate limit, for example): it serves all the same and announces later.
    log.trouble("the address could not be announced, it will be tried again", error);
  }
  const look = async () => {
    const now = await client.uidOf(axon.hotkey, netuid);
    if (now === undefined && registered)
      log.trouble("the hotkey is no longer registered on the subnet", { netuid, uid });
    if (now !== undefined) await announce();
    registered = now !== undefined;
  };
  let next = 0;
  const stopWatching = client.watchBlocks(
    ({ number }) => {
      if (number < next) return;
      next = number + checkEveryBlocks;
      look().catch((error) => log.trouble("the chain could not be asked", error));
    },
    (error) => log.trouble("the chain's blocks can't be followed", error),
  );
  return {
    uid,
    port,
    async stop() {
      stopWatching();
      await axon.stop();
    },
  };
}
