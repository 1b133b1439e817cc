import { accountOf } from "@ganglion/crypto";
import { type NetUid, parseTao, toSs58 } from "@ganglion/primitives";
import {
  type ChainClient,
  type DemoNeuron,
  type DemoSubnet,
  Dendrite,
  demoSubnet,
  keyOf,
  type Metagraph,
  metagraph,
  type RunningNeuron,
  type Subnet,
  setUpSubnet,
  statsSynapse,
  submit,
  validatorTrusts,
} from "@ganglion/sdk";
import { Simulation } from "./simulation.ts";
import { addressOf, playNeuron } from "./subnet-world.ts";

export interface SuiteOptions {
  /** One network each. */
  readonly seeds: readonly number[];
  /** How long each network is watched; 100 unless given: five epochs. */
  readonly blocks?: number;
  readonly onProgress?: (line: string) => void;
}

/** What one attacker earned, in alpha rao over all seeds. */
export interface AttackRow {
  readonly name: string;
  readonly earnings: string;
  /** Its earnings ÷ those of the honest miner; of a validator ÷ those of an honest validator of the same stake. */
  readonly relative: number;
  /** What the validators said most often about it; of attackers that nobody judges, what happened. */
  readonly reason: string;
}

export interface SuiteReport {
  readonly subnet: string;
  readonly seeds: readonly number[];
  readonly blocks: number;
  readonly honest: { readonly earnings: string; readonly validatorEarnings: string };
  readonly attackers: readonly AttackRow[];
}

const BLOCK_MS = 1_000;
/** Blocks between two looks at the validator's reasons, as often as it has rounds. */
const LOOK_EVERY = 5;
const SWARM = 3;
/** An attack that only makes sense for several neurons. */
const TOGETHER = "sybil";
/** The re-registering cheat works so many blocks of each of its lives. */
const HONEST_BLOCKS = 10;
const LIFE_BLOCKS = 40;
const HONEST_VALIDATOR = "validator-3";

/** What one attacker consists of: one neuron, or several of one owner. */
interface Part {
  readonly row: string;
  readonly neuron: DemoNeuron;
  readonly attack?: string;
}

interface Player extends Part {
  readonly uid: number;
  readonly running: RunningNeuron;
}

/** Everybody's alpha, by hotkey. */
const holdings = (graph: Metagraph): Map<string, bigint> =>
  new Map(graph.neurons.map(({ hotkey, alphaStake }) => [hotkey, alphaStake]));

/** Runs every attacker that a subnet knows against its mechanism, in simulated time, one network per seed. */
export async function attackSuite(subnet: Subnet, options: SuiteOptions): Promise<SuiteReport> {
  const { seeds, blocks = 100, onProgress = () => undefined } = options;
  const totals = new Map<string, { earned: bigint; reasons: Map<string, number> }>();
  for (const seed of seeds) {
    const world = await AttackedNetwork.start(subnet, seed);
    try {
      for (let done = 0; done < blocks; done += LOOK_EVERY) {
        await world.watch(LOOK_EVERY);
        onProgress(`seed ${seed}: block ${done + LOOK_EVERY} of ${blocks}`);
      }
      for (const [row, { earned, reasons }] of await world.results()) {
        const total = totals.get(row) ?? { earned: 0n, reasons: new Map() };
        totals.set(row, total);
        total.earned += earned;
        for (const [reason, count] of reasons)
          total.reasons.set(reason, (total.reasons.get(reason) ?? 0) + count);
      }
    } finally {
      await world.stop();
    }
  }
  const earnedBy = (row: string): bigint => totals.get(row)?.earned ?? 0n;
  const honest = earnedBy("honest");
  const validator = earnedBy(HONEST_VALIDATOR);
  const validators = new Set(["weight-copier", "colluding-validator"]);
  return {
    subnet: subnet.name,
    seeds,
    blocks,
    honest: { earnings: honest.toString(), validatorEarnings: validator.toString() },
    attackers: [...totals]
      .filter(([row]) => row !== "honest" && row !== HONEST_VALIDATOR)
      .map(([name, { earned, reasons }]) => ({
        name,
        earnings: earned.toString(),
        relative: ratio(earned, validators.has(name) ? validator : honest),
        reason: commonest(reasons),
      })),
  };
}

/** To four decimals; nothing to compare with is 0. */
const ratio = (a: bigint, b: bigint): number => (b <= 0n ? 0 : Number((a * 10_000n) / b) / 10_000);

function commonest(reasons: ReadonlyMap<string, number>): string {
  const [best] = [...reasons].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return best?.[0] ?? "never_judged";
}

/** One network with everybody on it. */
class AttackedNetwork {
  readonly #subnet: Subnet;
  readonly #simulation: Simulation;
  readonly #client: ChainClient;
  readonly #netuid: NetUid;
  readonly #players: Player[] = [];
  readonly #reasons = new Map<string, Map<string, number>>();
  readonly #dendrite: Dendrite;
  #before = new Map<string, bigint>();
  #block = 0;
  #addresses = 0;
  #life = 0;
  #cheat: Player | undefined;

  private constructor(
    subnet: Subnet,
    parts: { simulation: Simulation; client: ChainClient; netuid: NetUid },
  ) {
    this.#subnet = subnet;
    this.#simulation = parts.simulation;
    this.#client = parts.client;
    this.#netuid = parts.netuid;
    this.#dendrite = new Dendrite({
      keypair: keyOf("//Ganglion//observer"),
      env: this.#simulation.netEnv,
      transport: this.#simulation.transport("10.9.9.9"),
    });
  }

  static async start(subnet: Subnet, seed: number): Promise<AttackedNetwork> {
    const simulation = await Simulation.start({ seed, blockMs: BLOCK_MS });
    const client = await simulation.client();
    const { cast, parts } = casting(subnet);
    const netuid = await simulation.run(setUpSubnet(client, cast));
    const network = new AttackedNetwork(subnet, { simulation, client, netuid });
    // Miners first: validators then find them at their first round.
    for (const part of parts.filter(({ neuron }) => neuron.role === "miner"))
      await network.#join(part);
    const friend = network.#players.find(({ row }) => row === "colluding-miner");
    for (const part of parts.filter(({ neuron }) => neuron.role === "validator"))
      await network.#join(
        part.row === "colluding-validator" ? { ...part, attack: `collusion:${friend!.uid}` } : part,
      );
    network.#before = holdings(await network.#graph());
    return network;
  }

  /** Lets blocks pass and notes what the strongest honest validator says. */
  async watch(blocks: number): Promise<void> {
    this.#block += blocks;
    await this.#liveOn();
    await this.#simulation.advance(blocks * BLOCK_MS);
    const strongest = this.#players.find(({ row }) => row === "validator-1")!;
    const hotkey = keyOf(strongest.neuron.uri);
    const graph = await this.#graph();
    const { axon } = graph.neurons[strongest.uid]!;
    const result = await this.#simulation.run(
      this.#dendrite.call(
        { ip: axon!.ip, port: axon!.port, hotkey: accountOf(hotkey) },
        statsSynapse,
        {},
      ),
    );
    const miners = result.ok ? result.answer.stats["miners"] : undefined;
    if (!Array.isArray(miners)) return;
    for (const { uid, reason } of miners as { uid: number; reason: string }[]) {
      const player = this.#players.find((each) => each.uid === uid);
      if (player && typeof reason === "string") this.#note(player.row, reason);
    }
  }

  async results(): Promise<Map<string, { earned: bigint; reasons: ReadonlyMap<string, number> }>> {
    const graph = await this.#graph();
    const after = holdings(graph);
    const trusts = await this.#simulation.run(validatorTrusts(this.#client, this.#netuid));
    const results = new Map<string, { earned: bigint; reasons: ReadonlyMap<string, number> }>();
    for (const { row, neuron, uid } of this.#players) {
      const hotkey = accountOf(keyOf(neuron.uri));
      const earned = (after.get(hotkey) ?? 0n) - (this.#before.get(hotkey) ?? 0n);
      // The demo's other miners and validators are there so that the network is one.
      if (row.startsWith("validator-") && row !== HONEST_VALIDATOR) continue;
      if (row.startsWith("other-")) continue;
      if (neuron.role === "validator") this.#note(row, trustOf(trusts[uid]));
      const sum = (results.get(row)?.earned ?? 0n) + earned;
      results.set(row, { earned: sum, reasons: this.#reasons.get(row) ?? new Map() });
    }
    return results;
  }

  async stop(): Promise<void> {
    for (const { running } of this.#players) await this.#simulation.run(running.stop());
    await this.#simulation.close();
  }

  #graph(): Promise<Metagraph> {
    return this.#simulation.run(metagraph(this.#client, this.#netuid));
  }

  #note(row: string, reason: string): void {
    const counts = this.#reasons.get(row) ?? new Map<string, number>();
    this.#reasons.set(row, counts);
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }

  async #join(part: Part): Promise<Player> {
    const ip = addressOf(this.#addresses++);
    const { neuron, attack } = part;
    const running = await playNeuron(this.#simulation, this.#subnet, {
      neuron,
      netuid: this.#netuid,
      ip,
      ...(attack ? { attack } : {}),
    });
    const player = { ...part, uid: running.uid, running };
    this.#players.push(player);
    return player;
  }

  /**
   * The cheat that comes back: it works until its average stands, then does the least that the subnet knows, and
   * registers a fresh hotkey to begin anew.
   */
  async #liveOn(): Promise<void> {
    const { attacks } = this.#subnet.miner;
    const idle = ["lazy", "random"].find((name) => attacks.includes(name));
    const at = (this.#block - LOOK_EVERY) % LIFE_BLOCKS;
    if (!idle) return;
    if (at === 0) {
      await this.#retire();
      const neuron: DemoNeuron = {
        ...firstMiner(this.#subnet),
        name: `cheat-${++this.#life}`,
        uri: `//Ganglion//${this.#subnet.name}//cheat-${this.#life}`,
      };
      const hotkey = toSs58(accountOf(keyOf(neuron.uri)));
      await this.#simulation.run(
        submit(
          this.#client,
          {
            pallet: "SubtensorModule",
            name: "burned_register",
            args: { netuid: this.#netuid, hotkey },
          },
          { signer: keyOf("//Eve") },
        ),
      );
      this.#cheat = await this.#join({ row: "re-registering", neuron });
    } else if (at === HONEST_BLOCKS && this.#cheat) {
      const { neuron } = this.#cheat;
      await this.#retire();
      this.#cheat = await this.#join({ row: "re-registering", neuron, attack: idle });
    }
  }

  async #retire(): Promise<void> {
    const cheat = this.#cheat;
    if (!cheat) return;
    this.#cheat = undefined;
    this.#players.splice(this.#players.indexOf(cheat), 1, { ...cheat, running: AT_REST });
    await this.#simulation.run(cheat.running.stop());
  }
}

/** What the consensus made of a validator's weights. */
const trustOf = (u16 = 0): string => `vtrust_${(u16 / 65_535).toFixed(1)}`;

/** What is left of a neuron that was stopped already. */
const AT_REST: RunningNeuron = { uid: -1, port: 0, stop: async () => undefined };

const firstMiner = (subnet: Subnet): DemoNeuron => demoSubnet(subnet).miners.neurons[0]!;

/** The demo's cast and everyone who wants to earn without the work. */
function casting(subnet: Subnet): { readonly cast: DemoSubnet; readonly parts: readonly Part[] } {
  const demo = demoSubnet(subnet);
  const honest = demo.miners.neurons[0]!;
  const named = (name: string): DemoNeuron => ({
    ...honest,
    name,
    // The demo may have a miner of the same name.
    uri: `//Ganglion//${subnet.name}//attack//${name}`,
  });
  const { attacks } = subnet.miner;
  const idle = ["lazy", "random"].find((name) => attacks.includes(name));
  const miners: Part[] = [
    { row: "honest", neuron: honest },
    ...demo.miners.neurons
      .slice(1)
      .map((neuron): Part => ({ row: `other-${neuron.name}`, neuron })),
    ...attacks
      .filter((attack) => attack !== TOGETHER)
      .map((attack): Part => ({ row: attack, neuron: named(attack), attack })),
    // One owner, one engine, several hotkeys; where everyone has other work, they must agree to do the same.
    ...Array.from(
      { length: SWARM },
      (_, i): Part => ({
        row: "sybil-swarm",
        neuron: named(`sybil-${i + 1}`),
        ...(attacks.includes(TOGETHER) ? { attack: TOGETHER } : {}),
      }),
    ),
    {
      row: "colluding-miner",
      neuron: named("colluding-miner"),
      ...(idle ? { attack: idle } : {}),
    },
  ];
  const stake = parseTao("100");
  const validators: Part[] = [
    ...demo.validators.neurons.map((neuron): Part => ({ row: neuron.name, neuron })),
    ...(["weight-copier", "colluding-validator"] as const)
      .filter((row) =>
        subnet.validator.attacks.includes(row === "weight-copier" ? row : "collusion"),
      )
      .map(
        (row): Part => ({
          row,
          neuron: { ...demo.validators.neurons[0]!, name: row, uri: named(row).uri, stake },
          ...(row === "weight-copier" ? { attack: row } : {}),
        }),
      ),
  ];
  // The same hotkeys as the parts, so that setting up registers and stakes them.
  const of = (parts: readonly Part[]) => parts.map(({ neuron }) => neuron);
  return {
    cast: {
      ...demo,
      miners: { ...demo.miners, neurons: of(miners) },
      validators: { ...demo.validators, neurons: of(validators) },
    },
    parts: [...miners, ...validators],
  };
}
