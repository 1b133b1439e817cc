import type { Hex } from "@ganglion/primitives";
import type { Head } from "../chain/archive.ts";
import { StoreError } from "../error.ts";
import type { StateHistory } from "./history.ts";

/** The state at the end of one block. It stays that block's state while the chain goes on. */
export interface StateView {
  readonly number: number;
  readonly hash: Hex;
  /** @throws StoreError STATE_DISCARDED once pruned, UNKNOWN_BLOCK once reverted, CORRUPT */
  get(key: Hex): Uint8Array | undefined;
  /** Keys with `prefix`, in byte order, strictly after `startAfter`. Throws as `get`, while iterating. */
  keys(prefix: Hex, startAfter?: Hex): Iterable<Hex>;
}

/** What a view asks of its store. */
export interface ViewSource {
  readonly history: StateHistory;
  head(): Head | undefined;
  /** Grows whenever a block that was the head may be none any more. */
  reverts(): number;
  oldestState(): number;
  hashOf(number: number): Hex | undefined;
}

const FIRST_PAGE = 32;
const LARGEST_PAGE = 1024;

export class BlockView implements StateView {
  readonly number: number;
  readonly hash: Hex;
  readonly #source: ViewSource;
  #reverts: number;

  constructor(source: ViewSource, { number, hash }: Head) {
    this.#source = source;
    this.number = number;
    this.hash = hash;
    this.#reverts = source.reverts();
    this.#isHead();
  }

  get(key: Hex): Uint8Array | undefined {
    return this.#isHead()
      ? this.#source.history.get(key)
      : this.#source.history.getAt(key, this.number);
  }

  // Page by page, each found at once, so that a block committed between two keys does no harm.
  *keys(prefix: Hex, startAfter?: Hex): Iterable<Hex> {
    const { history } = this.#source;
    let after = startAfter;
    let limit = FIRST_PAGE;
    for (;;) {
      if (this.#isHead()) {
        const page = history.keys(prefix, { after, limit });
        yield* page;
        if (page.length < limit) return;
        after = page.at(-1);
      } else {
        const page = history.keysAt(prefix, { after, at: this.number, limit });
        yield* page.keys;
        if (page.next === undefined) return;
        after = page.next;
      }
      limit = Math.min(limit * 2, LARGEST_PAGE);
    }
  }

  /** Whether the current state is this one. @throws StoreError if this one can't be read any more */
  #isHead(): boolean {
    const source = this.#source;
    const reverts = source.reverts();
    if (reverts !== this.#reverts) {
      if (source.hashOf(this.number) !== this.hash)
        throw new StoreError("UNKNOWN_BLOCK", {
          message: `block ${this.number} (${this.hash}) is no longer in the chain: the head was set back`,
          hint: "ask for the state of a block of the present chain",
        });
      this.#reverts = reverts;
    }
    if (this.number === source.head()?.number) return true;
    const oldest = source.oldestState();
    if (this.number < oldest)
      throw new StoreError("STATE_DISCARDED", {
        message: `the state of block ${this.number} is discarded; the oldest one kept is that of block ${oldest}`,
        hint: "run the node with --pruning archive, or a larger number, to keep older states",
      });
    return false;
  }
}
