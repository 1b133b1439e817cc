import type { Hex } from "@ganglion/primitives";
import type { Effect } from "../state/history.ts";
import { Trie } from "./trie.ts";

/**
 * The trie of the head state, and of states next to it: `with(effects)` lays effects over the head
 * and the next call takes them back. So a root can be asked for before the block exists, and a
 * block that fails leaves nothing to clean up.
 *
 * It lives in memory and is built from the current state when first asked for: a build costs a few
 * microseconds a key, while keeping nodes on disk would cost every commit some four writes a key.
 */
export class HeadTrie {
  readonly #entries: () => Iterable<readonly [Hex, Uint8Array]>;
  #trie: Trie | undefined;
  #laid: readonly Effect[] = [];

  constructor(entries: () => Iterable<readonly [Hex, Uint8Array]>) {
    this.#entries = entries;
  }

  /** The trie of the head state with `effects` laid over it; good until the next call. */
  with(effects: readonly Effect[]): Trie {
    try {
      if (this.#trie === undefined) {
        this.#trie = new Trie();
        for (const [key, value] of this.#entries()) this.#trie.put(key, value);
      }
      if (effects !== this.#laid) {
        for (const { key, old } of this.#laid) change(this.#trie, key, old?.value);
        this.#laid = [];
        for (const { key, value } of effects) change(this.#trie, key, value);
        this.#laid = effects;
      }
      return this.#trie;
    } catch (error) {
      this.forget();
      throw error;
    }
  }

  /** The effects laid last are the head now. */
  adopt(): void {
    this.#laid = [];
  }

  /** Drops the nodes; they are built again when needed. */
  forget(): void {
    this.#trie = undefined;
    this.#laid = [];
  }
}

function change(trie: Trie, key: Hex, value: Uint8Array | undefined): void {
  if (value === undefined) trie.delete(key);
  else trie.put(key, value);
}
