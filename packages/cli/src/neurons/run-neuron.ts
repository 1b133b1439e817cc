import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { accountOf, type Keypair } from "@ganglion/crypto";
import { type NetUid, netUid } from "@ganglion/primitives";
import {
  Averages,
  type Axon,
  ChainClient,
  type NeuronLog,
  type RunningNeuron,
  type RunningValidator,
  startMiner,
  startValidator,
} from "@ganglion/sdk";
import { maliciousValidator } from "@ganglion/subnets/prompting/malicious";
import {
  type Backend,
  builtinBackend,
  DocumentIndex,
  type Grade,
  openaiBackend,
  promptingMiner,
} from "@ganglion/subnets/prompting/miner";
import { promptingAxon } from "@ganglion/subnets/prompting/run-miner";
import { promptingMechanism, promptingQueryAxon } from "@ganglion/subnets/prompting/run-validator";
import { honestValidator } from "@ganglion/subnets/prompting/validator";
import { readDocuments } from "./documents.ts";

/** Where a neuron lives. */
export interface Place {
  readonly rpc: string;
  readonly netuid: number;
  /** Address that goes on the chain. */
  readonly axonIp: string;
  /** Address to listen on; the same one by default. */
  readonly axonHost?: string;
  readonly axonPort: number;
  readonly docs?: { readonly folder: string; readonly only?: readonly string[] };
}

export type MinerBackend =
  | { readonly kind: "builtin"; readonly grade: Grade }
  | {
      readonly kind: "openai";
      readonly baseUrl: string;
      readonly model: string;
      readonly apiKey?: string;
    };

export type NeuronConfig =
  | ({ readonly role: "miner"; readonly backend: MinerBackend } & Place)
  | ({
      readonly role: "validator";
      /** File that keeps the averages. */
      readonly averagesFile?: string;
      /** For demonstrations: lie about what was seen. */
      readonly attack?: "inverted";
    } & Place);

const documentsOf = ({ docs }: Place) => (docs ? readDocuments(docs.folder, docs.only) : []);

function backendOf(config: MinerBackend, index: DocumentIndex): Backend {
  if (config.kind === "builtin") return builtinBackend(config.grade, { index });
  const { baseUrl, model, apiKey } = config;
  return openaiBackend({
    baseUrl,
    model,
    fetch: globalThis.fetch,
    index,
    ...(apiKey ? { apiKey } : {}),
  });
}

async function runMiner(
  config: NeuronConfig & { role: "miner" },
  hotkey: Keypair,
  log: NeuronLog,
): Promise<RunningNeuron> {
  const client = await ChainClient.connect({ url: config.rpc });
  const backend = backendOf(config.backend, new DocumentIndex(documentsOf(config)));
  const axon: Axon = promptingAxon(promptingMiner({ backend }), { keypair: hotkey });
  try {
    const running = await startMiner({
      client,
      hotkey,
      netuid: netUid(config.netuid),
      axon,
      port: config.axonPort,
      externalIp: config.axonIp,
      host: config.axonHost ?? config.axonIp,
      log,
    });
    return { ...running, stop: () => running.stop().finally(() => client.close()) };
  } catch (error) {
    client.close();
    throw error;
  }
}

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

async function runValidator(
  config: NeuronConfig & { role: "validator" },
  hotkey: Keypair,
  log: NeuronLog,
): Promise<RunningNeuron> {
  const client = await ChainClient.connect({ url: config.rpc });
  const netuid: NetUid = netUid(config.netuid);
  const docs = documentsOf(config);
  const honest = honestValidator(docs.length > 0 ? { docs } : {});
  const validator = config.attack ? maliciousValidator(honest, { attack: config.attack }) : honest;
  let running: RunningValidator | undefined;
  let block = (await client.head()).number;
  const stopWatching = client.watchBlocks(({ number }) => (block = number));
  const { averages, save } = keptAverages(config.averagesFile);
  const axon = promptingQueryAxon({
    validator,
    axon: { keypair: hotkey },
    dendrite: { keypair: hotkey, ip: config.axonIp },
    metagraph: () => running!.metagraph(),
    block: () => block,
    self: accountOf(hotkey),
    uid: () => running!.uid,
    reward: (rewards) => running!.reward(rewards),
  });
  try {
    running = await startValidator({
      client,
      hotkey,
      netuid,
      log,
      averages,
      save,
      mechanism: promptingMechanism({
        validator,
        dendrite: { keypair: hotkey, ip: config.axonIp },
      }),
      axon: {
        axon,
        host: config.axonHost ?? config.axonIp,
        port: config.axonPort,
        externalIp: config.axonIp,
      },
    });
    const { stop } = running;
    return {
      uid: running.uid,
      port: running.port,
      stop: () =>
        stop().finally(() => {
          stopWatching();
          client.close();
        }),
    };
  } catch (error) {
    stopWatching();
    client.close();
    throw error;
  }
}

/** Runs one neuron of the prompting subnet until it is stopped. */
export function runNeuron(
  config: NeuronConfig,
  hotkey: Keypair,
  log: NeuronLog,
): Promise<RunningNeuron> {
  return config.role === "miner"
    ? runMiner(config, hotkey, log)
    : runValidator(config, hotkey, log);
}
