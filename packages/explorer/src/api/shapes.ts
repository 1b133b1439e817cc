// What the gateway answers, as far as the page reads it. Amounts in rao come as decimal text.

/** `GET /v1/chain` and its events. Null: the gateway could not read it. */
export interface Block {
  readonly number: number;
  readonly hash: string;
  readonly timeMs: number | null;
  readonly extrinsics: number | null;
  /** Those of them that accounts signed; the others are the author's own. */
  readonly signed: number | null;
  readonly extrinsicHashes: readonly string[] | null;
  readonly events: readonly (readonly [name: string, count: number])[] | null;
}
export interface ChainView {
  readonly genesis: string;
  readonly rpc: string | null;
  readonly head: { readonly number: number; readonly hash: string } | null;
  /** False while the gateway itself cannot follow the chain. */
  readonly connected: boolean;
  readonly blocks: readonly Block[];
}

export interface Citation {
  readonly file: string;
  readonly quote: string;
}
export interface Answer {
  readonly uid: number;
  readonly hotkey: string;
  readonly miner: string | null;
  readonly backend: string | null;
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly latencyMs: number;
  readonly status: "ok" | "timeout" | "invalid" | "error";
  readonly score: number;
  readonly reason: string;
}
type ByUid<T> = readonly (readonly [uid: number, value: T])[];

/** `GET /v1/queries/ID`. */
export interface Query {
  readonly id: string;
  readonly netuid: number;
  readonly subnet: string;
  readonly question: string;
  readonly docs: readonly string[];
  readonly askedAtMs: number;
  readonly askedAtBlock: number;
  readonly validator: { readonly uid: number; readonly hotkey: string };
  readonly answers: readonly Answer[];
  readonly chosenUid: number | null;
  readonly answer: string;
  readonly latencyMs: number;
  readonly weights: {
    readonly block: number;
    readonly extrinsic: string | null;
    readonly values: ByUid<number>;
  } | null;
  readonly epoch: {
    readonly block: number;
    readonly incentive: ByUid<number>;
    readonly emission: ByUid<string>;
  } | null;
}

export type Role = "validator" | "miner" | "owner" | "idle";
export interface Neuron {
  readonly uid: number;
  readonly hotkey: string;
  readonly coldkey: string;
  readonly role: Role;
  readonly name: string | null;
  /** What weighs in consensus, rao. */
  readonly stake: string;
  /** u16, 65535 = 100 %. */
  readonly incentive: number;
  readonly dividends: number;
  /** Of the last epoch, rao. */
  readonly emission: string;
  readonly active: boolean;
  readonly validatorPermit: boolean;
  readonly lastUpdate: number;
  readonly registeredAt: number;
  readonly axon: string | null;
}

/** `GET /v1/subnets/NAME`. */
export interface Subnet {
  readonly netuid: number;
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  /** A body for `POST /v1/subnets/NAME`. */
  readonly example?: unknown;
  readonly symbol: string;
  /** TAO per alpha. */
  readonly price: number;
  readonly neurons: readonly Neuron[];
  readonly miners: readonly {
    readonly uid: number;
    readonly backend: string | null;
    readonly status: string;
  }[];
  readonly stats: {
    readonly block: number;
    readonly tempo: number;
    readonly lastEpochBlock: number;
    readonly nextEpochBlock: number | null;
    readonly alphaInPool: string;
    readonly alphaOutstanding: string;
    readonly taoInPool: string;
    readonly maxUids: number;
    /** What the subnet's validator says of itself. */
    readonly [figure: string]: unknown;
  };
}

/** `GET /v1/subnets`. */
export interface SubnetSummary {
  readonly netuid: number;
  readonly name: string;
  readonly symbol: string;
}
