import { accountOf, devKeypair } from "@ganglion/crypto";
import { type AccountId, type Hash, netUid } from "@ganglion/primitives";
import {
  Axon,
  attachRoutes,
  type BlockRef,
  type ChainClient,
  type KitDocument,
  MemoryNetwork,
  type Metagraph,
  type Neuron,
  type NeuronPlace,
  type Reward,
  type Round,
  type Route,
  readAttack,
  readOptions,
  type Standing,
  type Subnet,
  type ValidatorParts,
} from "../../src/index.ts";
import { VirtualEnv } from "../net/virtual-env.ts";

export const BLOCK: BlockRef = { number: 40, hash: `0x${"5a".repeat(32)}` as Hash };
export const NETUID = netUid(3);
const PORT = 8091;

/** A subnet's neurons on a network in memory, with a clock that is moved by hand; the chain is a list of neurons. */
export class SubnetWorld {
  readonly env = new VirtualEnv();
  readonly network = new MemoryNetwork({ env: this.env, deliver: () => ({ delayMs: 10 }) });
  readonly neurons: Neuron[] = [];
  readonly rewards: Reward[] = [];
  readonly said: string[] = [];
  readonly subnet: Subnet;

  constructor(subnet: Subnet) {
    this.subnet = subnet;
  }

  get graph(): Metagraph {
    return { netuid: NETUID, neurons: this.neurons } as unknown as Metagraph;
  }

  /** Nobody has stake here, so miners that would ask for it answer anyone. */
  get #anyone(): Record<string, string> {
    const asks = this.subnet.miner.options.some(({ name }) => name === "min-stake-share");
    return asks ? { "min-stake-share": "0" } : {};
  }

  #place(name: string, options: Record<string, string> = {}): NeuronPlace {
    const ip = `10.0.0.${this.neurons.length + 1}`;
    return {
      client: undefined as unknown as ChainClient,
      hotkey: devKeypair(name),
      netuid: NETUID,
      env: this.env,
      transport: this.network.transport(ip),
      ip,
      log: {
        info: (what) => this.said.push(what),
        trouble: (what, error) => this.said.push(`${what}: ${error}`),
      },
      documents: [] as readonly KitDocument[],
      options: readOptions(this.subnet.miner.options, { ...this.#anyone, ...options }),
    };
  }

  async #serve(place: NeuronPlace, routes: readonly Route[]): Promise<AccountId> {
    const { hotkey, ip, env, transport } = place;
    const axon = new Axon({ keypair: hotkey, env, ...(transport ? { transport } : {}) });
    attachRoutes(axon, routes);
    await axon.start({ host: ip, port: PORT });
    const account = accountOf(hotkey);
    this.neurons.push({
      uid: this.neurons.length,
      hotkey: account,
      axon: { ip, port: PORT },
    } as Neuron);
    return account;
  }

  /** A miner of the subnet. */
  async miner(
    name: string,
    { attack, options }: { attack?: string; options?: Record<string, string> } = {},
  ): Promise<AccountId> {
    const place = this.#place(name, options);
    const parts = await this.subnet.miner.start({
      ...place,
      backend: { kind: "builtin" },
      ...(attack ? { attack: readAttack(attack, this.subnet.miner.attacks) } : {}),
    });
    return this.#serve(place, parts.routes);
  }

  /** A neuron with routes that a test wrote. */
  stranger(name: string, routes: readonly Route[]): Promise<AccountId> {
    return this.#serve(this.#place(name), routes);
  }

  /** A validator of the subnet; it is no neuron of the list before it serves. */
  async validator(name: string, attack?: string): Promise<ValidatorParts & { self: AccountId }> {
    const place = this.#place(name);
    const uid = this.neurons.length;
    const parts = await this.subnet.validator.start({
      ...place,
      options: {},
      ...(attack ? { attack: readAttack(attack, this.subnet.validator.attacks) } : {}),
      validator: {
        uid: () => uid,
        metagraph: async () => this.graph,
        block: () => BLOCK.number,
        reward: (rewards) => this.rewards.push(...rewards),
      },
    });
    return { ...parts, self: await this.#serve(place, parts.routes) };
  }

  /** Lets time pass until a promise is settled. */
  async run<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const watched = work.finally(() => (done = true));
    watched.catch(() => undefined);
    for (let i = 0; !done && i < 2_000; i++) await this.env.advance(50);
    if (!done) throw new Error("it was not done within a hundred seconds");
    return watched;
  }

  /** One round of a validator: rewards and reasons by uid. */
  async round(
    validator: ValidatorParts & { self: AccountId },
    standings: readonly Standing[] = [],
  ): Promise<Map<number, { reward: number; reason: string | undefined }>> {
    const round: Round = {
      block: BLOCK,
      window: 8,
      metagraph: this.graph,
      miners: this.neurons.filter(({ hotkey }) => hotkey !== validator.self),
      self: validator.self,
      netuid: NETUID,
      standings,
    };
    const rewards = await this.run(validator.mechanism.round(round));
    const { miners } = (await validator.stats!()) as {
      miners: readonly { uid: number; reason: string }[];
    };
    return new Map(
      rewards.map(({ uid, reward }) => [
        uid,
        { reward, reason: miners.find((each) => each.uid === uid)?.reason },
      ]),
    );
  }
}
