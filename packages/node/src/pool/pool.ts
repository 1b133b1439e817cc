import { blake2_256Hex } from "@ganglion/hash";
import { type AccountId, hash as asHash, type Hash, type Hex } from "@ganglion/primitives";
import type { Chain, ChainBlock } from "../chain/chain.ts";
import type { Env } from "../env.ts";
import type { TransactionSource, Validity } from "../runtime-port.ts";
import { accountsChanged } from "./accounts-changed.ts";
import { Admission, checkFormat } from "./admission.ts";
import { Bans } from "./bans.ts";
import { PoolError } from "./error.ts";
import type { PoolLimits } from "./limits.ts";
import type { ReadyOrder } from "./order.ts";
import { type Imported, TransactionQueue } from "./queue.ts";
import { nonceTag, type PoolTransaction } from "./transaction.ts";
import { type TransactionStatus, Watchers } from "./watchers.ts";

export interface PoolOptions {
  readonly chain: Chain;
  readonly env: Env;
  readonly limits: PoolLimits;
  /** The runtime threw something that is no refusal while it validated `raw`. */
  readonly onCrash: (raw: Uint8Array, error: unknown) => void;
}

// How many transactions are asked for their validity again after a block: the first of each sender
// whose account changed, and a few others in turn, as what a call needs may change elsewhere too.
const RECHECK_SENDERS = 512;
const RECHECK_OTHERS = 16;

/** Transactions on their way into a block. */
export class Pool {
  readonly #chain: Chain;
  readonly #limits: PoolLimits;
  readonly #admission: Admission;
  readonly #queue = new TransactionQueue();
  readonly #bans: Bans;
  readonly #watchers = new Watchers();
  readonly #onReady = new Set<() => void>();
  /** Priority at and below which a full pool refuses without looking. */
  #floor: bigint | undefined;
  /** Where the walk over unaffected transactions goes on. */
  #recheckAfter = -1;
  readonly #nextNonce = new Map<AccountId, number>();
  /** Transactions in blocks that are not final yet, in the blocks' order. */
  #unfinal: { readonly tx: Hash; readonly block: Hash; readonly number: number }[] = [];

  constructor({ chain, env, limits, onCrash }: PoolOptions) {
    this.#chain = chain;
    this.#limits = limits;
    this.#admission = new Admission({ chain, onCrash });
    this.#bans = new Bans(env);
    chain.subscribe((event) => {
      this.#nextNonce.clear();
      if (event.type === "block") this.#afterBlock(event.block);
      else if (event.type === "reverted") {
        this.#retract();
        this.#rebuild();
      } else this.#recheck(accountsChanged(event.changed));
    });
  }

  get readyCount(): number {
    return this.#queue.readyCount;
  }
  get futureCount(): number {
    return this.#queue.futureCount;
  }
  get bytes(): number {
    return this.#queue.bytes;
  }

  /** Called whenever a transaction becomes ready. Call the answer to stop. */
  subscribeReady(listener: () => void): () => void {
    this.#onReady.add(listener);
    return () => this.#onReady.delete(listener);
  }

  /**
   * Takes a transaction in, if it is valid on the head state.
   * @throws PoolError
   */
  submit(raw: Uint8Array, source: TransactionSource = "External"): Hash {
    return this.#import(raw, source).hash;
  }

  /** As `submit`; `listener` hears what becomes of it, at once and later. Call `stop` to end that. */
  submitAndWatch(
    raw: Uint8Array,
    listener: (status: TransactionStatus) => void,
  ): { readonly hash: Hash; readonly stop: () => void } {
    const { hash, queue } = this.#import(raw, "External");
    const stop = this.#watchers.add(hash, listener);
    listener(queue);
    return { hash, stop };
  }

  has(hash: Hash): boolean {
    return this.#queue.has(hash);
  }

  get(hash: Hash): PoolTransaction | undefined {
    return this.#queue.get(hash);
  }

  /** Raw transactions that are ready, in the order in which a block would take them. */
  pending(): Uint8Array[] {
    const out: Uint8Array[] = [];
    const order = this.#queue.order();
    for (let tx = order.next(); tx; tx = order.next()) {
      out.push(tx.raw);
      order.accept(tx);
    }
    return out;
  }

  /** What a block should take next. */
  order(): ReadyOrder {
    return this.#queue.order();
  }

  /** The next nonce of an account, given the one that the state holds. */
  nextNonce(account: AccountId, stateNonce: number): number {
    let nonce = Math.max(this.#nextNonce.get(account) ?? stateNonce, stateNonce);
    while (this.#queue.provides(nonceTag(account, nonce))) nonce++;
    this.#nextNonce.set(account, nonce);
    return nonce;
  }

  /** Takes out what can't be in a block after all, with what waits for it. */
  discard(hash: Hash, why: "invalid" | "crashed" | "removed"): Hash[] {
    if (why === "invalid") this.#bans.add(hash, this.#limits.banMs);
    if (why === "crashed") this.#bans.add(hash, this.#limits.crashBanMs);
    return this.#drop(hash, why === "removed" ? "dropped" : "invalid");
  }

  /** Forgets all transactions and bans. */
  clear(): void {
    const all = [...this.#queue.all()];
    this.#reset();
    this.#bans.clear();
    for (const { hash } of all) this.#watchers.tell(hash, "dropped");
  }

  #import(raw: Uint8Array, source: TransactionSource): { hash: Hash; queue: "ready" | "future" } {
    const sender = checkFormat(raw);
    const hash = asHash(blake2_256Hex(raw));
    if (this.#bans.has(hash)) throw new PoolError({ kind: "banned" });
    if (this.#queue.has(hash)) throw new PoolError({ kind: "already-imported", hash });
    const validity = this.#validateOnce(raw, { hash, source });
    if (!validity.ok) throw new PoolError({ kind: "invalid", error: validity.error });
    if (validity.provides.length === 0) throw new PoolError({ kind: "no-tags" });
    const full =
      this.#queue.readyCount + this.#queue.futureCount >= this.#limits.count ||
      this.#queue.bytes + raw.length > this.#limits.bytes;
    if (!full) this.#floor = undefined;
    else if (this.#floor !== undefined && validity.priority <= this.#floor)
      throw new PoolError({ kind: "full" });
    const imported = this.#queue.import(this.#admission.entry({ hash, raw, sender, validity }));
    this.#tell(imported);
    for (const each of imported.replaced) this.#watchers.tell(each.hash, { usurped: hash });
    this.#enforceLimits(hash);
    if (imported.queue === "ready") for (const each of this.#onReady) each();
    return { hash, queue: imported.queue };
  }

  /** @throws PoolError unverifiable; what crashed the runtime is not tried again soon */
  #validateOnce(
    raw: Uint8Array,
    { hash, source }: { readonly hash: Hash; readonly source: TransactionSource },
  ): Validity {
    try {
      return this.#admission.validate(raw, source);
    } catch (error) {
      if (error instanceof PoolError && error.refusal.kind === "unverifiable")
        if (error.refusal.isCrash) this.#bans.add(hash, this.#limits.crashBanMs);
      throw error;
    }
  }

  /** Gives up the worst until the limits hold; @throws PoolError full if `newcomer` is among them */
  #enforceLimits(newcomer: Hash): void {
    while (
      this.#queue.readyCount + this.#queue.futureCount > this.#limits.count ||
      this.#queue.bytes > this.#limits.bytes
    ) {
      const worst = this.#queue.worst()!;
      this.#floor = worst.priority;
      if (this.#drop(worst.hash, "dropped").includes(newcomer))
        throw new PoolError({ kind: "full" });
    }
  }

  #tell({ promoted, failed }: Pick<Imported, "promoted" | "failed">): void {
    for (const { hash } of promoted) this.#watchers.tell(hash, "ready");
    for (const { hash } of failed) this.#watchers.tell(hash, "invalid");
  }

  #drop(hash: Hash, status: "invalid" | "dropped"): Hash[] {
    this.#nextNonce.clear();
    const gone = this.#queue.remove(hash).map((tx) => tx.hash);
    for (const each of gone) this.#watchers.tell(each, status);
    return gone;
  }

  #afterBlock(block: ChainBlock): void {
    const included: Hash[] = [];
    if (this.#queue.readyCount + this.#queue.futureCount > 0) {
      for (const raw of block.extrinsics) {
        const hash = asHash(blake2_256Hex(raw));
        if (!this.#queue.has(hash)) continue;
        included.push(hash);
        this.#settle(this.#queue.include(hash));
      }
    }
    for (const hash of included) this.#watchers.tell(hash, { inBlock: block.hash });
    for (const tx of included) this.#unfinal.push({ tx, block: block.hash, number: block.number });
    this.#tellFinal();
    if (this.#queue.readyCount + this.#queue.futureCount > 0)
      this.#recheck(accountsChanged(block.changed));
    if (this.#queue.readyCount > 0) for (const each of this.#onReady) each();
  }

  #tellFinal(): void {
    const final = this.#chain.finalized.number;
    while (this.#unfinal.length > 0 && this.#unfinal[0]!.number <= final) {
      const { tx, block } = this.#unfinal.shift()!;
      this.#watchers.tell(tx, { finalized: block });
    }
  }

  /** Blocks are gone before they were final. What was in them does not come back by itself. */
  #retract(): void {
    const head = this.#chain.head.number;
    const gone = this.#unfinal.filter(({ number }) => number > head);
    this.#unfinal = this.#unfinal.filter(({ number }) => number <= head);
    for (const { tx, block } of gone) {
      this.#watchers.tell(tx, { retracted: block });
      this.#watchers.tell(tx, "dropped");
    }
  }

  #settle({ promoted, failed, replaced }: Omit<Imported, "queue">): void {
    this.#tell({ promoted, failed });
    for (const { hash } of replaced) this.#watchers.tell(hash, "dropped");
  }

  /** Asks again for the validity of what a change may have touched. */
  #recheck(accounts: ReadonlySet<Hex>): void {
    const next = this.#chain.head.number + 1;
    const affected: PoolTransaction[] = [];
    const others: PoolTransaction[] = [];
    // What waits for another falls or stands with that one, so the first of each sender is enough.
    for (const tx of this.#queue.roots()) {
      const touched = tx.sender !== undefined && accounts.has(tx.sender);
      if (tx.validTill <= next || touched) affected.push(tx);
      else others.push(tx);
    }
    for (const tx of this.#queue.futures())
      if (tx.validTill <= next || (tx.sender !== undefined && accounts.has(tx.sender)))
        affected.push(tx);
    const later = others.filter((tx) => tx.order > this.#recheckAfter);
    const turn = (later.length > 0 ? later : others).slice(0, RECHECK_OTHERS);
    this.#recheckAfter = turn.at(-1)?.order ?? -1;
    for (const tx of [...affected.slice(0, RECHECK_SENDERS), ...turn]) this.#recheckOne(tx);
  }

  #recheckOne(tx: PoolTransaction): void {
    if (!this.#queue.has(tx.hash)) return;
    const ready = this.#queue.isReady(tx.hash);
    let validity: Validity;
    try {
      validity = this.#admission.validate(tx.raw, "External");
    } catch {
      // The crash was reported; whoever watches hears that it is gone.
      this.discard(tx.hash, "crashed");
      return;
    }
    if (!validity.ok) {
      this.#drop(tx.hash, "invalid");
      return;
    }
    const fresh = this.#admission.entry({ ...tx, validity });
    if (ready) {
      this.#queue.renew(tx.hash, fresh.validTill);
      return;
    }
    // A future: the chain itself may have met what it waited for.
    this.#queue.remove(tx.hash);
    try {
      const imported = this.#queue.import(fresh);
      if (imported.queue === "ready") this.#watchers.tell(tx.hash, "ready");
      this.#settle(imported);
    } catch {
      this.#watchers.tell(tx.hash, "invalid");
    }
  }

  /** The head went back: every transaction is judged anew on the state of now. */
  #rebuild(): void {
    const all = [...this.#queue.all()].sort((a, b) => a.order - b.order);
    this.#reset();
    for (const tx of all) {
      try {
        const validity = this.#admission.validate(tx.raw, "External");
        if (!validity.ok) throw new PoolError({ kind: "invalid", error: validity.error });
        this.#settle(this.#queue.import(this.#admission.entry({ ...tx, validity })));
      } catch {
        this.#watchers.tell(tx.hash, "invalid");
      }
    }
    if (this.#queue.readyCount > 0) for (const each of this.#onReady) each();
  }

  #reset(): void {
    this.#queue.clear();
    this.#nextNonce.clear();
    this.#floor = undefined;
  }
}
