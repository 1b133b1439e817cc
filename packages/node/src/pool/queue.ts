import type { Hash } from "@ganglion/primitives";
import { PoolError } from "./error.ts";
import { ReadyOrder } from "./order.ts";
import type { PoolTransaction } from "./transaction.ts";

/** A transaction whose requirements are met, by the chain or by other ready ones. */
export interface Ready {
  tx: PoolTransaction;
  /** Ready transactions that require a tag of this one. */
  readonly unlocks: Set<Hash>;
  /** How many ready transactions this one waits for. */
  waitsFor: number;
}

interface Future {
  readonly tx: PoolTransaction;
  /** Required tags that neither the chain nor a ready transaction provides. */
  readonly missing: Set<string>;
}

/** What an import did. */
export interface Imported {
  readonly queue: "ready" | "future";
  /** Futures that became ready with it. */
  readonly promoted: readonly PoolTransaction[];
  /** Ready ones that had to go for it. */
  readonly replaced: readonly PoolTransaction[];
  /** Futures that would have become ready but lost against a ready one. */
  readonly failed: readonly PoolTransaction[];
}

/**
 * The graph of waiting transactions: who provides what others require. Knows nothing of validity,
 * blocks or time. Source: sc-transaction-pool graph, base_pool and ready (behaviour only).
 */
export class TransactionQueue {
  readonly #ready = new Map<Hash, Ready>();
  /** Ready transactions by the tags that they provide. */
  readonly #providers = new Map<string, Hash>();
  /** Ready transactions that wait for no other. */
  readonly #roots = new Set<Hash>();
  readonly #future = new Map<Hash, Future>();
  /** Futures by every tag that they require. */
  readonly #wanted = new Map<string, Set<Hash>>();
  #readyBytes = 0;
  #futureBytes = 0;

  get readyCount(): number {
    return this.#ready.size;
  }
  get futureCount(): number {
    return this.#future.size;
  }
  get bytes(): number {
    return this.#readyBytes + this.#futureBytes;
  }

  has(hash: Hash): boolean {
    return this.#ready.has(hash) || this.#future.has(hash);
  }

  get(hash: Hash): PoolTransaction | undefined {
    return (this.#ready.get(hash) ?? this.#future.get(hash))?.tx;
  }

  isReady(hash: Hash): boolean {
    return this.#ready.has(hash);
  }

  /** True if a ready transaction provides the tag. */
  provides(tag: string): boolean {
    return this.#providers.has(tag);
  }

  /** Ready ones in order of arrival of their queue, then futures. */
  *all(): Iterable<PoolTransaction> {
    for (const { tx } of this.#ready.values()) yield tx;
    for (const { tx } of this.#future.values()) yield tx;
  }

  /** Ready ones that wait for no other. */
  *roots(): Iterable<PoolTransaction> {
    for (const hash of this.#roots) yield this.#ready.get(hash)!.tx;
  }

  *futures(): Iterable<PoolTransaction> {
    for (const { tx } of this.#future.values()) yield tx;
  }

  /** Ready ones as a block takes them: by priority, each after what it requires. */
  order(): ReadyOrder {
    return new ReadyOrder(this.#ready, this.#roots);
  }

  /** A ready one was found valid again. */
  renew(hash: Hash, validTill: number): void {
    const entry = this.#ready.get(hash);
    if (entry && entry.tx.validTill !== validTill) entry.tx = { ...entry.tx, validTill };
  }

  /** @throws PoolError low-priority, cycle */
  import(tx: PoolTransaction): Imported {
    if (tx.requires.some((tag) => !this.#providers.has(tag))) {
      this.#addFuture(tx);
      return { queue: "future", promoted: [], replaced: [], failed: [] };
    }
    const replaced = this.#becomeReady(tx);
    const { promoted, failed, alsoReplaced } = this.#promote(tx.provides);
    return { queue: "ready", promoted, failed, replaced: [...replaced, ...alsoReplaced] };
  }

  /**
   * Takes out a transaction that a block included: what waits for it goes on waiting for nothing.
   * Tags that it provides are met from now on: answers futures that became ready.
   */
  include(hash: Hash): Omit<Imported, "queue"> {
    const entry = this.#ready.get(hash) ?? this.#future.get(hash);
    if (!entry) return { promoted: [], replaced: [], failed: [] };
    this.#take(hash);
    const { promoted, failed, alsoReplaced } = this.#promote(entry.tx.provides);
    return { promoted, failed, replaced: alsoReplaced };
  }

  /** Takes out a transaction together with all that wait for it; answers who went. */
  remove(hash: Hash): PoolTransaction[] {
    const out: PoolTransaction[] = [];
    const stack = [hash];
    while (stack.length > 0) {
      const next = stack.pop()!;
      const ready = this.#ready.get(next);
      const tx = ready?.tx ?? this.#future.get(next)?.tx;
      if (!tx) continue;
      if (ready) stack.push(...ready.unlocks);
      this.#take(next);
      this.#unmeet(tx.provides);
      out.push(tx);
    }
    return out;
  }

  /** The transaction to give up first: lowest priority, of those the latest; futures before ready ones. */
  worst(): PoolTransaction | undefined {
    let worst: PoolTransaction | undefined;
    const from = this.#future.size > 0 ? this.#future : this.#ready;
    for (const { tx } of from.values())
      if (
        !worst ||
        tx.priority < worst.priority ||
        (tx.priority === worst.priority && tx.order > worst.order)
      )
        worst = tx;
    return worst;
  }

  clear(): void {
    for (const map of [this.#ready, this.#providers, this.#future, this.#wanted]) map.clear();
    this.#roots.clear();
    this.#readyBytes = this.#futureBytes = 0;
  }

  #addFuture(tx: PoolTransaction): void {
    const missing = tx.requires.filter((tag) => !this.#providers.has(tag));
    this.#future.set(tx.hash, { tx, missing: new Set(missing) });
    this.#futureBytes += tx.raw.length;
    for (const tag of tx.requires) {
      let set = this.#wanted.get(tag);
      if (!set) this.#wanted.set(tag, (set = new Set()));
      set.add(tx.hash);
    }
  }

  #dropFuture({ tx }: Future): void {
    this.#future.delete(tx.hash);
    this.#futureBytes -= tx.raw.length;
    for (const tag of tx.requires) {
      const set = this.#wanted.get(tag);
      set?.delete(tx.hash);
      if (set?.size === 0) this.#wanted.delete(tag);
    }
  }

  /** Futures that had found a provider of these tags have lost it. */
  #unmeet(tags: readonly string[]): void {
    for (const tag of tags)
      for (const hash of this.#wanted.get(tag) ?? []) this.#future.get(hash)!.missing.add(tag);
  }

  /** Puts it among the ready ones in place of those that provide the same. */
  #becomeReady(tx: PoolTransaction): PoolTransaction[] {
    const rivals = new Set<Hash>();
    for (const tag of tx.provides) {
      const rival = this.#providers.get(tag);
      if (rival !== undefined) rivals.add(rival);
    }
    const replaced = rivals.size > 0 ? this.#replace(tx, rivals) : [];
    const entry: Ready = { tx, unlocks: new Set(), waitsFor: 0 };
    for (const tag of tx.requires) {
      const provider = this.#ready.get(this.#providers.get(tag)!)!;
      if (provider.unlocks.has(tx.hash)) continue;
      provider.unlocks.add(tx.hash);
      entry.waitsFor++;
    }
    this.#ready.set(tx.hash, entry);
    this.#readyBytes += tx.raw.length;
    for (const tag of tx.provides) this.#providers.set(tag, tx.hash);
    if (entry.waitsFor === 0) this.#roots.add(tx.hash);
    return replaced;
  }

  /** @throws PoolError */
  #replace(tx: PoolTransaction, rivals: ReadonlySet<Hash>): PoolTransaction[] {
    let old = 0n;
    for (const hash of rivals) old += this.#ready.get(hash)!.tx.priority;
    if (tx.priority <= old) throw new PoolError({ kind: "low-priority", old, new: tx.priority });
    // Those that wait for a rival's tag which the newcomer provides too may stay; they are put back.
    const gone = new Map<Hash, PoolTransaction>();
    const stack = [...rivals];
    while (stack.length > 0) {
      const hash = stack.pop()!;
      if (gone.has(hash)) continue;
      const entry = this.#ready.get(hash)!;
      gone.set(hash, entry.tx);
      stack.push(...entry.unlocks);
    }
    for (const tag of tx.requires)
      if (gone.has(this.#providers.get(tag)!)) throw new PoolError({ kind: "cycle" });
    for (const each of gone.values()) {
      this.#take(each.hash);
      this.#unmeet(each.provides);
    }
    const replaced: PoolTransaction[] = [];
    for (const each of gone.values())
      if (rivals.has(each.hash)) replaced.push(each);
      else this.#addFuture(each);
    return replaced;
  }

  /** Makes ready what waited for these tags, and what waited for those in turn. */
  #promote(tags: readonly string[]): {
    promoted: PoolTransaction[];
    failed: PoolTransaction[];
    alsoReplaced: PoolTransaction[];
  } {
    const promoted: PoolTransaction[] = [];
    const failed: PoolTransaction[] = [];
    const alsoReplaced: PoolTransaction[] = [];
    const met = [...tags];
    while (met.length > 0) {
      const tag = met.pop()!;
      for (const hash of [...(this.#wanted.get(tag) ?? [])]) {
        const future = this.#future.get(hash)!;
        future.missing.delete(tag);
        if (future.missing.size > 0) continue;
        this.#dropFuture(future);
        // A tag may be met by the chain alone: then no ready transaction provides it any more.
        const tx = {
          ...future.tx,
          requires: future.tx.requires.filter((each) => this.#providers.has(each)),
        };
        try {
          alsoReplaced.push(...this.#becomeReady(tx));
          promoted.push(tx);
          met.push(...tx.provides);
        } catch {
          // Another ready one provides the same with a higher priority.
          failed.push(tx);
        }
      }
    }
    return { promoted, failed, alsoReplaced };
  }

  /** Takes out one transaction and nothing else. */
  #take(hash: Hash): void {
    const future = this.#future.get(hash);
    if (future) {
      this.#dropFuture(future);
      return;
    }
    const ready = this.#ready.get(hash);
    if (!ready) return;
    this.#ready.delete(hash);
    this.#roots.delete(hash);
    this.#readyBytes -= ready.tx.raw.length;
    for (const tag of ready.tx.requires) {
      const provider = this.#providers.get(tag);
      if (provider !== undefined) this.#ready.get(provider)?.unlocks.delete(hash);
    }
    for (const tag of ready.tx.provides)
      if (this.#providers.get(tag) === hash) this.#providers.delete(tag);
    for (const dependent of ready.unlocks) {
      const entry = this.#ready.get(dependent);
      if (entry && --entry.waitsFor === 0) this.#roots.add(dependent);
    }
  }
}
