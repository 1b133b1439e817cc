import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Keypair } from "@ganglion/crypto";
import { netUid } from "@ganglion/primitives";
import {
  Averages,
  type BackendConfig,
  ChainClient,
  Dendrite,
  followFigures,
  type NeuronLog,
  type NeuronSetup,
  type RunningNeuron,
  runMiner,
  runValidator,
} from "@ganglion/sdk";
import { loadSubnet } from "@ganglion/subnets/registry";
import { readDocuments } from "./documents.ts";

/** Where a neuron lives, and of which subnet it is; plain data, since it travels between processes. */
export interface Place {
  readonly rpc: string;
  /** Name in the registry. */
  readonly subnet: string;
  readonly netuid: number;
  /** Address that goes on the chain. */
  readonly axonIp: string;
  /** Address to listen on; the same one by default. */
  readonly axonHost?: string;
  readonly axonPort: number;
  readonly docs?: { readonly folder: string; readonly only?: readonly string[] };
  /** The subnet's own options, as typed. */
  readonly options?: Readonly<Record<string, string>>;
  /** For demonstrations. */
  readonly attack?: string;
  /** A folder of the neuron's own. */
  readonly folder?: string;
  /** Where event files with the figures of its subnet go. */
  readonly tensorboard?: string;
}

export type NeuronConfig =
  | ({ readonly role: "miner"; readonly backend?: BackendConfig } & Place)
  | ({
      readonly role: "validator";
      /** File that keeps the averages. */
      readonly averagesFile?: string;
    } & Place);

/** Averages in a file, written whole: a torn file would forget everyone. */
function keptAverages(file: string | undefined): {
  averages: Averages;
  save: (averages: Averages) => void;
} {
  const averages = new Averages();
  if (file === undefined) return { averages, save: () => {} };
  if (existsSync(file)) {
    try {
      averages.restore(JSON.parse(readFileSync(file, "utf8")));
    } catch {
      // An unreadable file means starting anew, which is what a validator without one does as well.
    }
  }
  mkdirSync(dirname(file), { recursive: true });
  return {
    averages,
    save(now) {
      writeFileSync(`${file}.new`, JSON.stringify(now));
      renameSync(`${file}.new`, file);
    },
  };
}

/** Runs one neuron of a subnet until it is stopped. @throws what the kit's `runMiner` and `runValidator` throw */
export async function runNeuron(
  config: NeuronConfig,
  hotkey: Keypair,
  log: NeuronLog,
): Promise<RunningNeuron> {
  const { axonIp, axonHost, axonPort, docs, options, attack, folder } = config;
  const subnet = await loadSubnet(config.subnet);
  const client = await ChainClient.connect({ url: config.rpc });
  if (folder) mkdirSync(folder, { recursive: true });
  const setup: NeuronSetup = {
    client,
    hotkey,
    netuid: netUid(config.netuid),
    ip: axonIp,
    host: axonHost ?? axonIp,
    port: axonPort,
    log,
    documents: docs ? readDocuments(docs.folder, docs.only) : [],
    ...(options ? { options } : {}),
    ...(attack ? { attack } : {}),
    ...(folder ? { folder } : {}),
  };
  try {
    const running: RunningNeuron =
      config.role === "miner"
        ? await runMiner(subnet, {
            ...setup,
            ...(config.backend ? { backend: config.backend } : {}),
          })
        : await runValidator(subnet, { ...setup, ...keptAverages(config.averagesFile) });
    const { uid, port } = running;
    const { tensorboard } = config;
    const stopFollowing = tensorboard
      ? followFigures({
          client,
          dendrite: new Dendrite({ keypair: hotkey }),
          folder: tensorboard,
          log,
          netuid: netUid(config.netuid),
        })
      : () => {};
    const stop = async () => {
      stopFollowing();
      await running.stop().finally(() => client.close());
    };
    return { uid, port, stop };
  } catch (error) {
    client.close();
    throw error;
  }
}
