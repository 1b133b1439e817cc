import type { ChainMode, DispatchResult, Pallet, State } from "@ganglion/frame";
import type { Hash, Hex } from "@ganglion/primitives";

/** A log line of a header. `engine`: 4 bytes; absent for "Other". */
export interface DigestItem {
  readonly type: "PreRuntime" | "Consensus" | "Seal" | "Other";
  readonly engine?: Hex;
  readonly data: Uint8Array;
}

/** Why a transaction can't be in a block (`Invalid`), or why that can't be told (`Unknown`). */
export type ValidityError = {
  readonly type: "Invalid" | "Unknown";
  /** Names as in sp_runtime: "Stale", "Future", "Payment", …; "Custom" carries its number. */
  readonly value: { readonly type: string; readonly value?: unknown };
};

/** An encrypted transaction, taken apart. */
export interface ShieldedTransaction {
  /** 16 bytes: of the key that it is sealed to. */
  readonly keyHash: Uint8Array;
  readonly kemCt: Uint8Array;
  readonly aeadCt: Uint8Array;
  /** 24 bytes. */
  readonly nonce: Uint8Array;
}

export type Validity =
  | {
      readonly ok: true;
      readonly priority: bigint;
      /** Hexadecimal tags that another transaction must provide first. */
      readonly requires: readonly string[];
      readonly provides: readonly string[];
      /** Blocks for which this holds. */
      readonly longevity: number;
      readonly propagate: boolean;
      /** What it is made of, if it is encrypted. */
      readonly shielded?: ShieldedTransaction;
    }
  | { readonly ok: false; readonly error: ValidityError };

export type ApplyResult =
  | { readonly ok: true; readonly dispatched: DispatchResult }
  | { readonly ok: false; readonly error: ValidityError };

export interface BlockBuilder {
  /**
   * The extrinsics that the block itself brings, applied already. `shieldKey`: what the author announces for encrypted
   * transactions, null if it has no key; without it nothing is said.
   */
  applyInherents(inherents: {
    readonly timestampMs: bigint;
    readonly shieldKey?: Uint8Array | null;
  }): Uint8Array[];
  /** Anything thrown is a bug of the runtime. */
  apply(raw: Uint8Array): ApplyResult;
  /** Ends the block; afterwards the state's changes are the block's. */
  finalize(): { readonly digest: readonly DigestItem[] };
}

export type TransactionSource = "External" | "Local" | "InBlock";

export interface RuntimeVersion {
  readonly specName: string;
  readonly implName: string;
  readonly authoringVersion: number;
  readonly specVersion: number;
  readonly implVersion: number;
  readonly apis: readonly (readonly [Hex, number])[];
  readonly transactionVersion: number;
  readonly systemVersion: number;
}

/** What the node must know of a chain beside its rules. The runtime reads more out of it. */
export interface NodeChainSpec {
  readonly name: string;
  readonly id: string;
  readonly chainType: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly chain: ChainMode;
}

/**
 * What the node asks of a runtime: the pure rules. `@ganglion/runtime` is the real one; the port
 * exists so that the shell can be tested without the chain's rules.
 */
export interface ChainRuntime<Spec extends NodeChainSpec = NodeChainSpec> {
  readonly version: RuntimeVersion;
  /** Storage items by pallet and name, for those who write them by name. */
  readonly declaration?: { readonly pallets: readonly Pallet[] };
  metadata(version: 14 | 15): Uint8Array;
  genesis(spec: Spec): readonly (readonly [Hex, Uint8Array])[];
  initializeBlock(
    state: State,
    header: { readonly number: number; readonly parentHash: Hash; readonly digest: DigestItem[] },
  ): BlockBuilder;
  /** `parentHash`: of the block that the state stands at. */
  validateTransaction(
    state: State,
    raw: Uint8Array,
    asked: { readonly source: TransactionSource; readonly parentHash: Hash },
  ): Validity;
  /** Hash of the key to which encrypted transactions in the block after this state must be sealed. */
  shieldKeyHash(state: State): Hex | undefined;
  /** Whether only a block's author may bring this extrinsic, and before all others. */
  isInherent(raw: Uint8Array): boolean;
  /** A runtime API by its wire name. Throws an error that says "Exported method X is not found". */
  call(state: State, method: string, input: Uint8Array): Uint8Array;
  extrinsicHash(raw: Uint8Array): Hash;
}
