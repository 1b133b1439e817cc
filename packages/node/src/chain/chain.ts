import { type Backing, State } from "@ganglion/frame";
import { type Hash, type Hex, hash } from "@ganglion/primitives";
import {
  type Changes,
  MAX_KEY_BYTES,
  type StateView,
  type Store,
  StoreError,
} from "@ganglion/store";
import { NodeError } from "../error.ts";
import type { ChainRuntime, DigestItem } from "../runtime-port.ts";
import { extrinsicsRoot } from "./extrinsics-root.ts";
import type { Genesis } from "./genesis.ts";
import { decodeHeader, encodeHeader, type Header, hashHeader, headerJson } from "./header.ts";
import { decodePatch, encodePatch, type Patch } from "./patch.ts";

/** A block that just became the head. */
export interface ChainBlock {
  readonly number: number;
  readonly hash: Hash;
  readonly header: Header;
  readonly extrinsics: readonly Uint8Array[];
  /** Storage keys that differ from the block before, in byte order. */
  readonly changed: readonly Hex[];
}

export interface HeadRef {
  readonly number: number;
  readonly hash: Hash;
  readonly header: Header;
}

export type ChainEvent =
  /** The chain grew by one block. */
  | { readonly type: "block"; readonly block: ChainBlock }
  /** The head was set back; later blocks are forgotten. */
  | { readonly type: "reverted"; readonly head: HeadRef }
  /** Storage was written without a block. */
  | { readonly type: "patched"; readonly head: HeadRef; readonly changed: readonly Hex[] };

/** What a block is made of, once its extrinsics have been applied to the head state. */
export interface SealedBlock {
  readonly extrinsics: readonly Uint8Array[];
  /** Logs without the seal. */
  readonly digest: readonly DigestItem[];
  /** Signs the hash of the header without its seal. */
  readonly seal?: (preHash: Hash) => DigestItem;
  /** The header's roots and hash must come out as these, else the block is refused. */
  readonly expected?: { readonly header: Header; readonly hash: Hash };
}

export interface ChainOptions {
  readonly store: Store;
  readonly runtime: ChainRuntime;
  readonly genesis: Genesis;
  /** Where an error goes that a listener throws: it must not stop the chain. */
  readonly onListenerError: (error: unknown) => void;
  /** How many blocks the last final one is behind the head. Default 0: a block is final at once. */
  readonly finalityLag?: number;
}

const PATCH_META = "storage-patch";
/** Longer keys can't be stored, so nothing is there. */
const LONGEST_KEY = 2 + 2 * MAX_KEY_BYTES;
const STATES_KEPT = 16;
const HEADERS_KEPT = 4096;

/**
 * The blocks and the state at each of them, with one head: one writer at a time, no forks. So a block could
 * be called final as soon as it is here; it is as late as the options say, for clients that count on the delay.
 */
export class Chain {
  readonly genesisHash: Hash;
  readonly store: Store;
  readonly runtime: ChainRuntime;
  /** State at the head, values decoded: for the runtime. Who writes rolls back or commits at once. */
  readonly state: State;
  #view: StateView;
  #head: HeadRef;
  readonly #finalityLag: number;
  #finalNumber: number;
  #patch = new Map<Hex, Uint8Array | undefined>();
  readonly #states = new Map<Hash, State>();
  readonly #headers = new Map<Hash, { readonly header: Header; text?: string }>();
  readonly #listeners = new Set<(event: ChainEvent) => void>();
  readonly #onListenerError: (error: unknown) => void;

  /** Commits block 0 into an empty store. @throws StoreError */
  constructor({ store, runtime, genesis, onListenerError, finalityLag = 0 }: ChainOptions) {
    this.store = store;
    this.runtime = runtime;
    this.genesisHash = genesis.hash;
    this.#onListenerError = onListenerError;
    if (store.head === undefined)
      store.commitBlock({
        number: 0,
        hash: genesis.hash,
        header: genesis.encoded,
        body: [],
        changes: genesis.changes,
      });
    this.#view = store.stateAt(store.head!.number);
    this.#head = this.#readHead();
    this.#finalityLag = finalityLag;
    this.#finalNumber = Math.max(0, this.#head.number - finalityLag);
    const backing: Backing = {
      get: (key) => (key.length > LONGEST_KEY ? undefined : this.#view.get(key)),
      keys: (prefix, startAfter) => this.#view.keys(prefix, startAfter),
    };
    this.state = new State(backing);
    const patch = store.meta.get(PATCH_META);
    if (patch) this.#layPatch(decodePatch(patch));
  }

  get head(): HeadRef {
    return this.#head;
  }

  /** The last final block. */
  get finalized(): { readonly number: number; readonly hash: Hash } {
    return { number: this.#finalNumber, hash: this.hashOf(this.#finalNumber)! };
  }

  /** What was written at the head without a block and is in none yet. */
  get pendingPatch(): Patch {
    return this.#patch;
  }

  /** Listeners run in the order of their subscription; call the answer to stop. */
  subscribe(listener: (event: ChainEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  hashOf(number: number): Hash | undefined {
    if (number === this.#head.number) return this.#head.hash;
    if (!Number.isSafeInteger(number) || number < 0 || number > this.#head.number) return undefined;
    const found = this.store.hashOf(number);
    return found && hash(found);
  }

  numberOf(at: Hash): number | undefined {
    return at === this.#head.hash ? this.#head.number : this.store.numberOf(at);
  }

  header(at: Hash): Header | undefined {
    return this.#header(at)?.header;
  }

  /** The header as JSON-RPC shows it, serialised once. */
  headerText(at: Hash): string | undefined {
    const known = this.#header(at);
    if (known) known.text ??= JSON.stringify(headerJson(known.header));
    return known?.text;
  }

  body(at: Hash): Uint8Array[] | undefined {
    return this.store.body(at);
  }

  /** A stored value at a block, by default the head. @throws StoreError UNKNOWN_BLOCK, STATE_DISCARDED */
  get(key: Hex, at: Hash = this.#head.hash): Uint8Array | undefined {
    if (key.length > LONGEST_KEY) return undefined;
    if (at !== this.#head.hash) return this.store.stateAt(at).get(key);
    if (this.#patch.size > 0 && this.#patch.has(key)) return this.#patch.get(key);
    return this.#view.get(key);
  }

  /** Keys with a prefix, in byte order, strictly after `startAfter`. Throws as `get`. */
  keys(prefix: Hex, options: { at?: Hash; startAfter?: Hex } = {}): Iterable<Hex> {
    const { at = this.#head.hash } = options;
    if (prefix.length > LONGEST_KEY) return [];
    // Where a longer key would stand, the keys after its beginning are the same.
    const startAfter = options.startAfter?.slice(0, LONGEST_KEY) as Hex | undefined;
    if (at !== this.#head.hash) return this.store.stateAt(at).keys(prefix, startAfter);
    // Only the state with its layers knows the keys of a patch.
    if (this.#patch.size > 0)
      return this.state.keys(prefix, startAfter === undefined ? {} : { startAfter });
    return this.#view.keys(prefix, startAfter);
  }

  /** Runs `work` on the state at a block; what it writes is undone. Throws as `get`. */
  peek<T>(work: (state: State) => T, at: Hash = this.#head.hash): T {
    const state = this.#stateAt(at);
    const mark = state.mark();
    try {
      return work(state);
    } finally {
      state.rollback(mark);
    }
  }

  /** Answers a runtime API at a block. */
  call(method: string, input: Uint8Array, at: Hash = this.#head.hash): Uint8Array {
    return this.peek((state) => this.runtime.call(state, method, input), at);
  }

  /**
   * Makes the head state's changes a block. On any error the caller rolls the state back.
   * @throws NodeError BAD_BLOCK when it is not as expected; StoreError when it can't be written
   */
  append(parts: SealedBlock): ChainBlock {
    const { extrinsics, expected } = parts;
    const changes = this.state.changes();
    const header = this.#assemble(parts, changes);
    const encoded = encodeHeader(header);
    const block: ChainBlock = {
      number: header.number,
      hash: hashHeader(encoded),
      header,
      extrinsics,
      changed: changes.map(([key]) => key),
    };
    if (expected && expected.hash !== block.hash)
      throw badBlock(`it hashes to ${block.hash} instead of ${expected.hash}`);
    this.store.commitBlock({
      number: block.number,
      hash: block.hash,
      header: encoded,
      body: extrinsics,
      changes,
      ...(this.#patch.size > 0 && { meta: [[PATCH_META, undefined]] }),
    });
    this.state.settle();
    this.#patch.clear();
    this.#view = this.store.stateAt(block.number);
    this.#head = { number: block.number, hash: block.hash, header };
    this.#finalNumber = Math.max(this.#finalNumber, block.number - this.#finalityLag);
    this.#remember(block.hash, header);
    this.#announce({ type: "block", block });
    return block;
  }

  /**
   * Sets the head back to a former block and forgets the later ones.
   * @throws NodeError UNKNOWN_BLOCK; StoreError STATE_DISCARDED
   */
  revertTo(at: Hash | number): HeadRef {
    const target = typeof at === "number" ? at : this.numberOf(at);
    if (target === undefined || this.hashOf(target) === undefined)
      throw new NodeError("UNKNOWN_BLOCK", {
        message: `there is no block ${at}`,
        hint: `the chain has blocks 0 to ${this.#head.number}`,
      });
    this.store.revertTo(target);
    if (this.#patch.size > 0) this.store.meta.set(PATCH_META, undefined);
    this.#patch.clear();
    this.state.forget();
    this.#states.clear();
    this.#headers.clear();
    this.#view = this.store.stateAt(target);
    this.#head = this.#readHead();
    this.#finalNumber = Math.min(this.#finalNumber, target);
    this.#announce({ type: "reverted", head: this.#head });
    return this.#head;
  }

  /**
   * Writes storage at the head without a block. It belongs to the changes of the next block, whose
   * state root covers it; until then reads at the head see it.
   * @throws NodeError BAD_OPTION for a key that can't be stored
   */
  patch(values: Patch): void {
    for (const key of values.keys())
      if (key.length > LONGEST_KEY)
        throw new NodeError("BAD_OPTION", {
          message: `a storage key has at most ${MAX_KEY_BYTES} bytes, got ${key.length / 2 - 1}`,
          hint: "no pallet has longer ones",
        });
    const merged = new Map([...this.#patch, ...values]);
    this.store.meta.set(PATCH_META, encodePatch(merged));
    this.#layPatch(values);
    this.#announce({ type: "patched", head: this.#head, changed: [...values.keys()].sort() });
  }

  #layPatch(values: Patch): void {
    for (const [key, value] of values) {
      this.#patch.set(key, value);
      this.state.writeRaw(key, value);
    }
  }

  #assemble({ extrinsics, digest, seal, expected }: SealedBlock, changes: Changes): Header {
    const unsealed: Header = {
      parentHash: this.#head.hash,
      number: this.#head.number + 1,
      stateRoot: hash(this.store.rootWith(changes)),
      extrinsicsRoot: extrinsicsRoot(extrinsics),
      digest,
    };
    if (expected) {
      for (const root of ["extrinsicsRoot", "stateRoot"] as const)
        if (unsealed[root] !== expected.header[root])
          throw badBlock(
            `its ${root} is ${expected.header[root]}, execution gave ${unsealed[root]}`,
          );
      return { ...unsealed, digest: [...digest, ...expected.header.digest.slice(digest.length)] };
    }
    if (!seal) return unsealed;
    return { ...unsealed, digest: [...digest, seal(hashHeader(encodeHeader(unsealed)))] };
  }

  #stateAt(at: Hash): State {
    if (at === this.#head.hash) return this.state;
    const known = this.#states.get(at);
    if (known) return known;
    const state = new State(this.store.stateAt(at), { brief: true });
    if (this.#states.size >= STATES_KEPT) this.#states.delete(this.#states.keys().next().value!);
    this.#states.set(at, state);
    return state;
  }

  #header(at: Hash): { readonly header: Header; text?: string } | undefined {
    const known = this.#headers.get(at);
    if (known) return known;
    const bytes = this.store.header(at);
    return bytes && this.#remember(at, decodeHeader(bytes));
  }

  #remember(at: Hash, header: Header): { readonly header: Header; text?: string } {
    if (this.#headers.size >= HEADERS_KEPT)
      this.#headers.delete(this.#headers.keys().next().value!);
    const entry = { header };
    this.#headers.set(at, entry);
    return entry;
  }

  #readHead(): HeadRef {
    const { number, hash: found } = this.store.head!;
    const bytes = this.store.header(found);
    if (!bytes)
      throw new StoreError("CORRUPT", {
        message: `the header of the head ${found} is missing`,
        hint: "restore the data folder from a copy, or start again with an empty one",
      });
    return { number, hash: hash(found), header: decodeHeader(bytes) };
  }

  #announce(event: ChainEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        this.#onListenerError(error);
      }
    }
  }
}

export function badBlock(why: string, cause?: unknown): NodeError {
  return new NodeError("BAD_BLOCK", {
    message: `the block is refused: ${why}`,
    hint: "its author follows other rules, or has another state",
    cause,
  });
}
