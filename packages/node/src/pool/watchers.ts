import type { Hash } from "@ganglion/primitives";

/** What becomes of a transaction, as `author_extrinsicUpdate` tells it. */
export type TransactionStatus =
  | "future"
  | "ready"
  | "dropped"
  | "invalid"
  | { readonly inBlock: Hash }
  | { readonly finalized: Hash }
  /** The block that it was in is no more. */
  | { readonly retracted: Hash }
  | { readonly usurped: Hash };

type Listener = (status: TransactionStatus) => void;

/** Who wants to know what becomes of which transaction. */
export class Watchers {
  readonly #byHash = new Map<Hash, Set<Listener>>();

  /** Call the answer to stop. */
  add(hash: Hash, listener: Listener): () => void {
    let set = this.#byHash.get(hash);
    if (!set) this.#byHash.set(hash, (set = new Set()));
    set.add(listener);
    return () => {
      set.delete(listener);
      if (set.size === 0 && this.#byHash.get(hash) === set) this.#byHash.delete(hash);
    };
  }

  tell(hash: Hash, status: TransactionStatus): void {
    const set = this.#byHash.get(hash);
    if (!set) return;
    if (isLast(status)) this.#byHash.delete(hash);
    for (const listener of [...set]) listener(status);
  }
}

const isLast = (status: TransactionStatus): boolean =>
  typeof status === "string"
    ? status === "dropped" || status === "invalid"
    : !("inBlock" in status || "retracted" in status);
