import type { Hex } from "@ganglion/primitives";
import { type ArchivedBlock, BlockArchive, type Head } from "./chain/archive.ts";
import { hashBytes, metaKey } from "./chain/keys.ts";
import { corrupt, StoreError } from "./error.ts";
import { type Kv, type KvOp, MAX_KEY_BYTES } from "./kv/kv.ts";
import { type Effect, StateHistory } from "./state/history.ts";
import { BlockView, type StateView, type ViewSource } from "./state/view.ts";
import { HeadTrie } from "./trie/head-trie.ts";
import { prove } from "./trie/prove.ts";
import { type Changes, EMPTY_ROOT, Trie } from "./trie/trie.ts";

/** How much history to keep: every state, or those of the last so many blocks (at least 1). */
export type Pruning = "archive" | number;

export interface StoreOptions {
  readonly pruning: Pruning;
  /** Refuse a folder, or a block 0, of another chain. */
  readonly genesisHash?: Hex;
  /** Budget of the cache of current values. Default 16 MiB. */
  readonly cacheBytes?: number;
}

/** A block to commit, with what it did to the state. */
export interface CommitBlock extends ArchivedBlock {
  /** Keys with their new value, `undefined` for a deletion; the last one of a key counts. */
  readonly changes: Changes;
  /** Entries of the node's `meta` to write in the same transaction. */
  readonly meta?: readonly (readonly [name: string, value: Uint8Array | undefined])[];
}

/** A storage key's longest length: in the table of diffs a block number stands before it. */
export const MAX_STORAGE_KEY_BYTES = MAX_KEY_BYTES - 4;
/** The most keys that one proof may be asked for. */
export const MAX_PROOF_KEYS = 1024;
// The number of blocks up to which laying their diffs over the head's trie beats building another one.
const NEAR_BLOCKS = 256;
// A chain that was archived and shall now be pruned sheds a few blocks with each new one.
const PRUNED_PER_COMMIT = 8;
const OLDEST_STATE = metaKey("store", "oldest-state");
const STORAGE_KEY = /^0x(?:[0-9a-f]{2})+$/;

interface Prepared {
  readonly changes: Changes;
  readonly effects: readonly Effect[];
  readonly root: Hex;
}

/** Blocks and the state at each of them. Build one with `openStore` or `memoryStore`. */
export class Store {
  /** The node's own small values by name; `set` is durable when it returns. */
  readonly meta: {
    get(name: string): Uint8Array | undefined;
    set(name: string, value: Uint8Array | undefined): void;
  };
  readonly #kv: Kv;
  readonly #history: StateHistory;
  readonly #source: ViewSource;
  readonly #archive: BlockArchive;
  readonly #trie: HeadTrie;
  readonly #pruning: Pruning;
  readonly #genesisHash: Hex | undefined;
  #oldestState = 0;
  #reverts = 0;
  #prepared: Prepared | undefined;

  /** Takes the key-value store over: `close` closes it. @throws StoreError */
  constructor(kv: Kv, { pruning, genesisHash, cacheBytes = 16 << 20 }: StoreOptions) {
    if (pruning !== "archive" && !(Number.isSafeInteger(pruning) && pruning >= 1))
      throw new StoreError("BAD_OPTION", {
        message: `pruning is "archive" or a number of blocks from 1, got ${pruning}`,
        hint: "for example 86400",
      });
    this.#kv = kv;
    this.#pruning = pruning;
    this.#genesisHash = genesisHash;
    this.#archive = new BlockArchive(kv);
    const found = this.#archive.hashOf(0);
    if (found !== undefined) this.#checkGenesis(found);
    this.#history = new StateHistory(kv, { cacheBytes });
    this.#trie = new HeadTrie(() => this.#history.entries());
    this.#readOldest();
    this.#source = {
      history: this.#history,
      head: () => this.head,
      reverts: () => this.#reverts,
      oldestState: () => this.#oldestState,
      hashOf: (number) => this.hashOf(number),
    };
    this.meta = {
      get: (name) => kv.get("meta", metaKey("node", name)),
      set: (name, value) => kv.transaction([{ table: "meta", key: metaKey("node", name), value }]),
    };
  }

  /** The newest block; `undefined` before block 0 is committed. */
  get head(): Head | undefined {
    return this.#archive.head;
  }

  /** The oldest block whose state can be read. */
  get oldestState(): number {
    return this.#oldestState;
  }

  hashOf(number: number): Hex | undefined {
    return this.#archive.hashOf(number);
  }

  numberOf(hash: Hex): number | undefined {
    return this.#archive.numberOf(hash);
  }

  /** SCALE bytes of a header. */
  header(hash: Hex): Uint8Array | undefined {
    return this.#archive.header(hash);
  }

  /** The extrinsics of a block. */
  body(hash: Hex): Uint8Array[] | undefined {
    return this.#archive.body(hash);
  }

  justification(hash: Hex): Uint8Array | undefined {
    return this.#archive.justification(hash);
  }

  /** State root at a block, by default the head; that of an empty state before block 0. */
  root(block?: Hex | number): Hex {
    if (block === undefined) return this.#archive.headRoot ?? EMPTY_ROOT;
    const { number } = this.#locate(block);
    return this.#archive.rootOf(number)!;
  }

  /** The state at the end of a block. @throws StoreError UNKNOWN_BLOCK, STATE_DISCARDED */
  stateAt(block: Hex | number): StateView {
    return new BlockView(this.#source, this.#locate(block));
  }

  /**
   * The state root if these changes were made to the head. Nothing is kept but the work: a commit
   * of the same changes does not repeat it. @throws StoreError BAD_KEY
   */
  rootWith(changes: Changes): Hex {
    return this.#prepare(changes).root;
  }

  /**
   * Makes a block the head: its changes, what older states need, the block and the pointer in one
   * transaction, on disk when it returns. @throws StoreError, and then nothing has changed
   */
  commitBlock(block: CommitBlock): void {
    const expected = this.head === undefined ? 0 : this.head.number + 1;
    if (block.number !== expected)
      throw new StoreError("NOT_NEXT_BLOCK", {
        message: `the next block is ${expected}, got ${block.number}`,
        hint: "commit blocks in order; revertTo sets the head back",
      });
    if (this.numberOf(block.hash) !== undefined)
      throw new StoreError("NOT_NEXT_BLOCK", {
        message: `${block.hash} is in the chain already`,
        hint: "a block is committed once",
      });
    if (block.number === 0) this.#checkGenesis(block.hash);
    const { effects, root } = this.#prepare(block.changes);
    const pruned = this.#prune(block.number);
    const { ops, committed } = this.#history.write(effects, block.number);
    this.#kv.transaction([
      ...pruned,
      ...ops,
      ...this.#archive.append(block, root),
      ...(block.meta ?? []).map(([name, value]) => metaOp(name, value)),
    ]);
    committed();
    this.#trie.adopt();
    this.#moved();
  }

  /** Sets the head back to a former block and forgets the later ones. Returns the new head. */
  revertTo(block: Hex | number): Head {
    const target = this.stateAt(block).number;
    const from = this.head!.number;
    if (target < from) {
      // Before anything is written: a damaged history must not replace a good state.
      this.#checkRoot(target, this.#trie.with(this.#effectsTo(target)).root());
      const { ops, committed } = this.#history.revert({ from, to: target });
      this.#kv.transaction([...ops, ...this.#archive.cut({ from, to: target })]);
      committed();
      this.#reverts++;
      this.#trie.adopt();
      this.#moved();
    }
    return this.head!;
  }

  /**
   * A read proof of keys at a block, as `state_getReadProof` answers it: `verifyProof` with that
   * block's root reads it. @throws StoreError PROOF_TOO_LARGE, UNKNOWN_BLOCK, STATE_DISCARDED
   */
  proof(block: Hex | number, keys: readonly Hex[]): Uint8Array[] {
    if (keys.length > MAX_PROOF_KEYS)
      throw new StoreError("PROOF_TOO_LARGE", {
        message: `a proof covers at most ${MAX_PROOF_KEYS} keys, got ${keys.length}`,
        hint: "ask for several proofs",
      });
    keys.forEach(checkStorageKey);
    const view = this.stateAt(block);
    return prove(this.#trieAt(view), { keys, get: (key) => view.get(key) });
  }

  /**
   * Computes the state root of a block from its keys and values, by default of the head, and
   * compares it with the one committed. @throws StoreError CORRUPT
   */
  verify(block?: Hex | number): void {
    if (this.head === undefined) return;
    const view = this.stateAt(block ?? this.head.number);
    this.#checkRoot(view.number, this.#trieAt(view).root());
  }

  /** Releases the folder. Everything committed is on disk already. */
  async close(): Promise<void> {
    this.#trie.forget();
    await this.#kv.close();
  }

  #locate(block: Hex | number): Head {
    const number = typeof block === "number" ? block : this.numberOf(block);
    const hash = number === undefined ? undefined : this.hashOf(number);
    if (number === undefined || hash === undefined)
      throw new StoreError("UNKNOWN_BLOCK", {
        message: `there is no block ${block}`,
        hint: this.head ? `the head is block ${this.head.number}` : "the chain has no block yet",
      });
    return { number, hash };
  }

  #prepare(changes: Changes): Prepared {
    const known = this.#prepared;
    if (known !== undefined && sameChanges(known.changes, changes)) {
      this.#trie.with(known.effects);
      return known;
    }
    const effects = this.#history.effects(changes, checkStorageKey);
    const root = this.#trie.with(effects).root();
    this.#prepared = { changes: changes.map(([key, value]) => [key, value]), effects, root };
    return this.#prepared;
  }

  /** What turns the head state into the one at the end of block `to`. */
  #effectsTo(to: number): Effect[] {
    const past = this.#history.difference({ from: this.head!.number, to });
    return this.#history.effects([...past].map(([key, record]) => [key, record?.value]));
  }

  #trieAt(view: StateView): Trie {
    if (this.head!.number - view.number <= NEAR_BLOCKS)
      return this.#trie.with(this.#effectsTo(view.number));
    const trie = new Trie();
    for (const key of view.keys("0x")) trie.put(key, view.get(key)!);
    return trie;
  }

  #prune(next: number): KvOp[] {
    if (this.#pruning === "archive") return [];
    const goal = Math.min(next - this.#pruning + 1, this.#oldestState + PRUNED_PER_COMMIT);
    if (goal <= this.#oldestState) return [];
    const ops: KvOp[] = [];
    for (let number = this.#oldestState + 1; number <= goal; number++)
      for (const op of this.#history.prune(number)) ops.push(op);
    const value = new Uint8Array(4);
    new DataView(value.buffer).setUint32(0, goal);
    ops.push({ table: "meta", key: OLDEST_STATE, value });
    return ops;
  }

  #moved(): void {
    this.#prepared = undefined;
    this.#archive.reload();
    this.#readOldest();
  }

  #readOldest(): void {
    const bytes = this.#kv.get("meta", OLDEST_STATE);
    if (bytes !== undefined && bytes.length !== 4) throw corrupt("the pruning mark can't be read");
    this.#oldestState = bytes ? new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) : 0;
  }

  #checkRoot(number: number, root: Hex): void {
    const committed = this.#archive.rootOf(number);
    if (root !== committed)
      throw corrupt(`the state of block ${number} has root ${root} instead of ${committed}`);
  }

  #checkGenesis(found: Hex): void {
    hashBytes(found);
    if (this.#genesisHash === undefined || this.#genesisHash === found) return;
    throw new StoreError("OTHER_GENESIS", {
      message: `the data folder belongs to another chain: genesis ${found} instead of ${this.#genesisHash}`,
      hint: "choose another folder with --data, or empty this one with --reset",
    });
  }
}

function metaOp(name: string, value: Uint8Array | undefined): KvOp {
  return { table: "meta", key: metaKey("node", name), value };
}

function checkStorageKey(key: Hex): void {
  if (key.length <= 2 + 2 * MAX_STORAGE_KEY_BYTES && STORAGE_KEY.test(key)) return;
  const shown = key.length > 100 ? `${key.slice(0, 100)}…` : key;
  throw new StoreError("BAD_KEY", {
    message: `a storage key is lowercase hexadecimal of 1 to ${MAX_STORAGE_KEY_BYTES} bytes, got ${shown}`,
    hint: "write it as 0x followed by an even number of digits",
  });
}

function sameChanges(a: Changes, b: Changes): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++)
    if (a[i]![0] !== b[i]![0] || a[i]![1] !== b[i]![1]) return false;
  return true;
}
