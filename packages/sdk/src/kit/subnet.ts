import type { Keypair } from "@ganglion/crypto";
import type { NetUid } from "@ganglion/primitives";
import type { ChainClient } from "../chain/client.ts";
import type { Metagraph } from "../chain/metagraph.ts";
import type { AttachOptions, Axon, Forward } from "../net/axon.ts";
import type { DendriteOptions } from "../net/dendrite.ts";
import type { NetEnv } from "../net/env.ts";
import type { AnySynapse } from "../net/synapse.ts";
import type { Transport } from "../net/transport.ts";
import type { Reward } from "../neuron/averages.ts";
import type { NeuronLog } from "../neuron/miner.ts";
import type { Mechanism } from "../neuron/validator.ts";
import type { BackendConfig, BackendKind, KitDocument } from "./backend.ts";
import type { UserDoor } from "./door.ts";
import type { KitOption, OptionValues } from "./option.ts";

/**
 * Everything that the rest needs to know of a subnet: axon routes, options of the command line, the gateway's
 * endpoint, metrics and the demo's cast derive from it. `questionSubnet` makes one out of questions and answers.
 */
export interface Subnet {
  /** Its folder, its model id at the gateway, and `--subnet NAME`: lower case letters, digits, dashes. */
  readonly name: string;
  readonly title: string;
  /** One sentence, for pages, `/v1/subnets` and the chain's identity. */
  readonly summary: string;
  readonly miner: MinerSide;
  readonly validator: ValidatorSide;
  /** What users may ask through the gateway. */
  readonly door?: UserDoor;
  /** Who plays on it in `ganglion up`; without one a single builtin miner. */
  readonly demo?: DemoPlayers;
}

export interface MinerSide {
  /** The first is the default. */
  readonly backends: readonly BackendKind[];
  readonly options: readonly KitOption[];
  /** Names for `--attack`, on development and demo chains alone. */
  readonly attacks: readonly string[];
  start(place: MinerPlace): Promise<MinerParts>;
}

export interface ValidatorSide {
  readonly options: readonly KitOption[];
  readonly attacks: readonly string[];
  /** Blocks between two rounds; 5 unless given. */
  readonly roundEveryBlocks?: number;
  start(place: ValidatorPlace): Promise<ValidatorParts>;
}

/** Where a neuron lives, and with what. */
export interface NeuronPlace {
  readonly client: ChainClient;
  readonly hotkey: Keypair;
  readonly netuid: NetUid;
  /** Clock, timers and randomness; a simulation hands in its own. Nothing else of the kind may be used. */
  readonly env: NetEnv;
  /** How others are reached; the platform's HTTP unless given. */
  readonly transport?: Transport;
  /** The address that goes on the chain. */
  readonly ip: string;
  readonly log: NeuronLog;
  /** A folder of this neuron's own; absent if nothing may be kept. */
  readonly folder?: string;
  readonly documents: readonly KitDocument[];
  readonly options: OptionValues;
  readonly attack?: Attack;
}

/** What a dishonest neuron does. `target`: the uid that it favours, where the attack has one. */
export interface Attack {
  readonly name: string;
  readonly target?: number;
}

export interface MinerPlace extends NeuronPlace {
  readonly backend: BackendConfig;
}

export interface ValidatorPlace extends NeuronPlace {
  /** The running validator, once it runs: before that its functions throw. */
  readonly validator: ValidatorView;
}

/** What the parts of a validator see of the harness around them. */
export interface ValidatorView {
  uid(): number;
  /** As of the newest block, or the last one that could be read. */
  metagraph(): Promise<Metagraph>;
  /** Number of the newest block. */
  block(): number;
  /** Takes rewards from outside the rounds into the averages: users' questions go the same way. */
  reward(rewards: readonly Reward[]): void;
}

/** A synapse and what answers it; `route` makes one with its types checked. */
export interface Route {
  readonly synapse: AnySynapse;
  readonly forward: Forward<AnySynapse>;
  readonly options?: AttachOptions;
}

export interface MinerParts {
  readonly routes: readonly Route[];
  /** Name of the engine, for logs and pages. */
  readonly backend: string;
  stop?(): Promise<void>;
}

export interface ValidatorParts {
  readonly mechanism: Mechanism;
  /** Attached to the validator's axon: the door for users, and whatever else the subnet has. */
  readonly routes: readonly Route[];
  /** Figures for `GET /v1/subnets/NAME`: plain JSON, small. */
  stats?(): object | Promise<object>;
  stop?(): Promise<void>;
}

/** Miners of the demo network by name. */
export interface DemoPlayers {
  readonly miners: readonly DemoMiner[];
  /** As typed on the command line. */
  readonly validatorOptions?: Readonly<Record<string, string>>;
}
export interface DemoMiner {
  readonly name: string;
  /** As typed on the command line. */
  readonly options?: Readonly<Record<string, string>>;
}

/** A route whose forward fits its synapse. */
export function route<S extends AnySynapse>(
  synapse: S,
  forward: Forward<S>,
  options?: AttachOptions,
): Route {
  // A list of routes forgets which forward belongs to which synapse; each is only ever called with its own.
  return {
    synapse,
    forward: forward as unknown as Forward<AnySynapse>,
    ...(options ? { options } : {}),
  };
}

/** Puts routes on an axon. */
export function attachRoutes(axon: Axon, routes: readonly Route[]): void {
  for (const { synapse, forward, options } of routes) axon.attach(synapse, forward, options);
}

/** How a neuron at this place asks others. */
export function dendriteOf({ hotkey, ip, env, transport }: NeuronPlace): DendriteOptions {
  return { keypair: hotkey, ip, env, ...(transport ? { transport } : {}) };
}
