import type { Hash } from "@ganglion/primitives";
import type { Author } from "../author/author.ts";
import { NodeError } from "../error.ts";
import type { Chain, HeadRef } from "./chain.ts";
import type { Patch } from "./patch.ts";

interface Snapshot {
  readonly number: number;
  readonly hash: Hash;
  readonly patch: Patch;
  readonly clockOffsetMs: number;
}

/** Places of the chain to go back to. They live as long as the process. */
export class Snapshots {
  readonly #chain: Chain;
  readonly #author: Author;
  readonly #taken = new Map<string, Snapshot>();
  #count = 0;

  constructor({ chain, author }: { chain: Chain; author: Author }) {
    this.#chain = chain;
    this.#author = author;
  }

  /** Remembers the head, what was written on it without a block, and the chain's clock. */
  take(): string {
    const id = `0x${(++this.#count).toString(16)}`;
    const { number, hash } = this.#chain.head;
    this.#taken.set(id, {
      number,
      hash,
      patch: new Map(this.#chain.pendingPatch),
      clockOffsetMs: this.#author.clockOffsetMs,
    });
    return id;
  }

  /**
   * Goes back; the snapshot and all taken after it are used up.
   * @throws NodeError UNKNOWN_SNAPSHOT
   */
  revert(id: string): HeadRef {
    const snapshot = this.#taken.get(id);
    if (!snapshot)
      throw new NodeError("UNKNOWN_SNAPSHOT", {
        message: `there is no snapshot ${id}`,
        hint: "a snapshot can be reverted to once; going back beyond it uses it up",
      });
    if (this.#chain.hashOf(snapshot.number) !== snapshot.hash)
      throw new NodeError("UNKNOWN_SNAPSHOT", {
        message: `block ${snapshot.number} of snapshot ${id} is no longer in the chain`,
        hint: "the head was set back beyond it",
      });
    this.#chain.revertTo(snapshot.number);
    if (snapshot.patch.size > 0) this.#chain.patch(snapshot.patch);
    this.#author.clockOffsetMs = snapshot.clockOffsetMs;
    let used = false;
    for (const each of [...this.#taken.keys()]) {
      used ||= each === id;
      if (used) this.#taken.delete(each);
    }
    return this.#chain.head;
  }
}
