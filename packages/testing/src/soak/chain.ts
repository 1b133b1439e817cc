import { type Context, type EventRecord, State, type StateCtx } from "@ganglion/frame";
import { blake2_256Hex } from "@ganglion/hash";
import {
  type AccountId,
  concatBytes,
  fromHex,
  type Hash,
  type Hex,
  hash,
  toHex,
} from "@ganglion/primitives";
import {
  type Applied,
  AURA_ENGINE,
  type BlockBuilder,
  type ChainSpec,
  type DigestItem,
  Runtime,
  type RuntimeOptions,
  System,
} from "@ganglion/runtime";
import { encode, u64 } from "@ganglion/scale";
import { Trie } from "@ganglion/store";
import { hashBeacon } from "./beacon.ts";
import { MemoryState } from "./memory-state.ts";
import { type SigningTerms, verifyTag } from "./signing.ts";

/** Written keys with the bytes that they held before. */
export type Before = ReadonlyMap<Hex, Uint8Array | undefined>;
/** What a block changed for good, in key order. */
export type Changes = readonly (readonly [Hex, Uint8Array | undefined])[];

/** A block while it is built: each part says what it wrote and which events it deposited. */
export interface Part {
  readonly written: Before;
  readonly events: readonly EventRecord[];
}

const ENGINE = toHex(AURA_ENGINE);
/** Slot of block 1; later ones follow without gaps. */
const FIRST_SLOT = 7_000_000_000n;

/** What a runtime can be told beside what this chain needs. */
export type MoreOptions = Omit<RuntimeOptions, "chain" | "verify" | "beacon">;

/** A chain without a node: the real runtime over a state in memory, with state roots, one block after another. */
export class SoakChain {
  readonly runtime: Runtime;
  readonly state: State;
  readonly memory = new MemoryState();
  readonly terms: SigningTerms;
  readonly #trie = new Trie();
  readonly #slotMs: bigint;
  number = 0;
  #hash: Hash;
  #building: { readonly builder: BlockBuilder; readonly ctx: Context } | undefined;
  #mark = { state: 0, events: 0 };

  constructor(spec: ChainSpec, options?: MoreOptions) {
    this.runtime = new Runtime({
      ...options,
      chain: spec.chain,
      verify: verifyTag,
      beacon: hashBeacon,
    });
    this.state = new State(this.memory);
    this.#slotMs = spec.chain.fast ? 250n : 12_000n;
    this.#commit(this.runtime.genesis(spec));
    this.#hash = hash(blake2_256Hex(fromHex(this.root())));
    const { specVersion, transactionVersion } = this.runtime.version;
    // What the first block says of its parent is what signatures must name.
    this.terms = { genesisHash: this.#hash, specVersion, transactionVersion };
  }

  root(): Hex {
    return this.#trie.root();
  }

  /** The state as the last block left it, or as the one that is being built has it now. */
  get ctx(): StateCtx & { readonly block: bigint } {
    return this.#building?.ctx ?? this.runtime.executive.context(this.state);
  }

  /** Nonce and balance of an account. */
  account(who: AccountId) {
    const { nonce, data } = System.storage.Account.get(this.ctx, who);
    return { nonce, free: data.free };
  }

  #part(): Part {
    const { ctx } = this.#building!;
    const part = {
      written: this.state.writesSince(this.#mark.state),
      events: ctx.events.slice(this.#mark.events).map(({ event }) => event),
    };
    this.#mark = ctx.mark();
    return part;
  }

  /** Begins the next block: its hooks and its time inherent ran then. */
  begin(): Part {
    this.number++;
    const slot = FIRST_SLOT + BigInt(this.number);
    const digest: DigestItem[] = [{ type: "PreRuntime", engine: ENGINE, data: encode(u64, slot) }];
    this.#mark = { state: this.state.mark(), events: 0 };
    const builder = this.runtime.initializeBlock(this.state, {
      number: this.number,
      parentHash: this.#hash,
      digest,
    });
    this.#building = { builder, ctx: builder.ctx };
    builder.applyInherents({ timestampMs: slot * this.#slotMs });
    return this.#part();
  }

  apply(raw: Uint8Array): { readonly applied: Applied; readonly part: Part } {
    const applied = this.#building!.builder.apply(raw);
    return { applied, part: this.#part() };
  }

  /** Ends the block; what it changed is the state now. */
  end(): { readonly changes: Changes; readonly part: Part; readonly root: Hex } {
    this.#building!.builder.finalize();
    const part = this.#part();
    this.#building = undefined;
    const changes = this.state.changes();
    this.#commit(changes);
    this.state.settle();
    const root = this.root();
    this.#hash = hash(
      blake2_256Hex(
        concatBytes(fromHex(this.#hash), encode(u64, BigInt(this.number)), fromHex(root)),
      ),
    );
    return { changes, part, root };
  }

  #commit(changes: Changes): void {
    this.memory.apply(changes);
    this.#trie.apply(changes);
  }
}
