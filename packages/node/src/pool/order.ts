import type { Hash } from "@ganglion/primitives";
import type { Ready } from "./queue.ts";
import type { PoolTransaction } from "./transaction.ts";

/**
 * Ready transactions in the order in which a block takes them. What waits for a transaction comes
 * only after that one was accepted, so an order is a dialogue: `next`, then perhaps `accept`.
 */
export class ReadyOrder {
  readonly #ready: ReadonlyMap<Hash, Ready>;
  readonly #heap: PoolTransaction[] = [];
  /** How many a transaction still waits for, where that differs from the queue's count. */
  readonly #waitsFor = new Map<Hash, number>();

  constructor(ready: ReadonlyMap<Hash, Ready>, roots: Iterable<Hash>) {
    this.#ready = ready;
    for (const hash of roots) this.#push(ready.get(hash)!.tx);
  }

  next(): PoolTransaction | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (top !== last && last) {
      heap[0] = last;
      this.#sink();
    }
    return top;
  }

  /** It is in the block: what waited for it alone may follow. */
  accept(tx: PoolTransaction): void {
    const entry = this.#ready.get(tx.hash);
    if (!entry) return;
    for (const hash of entry.unlocks) {
      const dependent = this.#ready.get(hash)!;
      const left = (this.#waitsFor.get(hash) ?? dependent.waitsFor) - 1;
      this.#waitsFor.set(hash, left);
      if (left === 0) this.#push(dependent.tx);
    }
  }

  #push(tx: PoolTransaction): void {
    const heap = this.#heap;
    let at = heap.push(tx) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(tx, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = tx;
  }

  #sink(): void {
    const heap = this.#heap;
    const tx = heap[0]!;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, tx)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = tx;
  }
}

/** Higher priority first, then what expires sooner, then what came first. */
function isBefore(a: PoolTransaction, b: PoolTransaction): boolean {
  if (a.priority !== b.priority) return a.priority > b.priority;
  if (a.validTill !== b.validTill) return a.validTill < b.validTill;
  return a.order < b.order;
}
