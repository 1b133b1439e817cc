import type { Keypair } from "@ganglion/crypto";
import type { NetUid } from "@ganglion/primitives";
import { z } from "zod";
import type { ChainClient } from "../chain/client.ts";
import { Axon, type AxonOptions } from "../net/axon.ts";
import { AxonError } from "../net/axon-error.ts";
import { type NetEnv, platformNetEnv } from "../net/env.ts";
import { defineSynapse } from "../net/synapse.ts";
import type { Transport } from "../net/transport.ts";
import type { Averages } from "../neuron/averages.ts";
import { type NeuronLog, type RunningNeuron, startMiner } from "../neuron/miner.ts";
import { type RunningValidator, startValidator } from "../neuron/validator.ts";
import type { BackendConfig, KitDocument } from "./backend.ts";
import { readOptions } from "./option.ts";
import {
  type Attack,
  attachRoutes,
  type NeuronPlace,
  route,
  type Subnet,
  type ValidatorView,
} from "./subnet.ts";

/** Where a neuron of a subnet runs, and how. */
export interface NeuronSetup {
  readonly client: ChainClient;
  readonly hotkey: Keypair;
  readonly netuid: NetUid;
  /** The address that goes on the chain; others must reach it. */
  readonly ip: string;
  /** Where it listens; the same address unless given. */
  readonly host?: string;
  readonly port: number;
  readonly log: NeuronLog;
  readonly env?: NetEnv;
  readonly transport?: Transport;
  readonly folder?: string;
  readonly documents?: readonly KitDocument[];
  /** Texts as typed, by name; read against the subnet's declaration. */
  readonly options?: Readonly<Record<string, string>>;
  /** `NAME` or `NAME:UID`; whoever starts neurons refuses it on chains that are worth something. */
  readonly attack?: string;
}

export interface MinerSetup extends NeuronSetup {
  readonly backend?: BackendConfig;
}

export interface ValidatorSetup extends NeuronSetup {
  readonly averages?: Averages;
  readonly save?: (averages: Averages) => void;
}

/** Figures of a validator about its subnet: `GET /v1/subnets/NAME` shows them. */
export const statsSynapse = defineSynapse({
  name: "SubnetStats",
  request: z.object({}),
  answer: z.object({ stats: z.record(z.string(), z.unknown()) }),
});

/** @throws RangeError on an attack that the subnet's neurons don't know */
export function readAttack(text: string, known: readonly string[]): Attack {
  const [name = "", target] = text.split(":");
  if (!known.includes(name))
    throw new RangeError(
      known.length > 0
        ? `no attack "${name}"; known: ${known.join(", ")}`
        : "this subnet has no attacks",
    );
  if (target === undefined) return { name };
  if (!/^\d{1,5}$/.test(target)) throw new RangeError(`a uid is a number, got "${target}"`);
  return { name, target: Number(target) };
}

function placeOf(
  setup: NeuronSetup,
  side: { readonly options: Subnet["miner"]["options"]; readonly attacks: readonly string[] },
): NeuronPlace {
  const { client, hotkey, netuid, ip, log, env = platformNetEnv, documents = [] } = setup;
  return {
    client,
    hotkey,
    netuid,
    ip,
    log,
    env,
    documents,
    options: readOptions(side.options, setup.options),
    ...(setup.transport ? { transport: setup.transport } : {}),
    ...(setup.folder ? { folder: setup.folder } : {}),
    ...(setup.attack ? { attack: readAttack(setup.attack, side.attacks) } : {}),
  };
}

const axonOptions = ({ hotkey, env, transport }: NeuronPlace): AxonOptions => ({
  keypair: hotkey,
  env,
  ...(transport ? { transport } : {}),
});

/** A miner that runs; `backend` names its engine. */
export interface RunningMiner extends RunningNeuron {
  readonly backend: string;
}

/**
 * Runs a miner of a subnet until it is stopped.
 * @throws ChainError if the hotkey is not registered; RangeError on options; OnnxError; TransportError
 */
export async function runMiner(subnet: Subnet, setup: MinerSetup): Promise<RunningMiner> {
  const { client, hotkey, netuid, log, port, ip, host = ip } = setup;
  const { backend = { kind: "builtin" } } = setup;
  if (!subnet.miner.backends.includes(backend.kind))
    throw new RangeError(
      `${subnet.name} has no ${backend.kind} backend; it has ${subnet.miner.backends.join(", ")}`,
    );
  const place = placeOf(setup, subnet.miner);
  const parts = await subnet.miner.start({ ...place, backend });
  try {
    const axon = new Axon(axonOptions(place));
    attachRoutes(axon, parts.routes);
    const running = await startMiner({
      client,
      hotkey,
      netuid,
      axon,
      port,
      host,
      externalIp: ip,
      log,
    });
    return {
      ...running,
      backend: parts.backend,
      async stop() {
        await running.stop();
        await parts.stop?.();
      },
    };
  } catch (error) {
    await parts.stop?.();
    throw error;
  }
}

/** Runs a validator of a subnet until it is stopped. @throws ChainError if the hotkey is not registered; RangeError on options */
export async function runValidator(
  subnet: Subnet,
  setup: ValidatorSetup,
): Promise<RunningValidator> {
  const { client, hotkey, netuid, log, port, ip, host = ip, averages, save } = setup;
  let running: RunningValidator | undefined;
  let block = (await client.head()).number;
  const stopWatching = client.watchBlocks(({ number }) => (block = number));
  const ready = (): RunningValidator => {
    if (!running) throw new AxonError(503, "the validator is starting");
    return running;
  };
  const validator: ValidatorView = {
    uid: () => ready().uid,
    metagraph: () => ready().metagraph(),
    block: () => block,
    reward: (rewards) => ready().reward(rewards),
  };
  const place = placeOf(setup, subnet.validator);
  try {
    const parts = await subnet.validator.start({ ...place, validator });
    const axon = new Axon(axonOptions(place));
    attachRoutes(axon, parts.routes);
    attachRoutes(axon, [
      route(statsSynapse, async () => ({
        stats: { ...(await parts.stats?.()) } as Record<string, unknown>,
      })),
    ]);
    const { roundEveryBlocks } = subnet.validator;
    running = await startValidator({
      client,
      hotkey,
      netuid,
      log,
      mechanism: parts.mechanism,
      axon: { axon, host, port, externalIp: ip },
      ...(averages ? { averages } : {}),
      ...(save ? { save } : {}),
      ...(roundEveryBlocks ? { roundEveryBlocks } : {}),
    }).catch(async (error) => {
      await parts.stop?.();
      throw error;
    });
    const { stop } = running;
    return {
      ...running,
      async stop() {
        await stop();
        await parts.stop?.();
        stopWatching();
      },
    };
  } catch (error) {
    stopWatching();
    throw error;
  }
}
