import type { BlockRef, Metagraph } from "@ganglion/sdk";

/** Hash of a block, `0x…`. */
export type BlockHash = BlockRef["hash"];
/** A hotkey or coldkey as people know it. */
export type Ss58 = string;

/** What happened in one block, as far as a page of live blocks tells. */
export interface BlockContent {
  /** When its author made it, in milliseconds since 1970; null if the chain keeps no time. */
  readonly timeMs: number | null;
  /** Hashes of its extrinsics, inherents included. */
  readonly extrinsics: readonly `0x${string}`[];
  /** How many of them accounts signed. The others are the author's own. */
  readonly signed: number;
  /** Events by `Pallet.Name`, in the order of their first appearance. */
  readonly events: readonly (readonly [name: string, count: number])[];
}

/** A validator's weights entered the chain. */
export interface WeightsEvent {
  readonly uid: number;
  /** Index of the extrinsic that did it; null if the chain itself did, on a reveal. */
  readonly extrinsicIndex: number | null;
}

/** What an epoch gave to each uid, by uid. */
export interface EpochPay {
  /** 65535 = 100 %. */
  readonly incentive: readonly number[];
  /** Alpha in rao, over the whole epoch. */
  readonly emission: readonly bigint[];
}

/** A neuron of the metagraph with its keys as people know them. */
export type GraphNeuron = Omit<Metagraph["neurons"][number], "hotkey" | "coldkey"> & {
  readonly hotkey: Ss58;
  readonly coldkey: Ss58;
  /** The same key as the wire wants it. */
  readonly account: Metagraph["neurons"][number]["hotkey"];
};
/** A subnet at one block. */
export type Graph = Omit<Metagraph, "neurons"> & {
  readonly neurons: readonly GraphNeuron[];
  /** Rao per alpha. */
  readonly alphaPrice: bigint;
  /** Block of the next epoch; null if none is planned. */
  readonly nextEpochBlock: number | null;
};

/** A neuron's place. */
export interface NeuronAt {
  readonly netuid: number;
  readonly uid: number;
  readonly at: BlockHash;
}

/**
 * All that the gateway asks of a chain; `liveChain` asks a node. Each may fail, and none answers for
 * a block whose state the node has pruned.
 */
export interface GatewayChain {
  genesis(): Promise<BlockHash>;
  head(): Promise<BlockRef>;
  blockHash(number: number): Promise<BlockHash>;
  /** Calls back for finalized blocks, the present one first; some may be left out. */
  watchBlocks(onBlock: (block: BlockRef) => void, onError: (error: unknown) => void): () => void;
  block(hash: BlockHash): Promise<BlockContent>;
  /** At the best block. @throws ChainError NOT_FOUND */
  graph(netuid: number): Promise<Graph>;
  hotkey(where: NeuronAt): Promise<Ss58>;
  /** Block in which each uid last set or committed weights, or was registered. */
  lastUpdates(where: { readonly netuid: number; readonly at: BlockHash }): Promise<number[]>;
  /** Weights that entered the chain in this very block. */
  weightsEvents(where: {
    readonly netuid: number;
    readonly at: BlockHash;
  }): Promise<WeightsEvent[]>;
  /** What a validator's weights are: uid and value, 65535 for the largest. */
  weights(where: NeuronAt): Promise<(readonly [uid: number, value: number])[]>;
  /** Block of the last epoch that paid. */
  lastEpoch(where: { readonly netuid: number; readonly at: BlockHash }): Promise<number>;
  pay(where: { readonly netuid: number; readonly at: BlockHash }): Promise<EpochPay>;
}
