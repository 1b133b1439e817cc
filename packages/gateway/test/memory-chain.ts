import { devKeypair, ss58Of } from "@ganglion/crypto";
import { accountId, alpha, hash, netUid } from "@ganglion/primitives";
import { type BlockRef, ChainError } from "@ganglion/sdk";
import type { BlockHash, GatewayChain, Graph, GraphNeuron } from "../src/chain/gateway-chain.ts";

export const NETUID = 2;
export const key = (name: string) => devKeypair(name);
export const ss58 = (name: string): string => ss58Of(devKeypair(name));

/** What a test says about a block; the rest stays as it was. */
export interface BlockChange {
  /** Uids that set weights in it, with what they set. */
  readonly weights?: Readonly<Record<number, readonly (readonly [number, number])[]>>;
  /** Uids whose commit counts as an update without weights. */
  readonly commits?: readonly number[];
  /** Uids whose weights came without an extrinsic, by a reveal. */
  readonly reveals?: boolean;
  /** An epoch paid this. */
  readonly epoch?: { readonly incentive: readonly number[]; readonly emission: readonly bigint[] };
  /** Uids that belong to another hotkey from now on. */
  readonly replaced?: Readonly<Record<number, string>>;
  readonly pruned?: boolean;
}

interface State {
  readonly lastUpdates: readonly number[];
  readonly weights: ReadonlyMap<number, readonly (readonly [number, number])[]>;
  readonly set: readonly number[];
  readonly reveals: boolean;
  readonly lastEpoch: number;
  readonly incentive: readonly number[];
  readonly emission: readonly bigint[];
  readonly hotkeys: readonly string[];
  readonly pruned: boolean;
}

const hashOf = (number: number): BlockHash =>
  hash(`0x${(number + 0xb10c0000).toString(16).padStart(64, "0")}`);
export const extrinsicHash = (block: number, index: number): `0x${string}` =>
  `0x${(block * 16 + index).toString(16).padStart(64, "e")}`;

export interface NeuronSpec {
  readonly name: string;
  readonly permit?: boolean;
  readonly stake?: bigint;
  readonly ip?: string;
  readonly port?: number;
}

/** A chain of one subnet whose every block a test writes down: what the gateway asks, nothing more. */
export class MemoryChain {
  neurons: readonly NeuronSpec[];
  /** Set while the chain does not answer. */
  down = false;
  /** Set while the chain takes questions and answers none. */
  hung = false;
  genesisHash: BlockHash = hashOf(0);
  /** How often each question was asked. */
  readonly asked = new Map<string, number>();
  #states: State[];
  readonly #watchers = new Set<{ onBlock(block: BlockRef): void; onError(error: unknown): void }>();

  constructor(neurons: readonly NeuronSpec[]) {
    this.neurons = neurons;
    this.#states = [
      {
        lastUpdates: neurons.map(() => 0),
        weights: new Map(),
        set: [],
        reveals: false,
        lastEpoch: 0,
        incentive: neurons.map(() => 0),
        emission: neurons.map(() => 0n),
        hotkeys: neurons.map(({ name }) => ss58(name)),
        pruned: false,
      },
    ];
  }

  get height(): number {
    return this.#states.length - 1;
  }
  get head(): BlockRef {
    return { number: this.height, hash: hashOf(this.height) };
  }
  get watchers(): number {
    return this.#watchers.size;
  }

  /** Adds a block without telling anybody. */
  silently(change: BlockChange = {}): BlockRef {
    const before = this.#states.at(-1)!;
    const number = this.#states.length;
    const { weights = {}, commits = [], epoch, replaced = {} } = change;
    const set = Object.keys(weights).map(Number);
    this.#states.push({
      lastUpdates: before.lastUpdates.map((block, uid) =>
        set.includes(uid) || commits.includes(uid) || uid in replaced ? number : block,
      ),
      weights: new Map([...before.weights, ...set.map((uid) => [uid, weights[uid]!] as const)]),
      set,
      reveals: change.reveals ?? false,
      lastEpoch: epoch ? number : before.lastEpoch,
      incentive: epoch?.incentive ?? before.incentive,
      emission: epoch?.emission ?? before.emission,
      hotkeys: before.hotkeys.map((hotkey, uid) => replaced[uid] ?? hotkey),
      pruned: change.pruned ?? false,
    });
    return this.head;
  }

  /** Adds a block and tells everybody. */
  add(change: BlockChange = {}): BlockRef {
    this.silently(change);
    this.announce();
    return this.head;
  }
  /** The chain begins anew and is so many blocks high. */
  rewind(height: number): void {
    this.#states = this.#states.slice(0, height + 1);
  }
  announce(): void {
    for (const { onBlock } of [...this.#watchers]) onBlock(this.head);
  }
  /** Blocks cannot be followed any more, until somebody watches anew. */
  cutOff(): void {
    const watchers = [...this.#watchers];
    this.#watchers.clear();
    for (const { onError } of watchers) onError(new Error("the socket closed"));
  }

  #at(hash: BlockHash): { number: number; state: State } {
    this.#answer("state");
    const number = this.#states.findIndex((_, index) => hashOf(index) === hash);
    const state = this.#states[number];
    if (!state || state.pruned) throw new Error(`state of ${hash} is not kept`);
    return { number, state };
  }
  #answer(what: string): void {
    this.asked.set(what, (this.asked.get(what) ?? 0) + 1);
    if (this.down) throw new ChainError("UNREACHABLE", "the node is down");
  }

  readonly chain: GatewayChain = {
    genesis: async () => {
      this.#answer("genesis");
      return this.genesisHash;
    },
    head: async () => this.head,
    blockHash: async (number) => {
      this.#answer("blockHash");
      return hashOf(number);
    },
    watchBlocks: (onBlock, onError) => {
      const watcher = { onBlock, onError };
      this.#watchers.add(watcher);
      queueMicrotask(() => this.#watchers.has(watcher) && !this.down && onBlock(this.head));
      return () => this.#watchers.delete(watcher);
    },
    block: async (hash) => {
      if (this.hung) return new Promise(() => undefined);
      const { number, state } = this.#at(hash);
      return {
        timeMs: 1_767_225_600_000 + number * 1_000,
        extrinsics: [0, ...state.set].map((_, index) => extrinsicHash(number, index)),
        signed: state.set.length,
        events: state.set.length > 0 ? [["SubtensorModule.WeightsSet", state.set.length]] : [],
      };
    },
    graph: async (netuid) => {
      this.#answer("graph");
      if (this.hung) return new Promise(() => undefined);
      if (netuid !== NETUID) throw new ChainError("NOT_FOUND", `there is no subnet ${netuid}`);
      return this.#graph();
    },
    hotkey: async ({ uid, at }) => this.#at(at).state.hotkeys[uid]!,
    lastUpdates: async ({ at }) => {
      this.asked.set("lastUpdates", (this.asked.get("lastUpdates") ?? 0) + 1);
      return [...this.#at(at).state.lastUpdates];
    },
    weightsEvents: async ({ at }) => {
      const { state } = this.#at(at);
      // Index 0 is the timestamp, as on a real chain.
      return state.set.map((uid, index) => ({
        uid,
        extrinsicIndex: state.reveals ? null : index + 1,
      }));
    },
    weights: async ({ uid, at }) => [...(this.#at(at).state.weights.get(uid) ?? [])],
    lastEpoch: async ({ at }) => this.#at(at).state.lastEpoch,
    pay: async ({ at }) => {
      const { incentive, emission } = this.#at(at).state;
      return { incentive, emission };
    },
  };

  #graph(): Graph {
    const state = this.#states.at(-1)!;
    const account = (name: string) =>
      accountId(`0x${Buffer.from(key(name).publicKey).toString("hex")}`);
    const neurons = this.neurons.map(
      ({ name, permit = false, stake = 0n, ip, port = 8091 }, uid): GraphNeuron => ({
        uid,
        hotkey: state.hotkeys[uid]!,
        coldkey: ss58("Alice"),
        account: account(name),
        active: true,
        validatorPermit: permit,
        lastUpdate: state.lastUpdates[uid]!,
        emission: alpha(state.emission[uid]!),
        incentive: state.incentive[uid]!,
        dividends: 0,
        consensus: 0,
        alphaStake: alpha(stake),
        totalStake: stake,
        blockAtRegistration: 0,
        axon:
          ip === undefined ? undefined : { ip, port, ipType: 4, protocol: 4, version: 1, block: 0 },
      }),
    );
    return {
      netuid: netUid(NETUID),
      name: "prompting",
      symbol: "β",
      block: this.height,
      tempo: 20,
      lastStep: state.lastEpoch,
      blocksSinceLastStep: this.height - state.lastEpoch,
      ownerHotkey: account("Alice"),
      ownerColdkey: account("Alice"),
      alphaIn: 1_000_000_000n,
      alphaOut: 5_000_000_000n,
      taoIn: 2_000_000_000n,
      maxUids: 256,
      burn: 1_000_000n,
      commitRevealEnabled: false,
      weightsRateLimit: 0,
      weightsVersion: 0n,
      neurons,
      alphaPrice: 2_000_000_000n,
      nextEpochBlock: state.lastEpoch + 20,
    };
  }
}
