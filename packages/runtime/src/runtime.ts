import {
  type AnyApiMethod,
  apiTable,
  bindOuter,
  buildMetadata,
  type ChainMode,
  type Context,
  callApi,
  type Declaration,
  encodeExtrinsic,
  type Pallet,
  type RuntimeApi,
  type RuntimeCall,
  runtimeCall,
  State,
} from "@ganglion/frame";
import { blake2_256, blake2_256Hex } from "@ganglion/hash";
import { fromHex, type Hash, type Hex, hash, toHex } from "@ganglion/primitives";
import { encode } from "@ganglion/scale";
import { coreApis } from "./apis/core.ts";
import { shieldApi } from "./apis/shield.ts";
import { subtensorApis } from "./apis/subtensor.ts";
import { transactionPaymentApis } from "./apis/transaction-payment.ts";
import { type Applied, Executive, type HeaderStart, type RuntimeOptions } from "./executive.ts";
import { EXTENSIONS } from "./extensions/list.ts";
import { writeGenesis } from "./genesis.ts";
import { AdminUtils } from "./pallets/admin-utils/pallet.ts";
import { AlphaAssets } from "./pallets/alpha-assets/pallet.ts";
import { Aura } from "./pallets/aura/pallet.ts";
import { Balances } from "./pallets/balances/pallet.ts";
import { Commitments } from "./pallets/commitments/pallet.ts";
import { Crowdloan } from "./pallets/crowdloan/pallet.ts";
import { Drand } from "./pallets/drand/pallet.ts";
import { Preimage } from "./pallets/preimage/pallet.ts";
import { ProxyPallet } from "./pallets/proxy/pallet.ts";
import { announceNextKey } from "./pallets/shield/calls.ts";
import { shieldKeyHash } from "./pallets/shield/keys.ts";
import { MevShield } from "./pallets/shield/pallet.ts";
import type { ShieldedTransaction } from "./pallets/shield/shielded-transaction.ts";
import { SubtensorModule } from "./pallets/subtensor/pallet.ts";
import { Sudo } from "./pallets/sudo/pallet.ts";
import { Swap } from "./pallets/swap/pallet.ts";
import { System } from "./pallets/system/pallet.ts";
import type { RuntimeVersion, DigestItem as WireDigestItem } from "./pallets/system/types.ts";
import { declareApis, version } from "./pallets/system/version.ts";
import { set as setTimestamp, Timestamp } from "./pallets/timestamp/pallet.ts";
import { TransactionPayment } from "./pallets/transaction-payment/pallet.ts";
import { Utility } from "./pallets/utility/pallet.ts";
import type { ChainSpec } from "./spec.ts";
import type { TransactionSource, TransactionValidityError } from "./validity.ts";

/** The pallets of this runtime in the order of their indices. Source: runtime/src/lib.rs construct_runtime. */
export const PALLETS: readonly Pallet[] = [
  System,
  Timestamp,
  Aura,
  Balances,
  TransactionPayment,
  SubtensorModule,
  Utility,
  Sudo,
  Preimage,
  ProxyPallet,
  Commitments,
  AdminUtils,
  Drand,
  Crowdloan,
  Swap,
  MevShield,
  AlphaAssets,
];
bindOuter(PALLETS);

/** Longer than any chain lives: what an immortal extrinsic's longevity becomes as a number. */
const FOREVER = Number.MAX_SAFE_INTEGER;

/** A method that no runtime API has, or input that it cannot take. `message` is what clients look for. */
export class RuntimeApiError extends Error {
  override readonly name = "RuntimeApiError";
}

/** An entry of a header's digest. `engine`: 4 bytes; absent for `Other`. */
export interface DigestItem {
  readonly type: "PreRuntime" | "Consensus" | "Seal" | "Other";
  readonly engine?: Hex;
  readonly data: Uint8Array;
}

function wireDigest({ type, engine, data }: DigestItem): WireDigestItem {
  if (type === "Other") return { type, value: data };
  return { type, value: { engine: fromHex(engine ?? "0x"), data } };
}
function plainDigest(item: WireDigestItem): DigestItem {
  if (item.type === "Other") return { type: "Other", data: item.value };
  if (item.type === "RuntimeEnvironmentUpdated")
    throw new Error("this runtime never changes its own code");
  return { type: item.type, engine: toHex(item.value.engine), data: item.value.data };
}

/** What the pool is told of a transaction. */
export type Validity =
  | {
      readonly ok: true;
      readonly priority: bigint;
      /** Tags in hex that another transaction must provide first. */
      readonly requires: readonly Hex[];
      readonly provides: readonly Hex[];
      /** Blocks for which this holds. */
      readonly longevity: number;
      readonly propagate: boolean;
      /** What it is made of, if it is encrypted. */
      readonly shielded?: ShieldedTransaction;
    }
  | { readonly ok: false; readonly error: TransactionValidityError };

/** A block that is being built. */
export class BlockBuilder {
  readonly #executive: Executive;
  readonly ctx: Context;

  constructor(executive: Executive, ctx: Context) {
    this.#executive = executive;
    this.ctx = ctx;
  }

  /**
   * Makes and applies what the author says by itself; returns the extrinsics.
   * `shieldKey`: its ML-KEM-768 encapsulation key, 1184 bytes, or null if it has none. Without it the block keeps
   * silent about keys, as the blocks of an author do that knows nothing of them.
   */
  applyInherents(inherents: {
    readonly timestampMs: bigint;
    readonly shieldKey?: Uint8Array | null;
  }): Uint8Array[] {
    const { timestampMs, shieldKey } = inherents;
    const calls: RuntimeCall[] = [{ call: setTimestamp, args: { now: timestampMs } }];
    if (shieldKey !== undefined)
      calls.push({ call: announceNextKey, args: { encKey: shieldKey ?? undefined } });
    return calls.map((call) => {
      const raw = bareExtrinsic(call);
      const applied = this.apply(raw);
      if (!applied.ok)
        throw new Error(`${call.call.name} was refused: ${JSON.stringify(applied.error)}`);
      return raw;
    });
  }

  /** Applies one extrinsic; an invalid one changes nothing. */
  apply(raw: Uint8Array): Applied {
    return this.#executive.apply(this.ctx, raw);
  }

  /** Ends the block; its changes are in the state then. */
  finalize(): { readonly digest: readonly DigestItem[] } {
    return { digest: this.#executive.finalize(this.ctx).map(plainDigest) };
  }
}

/** An extrinsic without a signer. */
export function bareExtrinsic(call: RuntimeCall): Uint8Array {
  return encodeExtrinsic({ callBytes: encode(runtimeCall, call) }, EXTENSIONS);
}

/** The chain's rules as one object: what a node needs to know of them. Pure; all state is handed in. */
export class Runtime {
  readonly chain: ChainMode;
  readonly executive: Executive;
  readonly declaration: Declaration;
  readonly #apis: ReadonlyMap<string, AnyApiMethod>;
  readonly #metadata = new Map<14 | 15, Uint8Array>();

  constructor(options: RuntimeOptions) {
    const { chain, arithmetic } = options;
    this.chain = arithmetic === undefined ? chain : { ...chain, arithmetic };
    this.executive = new Executive({ ...options, chain: this.chain });
    const apis: readonly RuntimeApi[] = [
      ...coreApis({
        metadata: (wanted) => this.metadata(wanted),
        validate: (state, raw, asked) => this.executive.validate(state, raw, asked),
      }),
      shieldApi((ctx, raw) => this.executive.shielded(ctx, raw)),
      ...transactionPaymentApis,
      ...subtensorApis,
    ];
    declareApis(apis);
    this.#apis = apiTable(apis);
    this.declaration = { pallets: PALLETS, apis, extensions: EXTENSIONS };
  }

  get version(): Omit<RuntimeVersion, "apis"> & {
    readonly apis: readonly (readonly [Hex, number])[];
  } {
    const own = version();
    return { ...own, apis: own.apis.map(([id, number]) => [toHex(id), number] as const) };
  }

  /** Metadata with its magic number; built once. */
  metadata(wanted: 14 | 15): Uint8Array {
    let built = this.#metadata.get(wanted);
    if (!built)
      this.#metadata.set(
        wanted,
        (built = buildMetadata(this.declaration, { chain: this.chain, version: wanted })),
      );
    return built;
  }

  /** Every key of block 0. */
  genesis(spec: ChainSpec): (readonly [Hex, Uint8Array])[] {
    const state = new State({ get: () => undefined, keys: () => [] });
    writeGenesis(this.executive.context(state), spec, blake2_256(this.metadata(15)));
    return state
      .changes()
      .filter((pair): pair is readonly [Hex, Uint8Array] => pair[1] !== undefined);
  }

  initializeBlock(
    state: State,
    header: {
      readonly number: number;
      readonly parentHash: Hash;
      readonly digest: readonly DigestItem[];
    },
  ): BlockBuilder {
    const start: HeaderStart = { ...header, digest: header.digest.map(wireDigest) };
    return new BlockBuilder(this.executive, this.executive.initialize(state, start));
  }

  /**
   * What the pool asks before it takes an extrinsic; leaves the state as it is.
   * `parentHash`: of the block that the state stands at.
   */
  validateTransaction(
    state: State,
    raw: Uint8Array,
    asked: { readonly source: TransactionSource; readonly parentHash: Hash },
  ): Validity {
    const answer = this.executive.validate(state, raw, asked);
    if (!answer.ok) return answer;
    const { priority, requires, provides, longevity, propagate } = answer.value;
    const { shielded } = answer;
    return {
      ok: true,
      priority,
      requires: requires.map((tag) => toHex(tag)),
      provides: provides.map((tag) => toHex(tag)),
      longevity: longevity > BigInt(FOREVER) ? FOREVER : Number(longevity),
      propagate,
      ...(shielded && { shielded }),
    };
  }

  /** twox-128 of the key to which encrypted transactions of the next block must be sealed; undefined without one. */
  shieldKeyHash(state: State): Hex | undefined {
    return shieldKeyHash(this.executive.context(state));
  }

  /** Whether an extrinsic is one that only a block's author may bring, before all others. */
  isInherent(raw: Uint8Array): boolean {
    return this.executive.isInherent(raw);
  }

  /**
   * Answers a runtime API question; whatever it writes is undone.
   * @throws RuntimeApiError if there is no such method; DecodeError if the input is none of its
   */
  call(state: State, method: string, input: Uint8Array): Uint8Array {
    const found = this.#apis.get(method);
    if (!found) throw new RuntimeApiError(`Exported method ${method} is not found`);
    const ctx = this.executive.context(state);
    const mark = ctx.mark();
    try {
      return callApi(found, ctx, input);
    } finally {
      ctx.rollback(mark);
    }
  }

  extrinsicHash(raw: Uint8Array): Hash {
    return hash(blake2_256Hex(raw));
  }
}
